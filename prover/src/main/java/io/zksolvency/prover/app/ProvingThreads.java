package io.zksolvency.prover.app;

import com.sun.jna.Library;
import com.sun.jna.Native;

/**
 * Limits the threads of the proving library. Its pool reads the environment once, when it starts,
 * and a running JVM's own variables can only be set through the C library.
 */
final class ProvingThreads {
  private static final String VARIABLE = "RAYON_NUM_THREADS";

  private ProvingThreads() {}

  /** The C library's function; must be called before other threads read the environment. */
  private interface Environment extends Library {
    int setenv(String name, String value, int overwrite);
  }

  static void limitTo(int threads) {
    Native.load("c", Environment.class).setenv(VARIABLE, Integer.toString(threads), 1);
  }
}
