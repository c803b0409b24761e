package io.zksolvency.prover.batch;

import io.zksolvency.circuits.ledger.Account;
import io.zksolvency.circuits.ledger.ControlTotals;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.statement.GeneralLedger;
import io.zksolvency.circuits.trace.WitnessLayout;
import io.zksolvency.circuits.trace.WitnessWriter;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.OrderedAccounts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts the ordered accounts into batches of nearly equal rows, each with room for its control
 * account. Reads every account; the result depends on nothing else.
 */
public final class BatchPlanner {
  private final int keys;
  private final int log2Rows;
  private final long totalRows;
  private final long batches;

  private final List<Long> starts = new ArrayList<>();
  private ControlTotals totals;
  private long rows;
  private long batchRows;
  private boolean overfull;

  private BatchPlanner(int keys, int log2Rows, long totalRows, long batches) {
    this.keys = keys;
    this.log2Rows = log2Rows;
    this.totalRows = totalRows;
    this.batches = batches;
  }

  /**
   * Returns the plan with the fewest batches that hold everything.
   *
   * @param rows that all accounts take
   * @throws InputException if the totals need more control entries than any batch can hold
   */
  public static BatchPlan plan(
      OrderedAccounts source, long accounts, long rows, int keys, int log2Rows)
      throws IOException, InputException {
    long batches = BatchSize.fewestBatches(rows, WitnessWriter.rowsFor(keys), log2Rows);
    long most = Math.min(accounts, 4 * batches + 16);
    while (batches <= most) {
      BatchPlanner planner = new BatchPlanner(keys, log2Rows, rows, batches);
      source.readEntries(0, accounts, planner::accept);
      planner.endBatch();
      if (!planner.overfull) {
        return new BatchPlan(log2Rows, planner.starts, accounts);
      }
      batches += Math.max(1, batches / 20);
    }
    throw new InputException(
        "the totals of a batch don't fit its control account; use fewer decimals for the assets"
            + " with the largest amounts, or larger batches");
  }

  private void accept(long position, List<Entry> entries) {
    // Batch b ends with the account that brings the rows to (b + 1) / batches of all rows.
    boolean full = rows * batches >= totalRows * starts.size();
    if (full) {
      endBatch();
      starts.add(position);
    }
    entries.forEach(totals::add);
    int accountRows = Account.rowsFor(entries.size());
    rows += accountRows;
    batchRows += accountRows;
  }

  private void endBatch() {
    if (totals != null) {
      int controlRows = WitnessWriter.rowsFor(totals.controlEntries().size());
      boolean fits = batchRows + controlRows <= WitnessLayout.usableRows(log2Rows);
      overfull |= !fits || controlRows > 1 << GeneralLedger.MAX_STEPS_LOG2;
    }
    totals = new ControlTotals(keys);
    batchRows = 0;
  }
}
