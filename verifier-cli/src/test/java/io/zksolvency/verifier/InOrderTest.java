package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.formats.FormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Tasks on several threads end as they would one after another. */
class InOrderTest {
  private final List<String> told = new ArrayList<>();
  private final Progress progress = (done, all) -> told.add(done + " of " + all);

  @Test
  void allAreDoneAndToldInOrder() throws Exception {
    AtomicInteger done = new AtomicInteger();
    List<InOrder.Task> tasks =
        IntStream.range(0, 50).<InOrder.Task>mapToObj(i -> done::incrementAndGet).toList();
    InOrder.run(tasks, progress, 4);
    assertThat(done).hasValue(50);
    assertThat(told).hasSize(50).startsWith("1 of 50", "2 of 50").endsWith("50 of 50");
  }

  @Test
  void theFirstFailureIsToldWhicheverCameFirst() {
    CountDownLatch laterFailed = new CountDownLatch(1);
    AtomicInteger begun = new AtomicInteger();
    List<InOrder.Task> tasks = new ArrayList<>();
    tasks.add(begun::incrementAndGet);
    tasks.add(
        () -> {
          await(laterFailed);
          throw new FormatException("", "the first");
        });
    tasks.add(
        () -> {
          laterFailed.countDown();
          throw new IOException("the second");
        });
    assertThatThrownBy(() -> InOrder.run(tasks, progress, 2)).hasMessage("the first");
    assertThat(begun).hasValue(1);
    assertThat(told).containsExactly("1 of 3");
  }

  @Test
  void whatIsLeftAfterAFailureIsNotBegun() {
    AtomicInteger begun = new AtomicInteger();
    List<InOrder.Task> tasks = new ArrayList<>();
    tasks.add(
        () -> {
          throw new IOException("at once");
        });
    CountDownLatch never = new CountDownLatch(1);
    tasks.add(() -> await(never));
    tasks.add(begun::incrementAndGet);
    assertThatThrownBy(() -> InOrder.run(tasks, progress, 1)).hasMessage("at once");
    assertThat(begun).hasValue(0);
  }

  @Test
  void bugsStayWhatTheyAre() {
    List<InOrder.Task> tasks =
        List.of(
            () -> {
              throw new StackOverflowError("deep");
            });
    assertThatThrownBy(() -> InOrder.run(tasks, progress, 2))
        .isInstanceOf(StackOverflowError.class);
    assertThat(told).isEmpty();
  }

  private static void await(CountDownLatch latch) throws IOException {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
  }
}
