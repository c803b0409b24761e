package io.zksolvency.prover.run;

import java.util.HashMap;
import java.util.Map;

/** Adds up how far several ledgers are that are proven at a time. Thread-safe. */
final class LedgersUnderWay {
  /** What is left when the proof is there: its files. Only their writer says that all is done. */
  private static final double PROVEN = 0.99;

  private final RunProgress progress;
  private final Map<String, Double> rowsUnderWay = new HashMap<>();
  private long rowsDone;

  LedgersUnderWay(RunProgress progress) {
    this.progress = progress;
  }

  /** A ledger that is being proven is so far, 0 to 1. */
  synchronized void proving(String ledger, double fraction, long rows) {
    double shown = Math.min(fraction, PROVEN);
    rowsUnderWay.put(ledger, shown * rows);
    tell(ledger, shown, rows);
  }

  /** A ledger's proof is kept. */
  synchronized void done(String ledger, long rows) {
    rowsUnderWay.put(ledger, (double) rows);
    tell(ledger, 1, rows);
    rowsUnderWay.remove(ledger);
    rowsDone += rows;
  }

  private void tell(String ledger, double fraction, long rows) {
    double others = -rowsUnderWay.get(ledger);
    for (double each : rowsUnderWay.values()) {
      others += each;
    }
    progress.ledger(ledger, rowsDone + Math.round(others), fraction, rows);
  }
}
