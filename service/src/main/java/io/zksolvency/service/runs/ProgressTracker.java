package io.zksolvency.service.runs;

import io.zksolvency.prover.run.RunProgress;
import io.zksolvency.service.metrics.ServiceMetrics;
import java.util.ArrayList;
import java.util.List;

/** Gathers what a run tells, and tells watchers that there is news. Thread-safe. */
final class ProgressTracker implements RunProgress {
  private final ServiceMetrics metrics;
  private final Runnable changed;
  private final List<String> notes = new ArrayList<>();
  private String phase = "starting";
  private int batches;
  private int batchesProven;
  private long rows;
  private double rowsProven;
  private long provingSince;
  private String finished = "";

  ProgressTracker(ServiceMetrics metrics, Runnable changed) {
    this.metrics = metrics;
    this.changed = changed;
  }

  @Override
  public void phase(String words) {
    synchronized (this) {
      phase = words;
    }
    changed.run();
  }

  @Override
  public void proving(long all, int allBatches, int done) {
    synchronized (this) {
      phase = "proving";
      rows = all;
      batches = allBatches;
      batchesProven = done;
      provingSince = System.nanoTime();
    }
    changed.run();
  }

  @Override
  public void ledger(String ledger, long before, double fraction, long ledgerRows) {
    synchronized (this) {
      double proven = before + fraction * ledgerRows;
      boolean ended = fraction >= 1 && !finished.equals(ledger) && proven > rowsProven;
      if (proven <= rowsProven) {
        return;
      }
      rowsProven = proven;
      phase = "proving " + ledger;
      if (ended) {
        finished = ledger;
        if (ledger.startsWith("batch")) {
          batchesProven++;
          metrics.batch();
        }
      }
      metrics.rows((long) proven);
    }
    changed.run();
  }

  @Override
  public void note(String words) {
    synchronized (this) {
      notes.add(words);
    }
    changed.run();
  }

  synchronized ProgressSnapshot snapshot() {
    double seconds = (System.nanoTime() - provingSince) / 1e9;
    int left =
        rowsProven <= 0
            ? 0
            : (int)
                Math.min(Integer.MAX_VALUE, Math.ceil(seconds / rowsProven * (rows - rowsProven)));
    return new ProgressSnapshot(
        phase,
        batches,
        Math.min(batches, batchesProven),
        rows,
        (long) rowsProven,
        left,
        List.copyOf(notes));
  }
}
