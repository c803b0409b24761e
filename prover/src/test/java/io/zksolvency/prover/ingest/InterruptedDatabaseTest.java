package io.zksolvency.prover.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.prover.stop.Cancellation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A query under way stops when its run is cancelled. */
class InterruptedDatabaseTest {
  /** Minutes, if nobody stops it. */
  private static final String LONG =
      "CREATE TABLE t AS SELECT sum(md5_number_lower(a.range || ':' || b.range)::HUGEINT) AS s"
          + " FROM range(1000000) a, range(100000) b";

  @TempDir Path directory;

  @Test
  void aLongStatementStopsSoon() throws Exception {
    Cancellation cancellation = new Cancellation();
    AtomicLong cancelledAt = new AtomicLong();
    try (LedgerDatabase database = new Ingestions(directory).scratch();
        Cancellation.Registration registration = cancellation.onCancel(database::interrupt)) {
      assertThat(registration).isNotNull();
      Thread canceller =
          new Thread(
              () -> {
                try {
                  Thread.sleep(500);
                } catch (InterruptedException e) {
                  return;
                }
                cancelledAt.set(System.nanoTime());
                cancellation.cancel();
              });
      canceller.start();
      assertThatThrownBy(() -> database.run(LONG)).isInstanceOf(IOException.class);
      long millis = (System.nanoTime() - cancelledAt.get()) / 1_000_000;
      System.out.printf("a statement stopped %d ms after it was cancelled%n", millis);
      assertThat(cancelledAt.get()).isNotZero();
      assertThat(millis).isLessThan(20_000); // some milliseconds, where nothing else works
      assertThatThrownBy(() -> database.run("SELECT 1")).isInstanceOf(IOException.class);
      canceller.join();
    }
  }
}
