package io.zksolvency.fuzz;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** The bound on memory: no input of N bytes makes its reader allocate more than 64 MB + 4 N. */
final class Memory {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final long FREE = 64L << 20;

  private Memory() {}

  /** Something to measure. */
  @FunctionalInterface
  interface Reading<X extends Exception> {
    void run() throws X;
  }

  /**
   * Reads, and fails if this thread allocated too much: all of it together, freed or not. What
   * allocates too much is read again, because the first time may have loaded classes.
   */
  static <X extends Exception> void bounded(int length, Reading<X> reading) throws X {
    long most = FREE + 4L * length;
    if (allocated(reading) > most) {
      long again = allocated(reading);
      if (again > most) {
        throw new Finding(again + " bytes allocated for an input of " + length);
      }
    }
  }

  private static <X extends Exception> long allocated(Reading<X> reading) throws X {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    reading.run();
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}
