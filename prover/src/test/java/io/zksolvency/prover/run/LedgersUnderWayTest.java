package io.zksolvency.prover.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgersUnderWayTest {
  private final List<String> told = new ArrayList<>();
  private double rows;

  private final LedgersUnderWay underWay =
      new LedgersUnderWay(
          new RunProgress() {
            @Override
            public void phase(String words) {}

            @Override
            public void proving(long rows, int batches, int done) {}

            @Override
            public void ledger(String ledger, long before, double fraction, long ledgerRows) {
              double now = before + fraction * ledgerRows;
              // What is shown is rounded to rows.
              assertThat(now).as(ledger).isGreaterThan(rows - 1);
              rows = now;
              if (fraction >= 1) {
                told.add(ledger);
              }
            }

            @Override
            public void note(String words) {}
          });

  @Test
  void addsUpWhatGoesOnAtATimeAndTellsEachEndOnce() {
    underWay.proving("first", 0, 1000);
    underWay.proving("second", 0, 1000);
    underWay.proving("first", 0.5, 1000);
    assertThat(rows).isEqualTo(500);
    underWay.proving("second", 0.5, 1000);
    assertThat(rows).isEqualTo(1000);
    underWay.proving("second", 1, 1000);
    underWay.proving("first", 1, 1000);
    assertThat(told).isEmpty();
    underWay.done("first", 1000);
    underWay.proving("third", 0, 500);
    underWay.done("second", 1000);
    assertThat(rows).isEqualTo(2000);
    underWay.done("third", 500);
    assertThat(rows).isEqualTo(2500);
    assertThat(told).containsExactly("first", "second", "third");
  }
}
