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
      int chosen = BatchSize.chooseLog2Rows(10_000_000, 80, gigabytes << 30);
      assertThat(chosen == 15 || BatchSize.bytesFor(chosen) + (1L << 30) <= gigabytes << 30)
          .isTrue();
    }
    assertThat(BatchSize.chooseLog2Rows(10_000_000, 80, 1L << 30)).isEqualTo(15);
  }
}
