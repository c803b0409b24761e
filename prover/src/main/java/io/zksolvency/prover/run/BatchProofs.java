package io.zksolvency.prover.run;

import io.zksolvency.circuits.ledger.ControlTotals;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.statement.GeneralLedger;
import io.zksolvency.circuits.statement.LedgerInputs;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.circuits.trace.WitnessLayout;
import io.zksolvency.circuits.trace.WitnessWriter;
import io.zksolvency.nativelib.prover.ProofJob;
import io.zksolvency.prover.batch.BatchPlan;
import io.zksolvency.prover.batch.LedgerWitness;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.OrderedAccounts;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Proves the batches that are not proven yet, then the general ledger. Some batches are proven at a
 * time, so that each one's serial parts leave no core idle; meanwhile the next witness is written.
 */
final class BatchProofs {
  private static final String GENERAL_LEDGER = "general ledger";
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final RunDirectory directory;
  private final StatementHeader header;
  private final SnapshotSecrets secrets;
  private final LedgerProofs proofs;
  private final RunProgress progress;
  private final LedgersUnderWay underWay;
  private final AtomicLong witnessCpuNanos = new AtomicLong();
  private final int atATime;

  /**
   * @param atATime batches that are proven at the same time, each with memory of its own
   */
  BatchProofs(
      RunDirectory directory,
      StatementHeader header,
      SnapshotSecrets secrets,
      LedgerProofs proofs,
      int atATime,
      RunProgress progress) {
    this.directory = directory;
    this.header = header;
    this.secrets = secrets;
    this.proofs = proofs;
    this.atATime = atATime;
    this.progress = progress;
    this.underWay = new LedgersUnderWay(progress);
  }

  /** All proven ledgers of a run. */
  record Result(
      List<RunRecords.Ledger> batches,
      RunRecords.Ledger generalLedger,
      int provenNow,
      double witnessCpuSeconds) {}

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
    // While a job is open, later proofs find the memory of earlier ones.
    try (ProofJob run = ProofJob.open()) {
      proveMissing(source, plan, missing, batches);
      return new Result(batches, generalLedger(batches), provenNow, witnessCpuNanos.get() / 1e9);
    }
  }

  private void proveMissing(
      OrderedAccounts source,
      BatchPlan plan,
      Deque<Integer> missing,
      List<RunRecords.Ledger> batches)
      throws IOException {
    ExecutorService writer =
        Executors.newSingleThreadExecutor(task -> new Thread(task, "witness-writer"));
    ExecutorService provers =
        Executors.newFixedThreadPool(atATime, task -> new Thread(task, "batch-prover"));
    Deque<Proving> started = new ArrayDeque<>();
    Future<LedgerWitness> next = null;
    try {
      next = missing.isEmpty() ? null : submit(writer, source, plan, missing.peek());
      while (!missing.isEmpty()) {
        int batch = missing.remove();
        LedgerWitness witness = await(next);
        next = missing.isEmpty() ? null : submit(writer, source, plan, missing.peek());
        // Closed by its prover, which runs whatever happens here.
        started.add(new Proving(batch, provers.submit(() -> proveBatch(plan, batch, witness))));
        if (started.size() == atATime) {
          finish(started.remove(), plan, batches);
        }
      }
      while (!started.isEmpty()) {
        finish(started.remove(), plan, batches);
      }
    } finally {
      if (next != null) {
        closeQuietly(next);
      }
      writer.shutdown();
      provers.shutdown();
      started.forEach(proving -> awaitQuietly(proving.ledger()));
    }
  }

  private record Proving(int batch, Future<RunRecords.Ledger> ledger) {}

  private void finish(Proving proving, BatchPlan plan, List<RunRecords.Ledger> batches)
      throws IOException {
    batches.set(proving.batch(), await(proving.ledger()));
    underWay.done(label(plan, proving.batch()), 1L << plan.log2Rows());
  }

  private Future<LedgerWitness> submit(
      ExecutorService writer, OrderedAccounts source, BatchPlan plan, int batch) {
    int keys = header.assets().keys();
    return writer.submit(
        () -> {
          long before = THREADS.getCurrentThreadCpuTime();
          try {
            return LedgerWitness.ofBatch(source, plan, batch, keys, secrets);
          } finally {
            witnessCpuNanos.addAndGet(THREADS.getCurrentThreadCpuTime() - before);
          }
        });
  }

  private static <T> T await(Future<T> work) throws IOException {
    try {
      return work.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException("a batch failed", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static void awaitQuietly(Future<?> work) {
    try {
      await(work);
    } catch (IOException | RuntimeException e) {
      // The failure that brought us here is already on its way.
    }
  }

  private static void closeQuietly(Future<LedgerWitness> witness) {
    try {
      await(witness).close();
    } catch (IOException | RuntimeException e) {
      // The same.
    }
  }

  private static String label(BatchPlan plan, int batch) {
    return "batch %d of %d".formatted(batch + 1, plan.batches());
  }

  private RunRecords.Ledger proveBatch(BatchPlan plan, int batch, LedgerWitness witness)
      throws IOException {
    try (witness) {
      return proveLedger(
          label(plan, batch),
          LedgerInputs.batchRequest(header, batch, plan.log2Rows(), witness.accounts()),
          witness,
          directory.batch(batch));
    }
  }

  private RunRecords.Ledger proveLedger(
      String label, PublicInputs request, LedgerWitness witness, LedgerFiles files)
      throws IOException {
    long rows = 1L << request.log2Rows();
    return proofs.prove(
        request, witness, files, fraction -> underWay.proving(label, fraction, rows));
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
      RunRecords.Ledger ledger =
          proveLedger(
              GENERAL_LEDGER,
              LedgerInputs.generalLedgerRequest(header, log2Rows, witness.accounts()),
              witness,
              directory.generalLedger());
      underWay.done(GENERAL_LEDGER, 1L << log2Rows);
      return ledger;
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
