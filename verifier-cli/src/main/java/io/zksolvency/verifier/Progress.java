package io.zksolvency.verifier;

import java.io.PrintStream;
import java.time.Duration;

/** Tells how far a verification is. */
interface Progress {
  /** Tells nobody. */
  Progress SILENT = (done, all) -> {};

  /** Called after each proof. */
  void verified(int done, int all);

  /** Returns a line on a terminal that appears once two seconds have passed. */
  static Progress on(PrintStream terminal) {
    long start = System.nanoTime();
    long patience = Duration.ofSeconds(2).toNanos();
    return (done, all) -> {
      if (System.nanoTime() - start > patience) {
        terminal.printf("\rverified %d of %d proofs%s", done, all, done == all ? "\n" : "");
        terminal.flush();
      }
    };
  }
}
