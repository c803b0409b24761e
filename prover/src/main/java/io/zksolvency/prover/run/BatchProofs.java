package io.zksolvency.prover.run;

import io.zksolvency.circuits.ledger.ControlTotals;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.statement.GeneralLedger;
import io.zksolvency.circuits.statement.LedgerInputs;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.circuits.trace.WitnessLayout;
import io.zksolvency.circuits.trace.WitnessWriter;
import io.zksolvency.prover.batch.BatchPlan;
import io.zksolvency.prover.batch.LedgerWitness;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.OrderedAccounts;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Proves the batches that are not proven yet, then the general ledger. While one batch is proven
 * the next one's witness is written: two witnesses at most are in memory.
 */
final class BatchProofs {
  private final RunDirectory directory;
  private final StatementHeader header;
  private final SnapshotSecrets secrets;
  private final LedgerProofs proofs;
  private final RunProgress progress;
  private long rowsProven;

  BatchProofs(
      RunDirectory directory,
      StatementHeader header,
      SnapshotSecrets secrets,
      LedgerProofs proofs,
      RunProgress progress) {
    this.directory = directory;
    this.header = header;
    this.secrets = secrets;
    this.proofs = proofs;
    this.progress = progress;
  }

  /** All proven ledgers of a run. */
  record Result(List<RunRecords.Ledger> batches, RunRecords.Ledger generalLedger, int provenNow) {}

  /** Returns every ledger's record; afterwards their proofs and trees are in the directory. */
  Result prove(OrderedAccounts source, BatchPlan plan) throws IOException, InputException {
    List<RunRecords.Ledger> batches = new ArrayList<>();
    Deque<Integer> missing = new ArrayDeque<>();
    for (int batch = 0; batch < plan.batches(); batch++) {
      Optional<RunRecords.Ledger> known = LedgerProofs.find(directory.batch(batch));
      batches.add(known.orElse(null));
      if (known.isEmpty()) {
        missing.add(batch);
      }
    }
    int provenNow = missing.size();
    long rows = ((long) provenNow << plan.log2Rows()) + (1L << PublicInputs.MIN_LOG2_ROWS);
    progress.proving(rows, plan.batches(), plan.batches() - provenNow);
    proveMissing(source, plan, missing, batches);
    return new Result(batches, generalLedger(batches), provenNow);
  }

  private void proveMissing(
      OrderedAccounts source,
      BatchPlan plan,
      Deque<Integer> missing,
      List<RunRecords.Ledger> batches)
      throws IOException {
    ExecutorService writer =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "witness-writer"));
    Future<LedgerWitness> next = null;
    try {
      next = missing.isEmpty() ? null : submit(writer, source, plan, missing.peek());
      while (!missing.isEmpty()) {
        int batch = missing.remove();
        try (LedgerWitness witness = await(next)) {
          next = missing.isEmpty() ? null : submit(writer, source, plan, missing.peek());
          batches.set(batch, proveBatch(plan, batch, witness));
        }
      }
    } finally {
      if (next != null) {
        closeQuietly(next);
      }
      writer.shutdown();
    }
  }

  private Future<LedgerWitness> submit(
      ExecutorService writer, OrderedAccounts source, BatchPlan plan, int batch) {
    int keys = header.assets().keys();
    return writer.submit(() -> LedgerWitness.ofBatch(source, plan, batch, keys, secrets));
  }

  private static LedgerWitness await(Future<LedgerWitness> witness) throws IOException {
    try {
      return witness.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("writing a witness failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void closeQuietly(Future<LedgerWitness> witness) {
    try {
      await(witness).close();
    } catch (IOException | RuntimeException e) {
      // The failure that brought us here is already on its way.
    }
  }

  private RunRecords.Ledger proveBatch(BatchPlan plan, int batch, LedgerWitness witness)
      throws IOException {
    String label = "batch %d of %d".formatted(batch + 1, plan.batches());
    return proveLedger(
        label,
        LedgerInputs.batchRequest(header, batch, plan.log2Rows(), witness.accounts()),
        witness,
        directory.batch(batch));
  }

  private RunRecords.Ledger proveLedger(
      String label, PublicInputs request, LedgerWitness witness, LedgerFiles files)
      throws IOException {
    long rows = 1L << request.log2Rows();
    long before = rowsProven;
    RunRecords.Ledger ledger =
        proofs.prove(
            request, witness, files, fraction -> progress.ledger(label, before, fraction, rows));
    rowsProven += rows;
    progress.ledger(label, before, 1, rows);
    return ledger;
  }

  private RunRecords.Ledger generalLedger(List<RunRecords.Ledger> batches)
      throws IOException, InputException {
    Optional<RunRecords.Ledger> known = LedgerProofs.find(directory.generalLedger());
    if (known.isPresent()) {
      return known.get();
    }
    List<List<Entry>> accounts =
        batches.stream().map(batch -> LedgerProofs.toEntries(batch.controlEntries())).toList();
    int keys = header.assets().keys();
    int log2Rows = generalLedgerSize(accounts, keys);
    try (LedgerWitness witness = LedgerWitness.ofGeneralLedger(log2Rows, accounts, keys, secrets)) {
      return proveLedger(
          "general ledger",
          LedgerInputs.generalLedgerRequest(header, log2Rows, witness.accounts()),
          witness,
          directory.generalLedger());
    }
  }

  private static int generalLedgerSize(List<List<Entry>> accounts, int keys) throws InputException {
    ControlTotals totals = new ControlTotals(keys);
    accounts.forEach(entries -> entries.forEach(totals::add));
    int controlRows = WitnessWriter.rowsFor(totals.controlEntries().size());
    if (controlRows > 1 << GeneralLedger.MAX_STEPS_LOG2) {
      throw new InputException(
          "the totals are too large for a control account; use fewer decimals for the assets with"
              + " the largest totals");
    }
    long rows =
        controlRows
            + accounts.stream().mapToLong(entries -> WitnessWriter.rowsFor(entries.size())).sum();
    for (int log2 = PublicInputs.MIN_LOG2_ROWS; log2 <= PublicInputs.MAX_LOG2_ROWS; log2++) {
      if (rows <= WitnessLayout.usableRows(log2)) {
        return log2;
      }
    }
    throw new InputException(
        "%d batches are too many for one general ledger; use larger batches (--batch-rows)"
            .formatted(accounts.size()));
  }
}
