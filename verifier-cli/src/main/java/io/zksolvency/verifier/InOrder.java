package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.formats.FormatException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does tasks on several threads, with the outcome of doing them one after another. */
final class InOrder {
  /** More threads would take memory, a proof and its parts each, and gain little. */
  private static final int MOST_THREADS = 16;

  private InOrder() {}

  /** Something that may fail as verifying a proof may. */
  interface Task {
    void run() throws StatementRejectedException, FormatException, IOException;
  }

  /**
   * Returns when all tasks are done. Throws what the first in their order throws, if one does, once
   * all before it are done; then those that no thread has begun are not begun.
   *
   * @param progress is told of each task done, in their order
   */
  static void run(List<Task> tasks, Progress progress)
      throws StatementRejectedException, FormatException, IOException {
    run(tasks, progress, Math.min(Runtime.getRuntime().availableProcessors(), MOST_THREADS));
  }

  /** The same on so many threads. */
  static void run(List<Task> tasks, Progress progress, int threads)
      throws StatementRejectedException, FormatException, IOException {
    ExecutorService pool = Executors.newFixedThreadPool(Math.min(threads, tasks.size()));
    try {
      List<Future<?>> outcomes = tasks.stream().<Future<?>>map(t -> pool.submit(call(t))).toList();
      for (int done = 0; done < outcomes.size(); done++) {
        await(outcomes.get(done));
        progress.verified(done + 1, outcomes.size());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static Callable<Void> call(Task task) {
    return () -> {
      task.run();
      return null;
    };
  }

  private static void await(Future<?> outcome)
      throws StatementRejectedException, FormatException, IOException {
    try {
      outcome.get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while verifying");
    } catch (ExecutionException e) {
      Throwable cause = e.getCause();
      if (cause instanceof StatementRejectedException rejected) {
        throw rejected;
      }
      if (cause instanceof FormatException malformed) {
        throw malformed;
      }
      if (cause instanceof IOException unreadable) {
        throw unreadable;
      }
      if (cause instanceof RuntimeException bug) {
        throw bug;
      }
      throw (Error) cause;
    }
  }
}
