package io.zksolvency.prover.batch;

import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.trace.WitnessLayout;
import io.zksolvency.circuits.trace.WitnessWriter;

/** The number of rows that batches have, one of a few public sizes. */
public final class BatchSize {
  /** What proving takes outside the Java heap, measured. */
  private static final long BYTES_PER_ROW = 24_000;

  /** Kept free for the Java heap, the database and everything else. */
  private static final long RESERVED_BYTES = 1L << 30;

  /** Of one batch, so that two at a time and everything else stay below 6 GB. */
  private static final long MOST_BYTES = 2L << 30;

  /** With so many threads each, batches still scale: their serial parts are short. */
  private static final int THREADS_EACH = 4;

  private BatchSize() {}

  /**
   * Returns the memory for one of the batches that are proven at a time.
   *
   * @param availableBytes memory to stay within in all
   */
  public static long bytesEach(int threads, long availableBytes) {
    return Math.min(MOST_BYTES, (availableBytes - RESERVED_BYTES) / wantedAtATime(threads));
  }

  /** Two at least, so that one batch's serial parts leave no core idle. */
  private static int wantedAtATime(int threads) {
    return threads == 1 ? 1 : Math.max(2, threads / THREADS_EACH);
  }

  /** Returns how many batches of a size to prove at a time: as many as help and fit, at least 1. */
  public static int atATime(int log2Rows, int threads, long availableBytes) {
    long fit = (availableBytes - RESERVED_BYTES) / bytesFor(log2Rows);
    return (int) Math.max(1, Math.min(fit, wantedAtATime(threads)));
  }

  /**
   * Returns the size with the fewest rows to prove in all; of equals the largest, for fewer proofs.
   *
   * @param rows of all accounts
   * @param keys of the asset table, which every batch's control account lists
   * @param bytesEach memory for one batch; the smallest size is taken if even that is more
   */
  public static int chooseLog2Rows(long rows, int keys, long bytesEach) {
    int best = PublicInputs.MIN_LOG2_ROWS;
    for (int log2 = best + 1; log2 <= PublicInputs.MAX_LOG2_ROWS; log2++) {
      boolean fits = bytesFor(log2) <= bytesEach;
      if (fits && rowsProven(rows, keys, log2) <= rowsProven(rows, keys, best)) {
        best = log2;
      }
    }
    return best;
  }

  /** Returns the bytes that proving one batch takes. */
  public static long bytesFor(int log2Rows) {
    return BYTES_PER_ROW << log2Rows;
  }

  private static long rowsProven(long rows, int keys, int log2Rows) {
    return fewestBatches(rows, WitnessWriter.rowsFor(keys), log2Rows) << log2Rows;
  }

  /** Returns the least number of batches that hold so many rows beside their control accounts. */
  static long fewestBatches(long rows, int controlRows, int log2Rows) {
    long room = WitnessLayout.usableRows(log2Rows) - controlRows;
    return Math.max(1, (rows + room - 1) / room);
  }
}
