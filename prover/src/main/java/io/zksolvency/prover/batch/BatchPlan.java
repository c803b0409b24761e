package io.zksolvency.prover.batch;

import java.util.List;

/**
 * Which accounts are in which batch.
 *
 * @param log2Rows size of every batch
 * @param starts position of each batch's first account; the first is 0, all ascend
 * @param accounts number of accounts, the end of the last batch
 */
public record BatchPlan(int log2Rows, List<Long> starts, long accounts) {
  public BatchPlan {
    starts = List.copyOf(starts);
  }

  /** Returns the number of batches. */
  public int batches() {
    return starts.size();
  }

  /** Returns the position of a batch's first account. */
  public long from(int batch) {
    return starts.get(batch);
  }

  /** Returns the position after a batch's last account. */
  public long to(int batch) {
    return batch + 1 < starts.size() ? starts.get(batch + 1) : accounts;
  }

  /** Returns the batch that holds the account at a position. */
  public int batchOf(long position) {
    int batch = starts.size() - 1;
    while (starts.get(batch) > position) {
      batch--;
    }
    return batch;
  }
}
