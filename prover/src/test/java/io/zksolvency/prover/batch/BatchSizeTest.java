package io.zksolvency.prover.batch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BatchSizeTest {
  private static final long PLENTY = 64L << 30;

  @ParameterizedTest
  @ValueSource(longs = {1, 32_000, 33_000, 65_000, 100_000, 130_000, 135_000, 260_000, 10_000_000})
  void provesAsFewRowsAsItCanInAsFewBatches(long rows) {
    assertThat(BatchSize.chooseLog2Rows(rows, 80, PLENTY))
        .satisfies(
            chosen -> {
              long proven = proven(rows, chosen);
              for (int other = 15; other <= 18; other++) {
                assertThat(proven).isLessThanOrEqualTo(proven(rows, other));
                assertThat(proven(rows, other) == proven && other > chosen).isFalse();
              }
            });
  }

  private static long proven(long rows, int log2Rows) {
    return BatchSize.fewestBatches(rows, 27, log2Rows) << log2Rows;
  }

  @Test
  void staysWithinTheMemory() {
    for (long gigabytes = 0; gigabytes < 16; gigabytes++) {
      for (int threads : new int[] {1, 2, 8, 64}) {
        long bytesEach = BatchSize.bytesEach(threads, gigabytes << 30);
        int chosen = BatchSize.chooseLog2Rows(10_000_000, 80, bytesEach);
        int atATime = BatchSize.atATime(chosen, threads, gigabytes << 30);
        boolean smallest = chosen == 15 && atATime == 1;
        long bytes = atATime * BatchSize.bytesFor(chosen);
        assertThat(smallest || bytes + (1L << 30) <= gigabytes << 30).isTrue();
      }
    }
    assertThat(BatchSize.chooseLog2Rows(10_000_000, 80, 1L << 30)).isEqualTo(15);
  }

  @Test
  void provesSeveralAtATimeWhereThereAreCoresAndMemory() {
    assertThat(BatchSize.atATime(15, 1, PLENTY)).isEqualTo(1);
    assertThat(BatchSize.atATime(15, 2, PLENTY)).isEqualTo(2);
    assertThat(BatchSize.atATime(15, 64, PLENTY)).isEqualTo(16);
    assertThat(BatchSize.atATime(15, 64, 3L << 30)).isEqualTo(2);
    assertThat(BatchSize.atATime(18, 64, 2L << 30)).isEqualTo(1);
  }
}
