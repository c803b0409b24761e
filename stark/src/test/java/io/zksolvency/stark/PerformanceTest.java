package io.zksolvency.stark;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

/** Bounds with a wide margin: the figures stand in docs/spec/proof.md. */
class PerformanceTest {
  private static final Golden GOLDEN = Golden.of("general-ledger-17");

  @Test
  void verifiesInWellUnderASecond() {
    for (int i = 0; i < 20; i++) {
      assertThat(Verdict.of(GOLDEN.inputs(), GOLDEN.proof()).accepted()).isTrue();
    }
    long best = Long.MAX_VALUE;
    for (int i = 0; i < 10; i++) {
      long start = System.nanoTime();
      Verdict.of(GOLDEN.inputs(), GOLDEN.proof());
      best = Math.min(best, System.nanoTime() - start);
    }
    System.out.printf("one proof: %.1f ms, %d kB%n", best / 1e6, GOLDEN.proof().length / 1000);
    assertThat(best).isLessThan(300_000_000L);
  }

  @Test
  void allocatesLittle() {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    Verdict.of(GOLDEN.inputs(), GOLDEN.proof());
    long before = threads.getCurrentThreadAllocatedBytes();
    Verdict.of(GOLDEN.inputs(), GOLDEN.proof());
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    System.out.printf("one proof: %d kB allocated%n", allocated / 1000);
    assertThat(allocated).isLessThan(64L << 20);
  }
}
