package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.prover.batch.BatchPlan;
import io.zksolvency.prover.batch.BatchSize;
import io.zksolvency.prover.batch.LedgerProving;
import io.zksolvency.prover.batch.MachineMemory;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.AssetsFile;
import io.zksolvency.prover.ingest.FileFingerprint;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.OrderedAccounts;
import io.zksolvency.prover.stop.Cancellation;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * From balances to a published statement.
 *
 * <p>May be killed at any point: the same options go on where it was, to the same roots and totals,
 * and prove no ledger twice whose record was written.
 */
public final class SolvencyRun {
  private final RunOptions options;
  private final PhaseClock progress;
  private final Cancellation cancellation;
  private final long start = System.nanoTime();

  private SolvencyRun(RunOptions options, RunProgress progress, Cancellation cancellation) {
    this.options = options;
    this.progress = new PhaseClock(progress);
    this.cancellation = cancellation;
  }

  /**
   * Runs to the end.
   *
   * @throws InputException if the data or the directory's earlier run don't allow it
   * @throws DirectoryBusyException if another run works in the directory
   * @throws CannotCreateException if an output can't be made
   * @throws IOException if reading or writing fails
   */
  public static RunResult run(RunOptions options, RunProgress progress)
      throws IOException, InputException, DirectoryBusyException {
    return run(options, progress, new Cancellation());
  }

  /**
   * Runs to the end, or until it is cancelled; once publishing has begun it ends as if it were not.
   *
   * @throws io.zksolvency.prover.stop.RunCancelledException if it was cancelled
   */
  public static RunResult run(RunOptions options, RunProgress progress, Cancellation cancellation)
      throws IOException, InputException, DirectoryBusyException {
    SolvencyRun run = new SolvencyRun(options, progress, cancellation);
    options.directory().create();
    RunDirectory.Lock lock = options.directory().lock();
    try (lock) {
      return run.locked();
    } catch (IOException e) {
      // What was interrupted fails in its own way.
      cancellation.throwIfCancelled();
      throw e;
    }
  }

  @SuppressWarnings("try") // a registration is only closed
  private RunResult locked() throws IOException, InputException {
    RunDirectory directory = options.directory();
    if (options.fresh()) {
      directory.startOver();
    }
    directory.deleteLeftovers();
    FileFingerprint assetsFile = FileFingerprint.of(options.assets());
    AssetTable assets = AssetsFile.read(options.assets());
    LedgerProving proving = LedgerProving.load();
    MasterKey masterKey =
        options.masterKey().isPresent()
            ? MasterKey.load(options.masterKey().get())
            : MasterKey.loadOrCreate(directory.masterKey());
    IssuerKey issuerKey =
        options.issuerKey().isPresent()
            ? IssuerKey.load(options.issuerKey().get())
            : IssuerKey.loadOrCreate(directory.issuerKey());
    RunRecords.Identity identity =
        RunIdentity.settle(options, proving.relationId(), masterKey, issuerKey.publicKey());
    // What was read is what the identity names.
    assetsFile.requireUnchanged();
    SnapshotSecrets secrets = masterKey.secrets(RunIdentity.snapshotId(identity, assets));

    PreparedLedger prepared = new PreparedLedger(options, assets, secrets, progress, cancellation);
    RunRecords.Plan plan = prepared.prepare(identity);
    StatementHeader header = prepared.header(identity, plan);
    BatchProofs proofs =
        new BatchProofs(
            directory,
            header,
            secrets,
            new LedgerProofs(proving, cancellation),
            BatchSize.atATime(plan.log2Rows(), options.threads(), MachineMemory.available()),
            progress);
    BatchProofs.Result ledgers;
    cancellation.throwIfCancelled();
    try (OrderedAccounts accounts = prepared.open();
        Cancellation.Registration registration = cancellation.onCancel(accounts::interrupt)) {
      ledgers =
          proofs.prove(accounts, new BatchPlan(plan.log2Rows(), plan.starts(), plan.accounts()));
    }

    cancellation.throwIfCancelled();
    progress.phase("verifying and publishing");
    Publication publication = new Publication(directory, header, issuerKey);
    SolvencyStatement statement = publication.statement(ledgers, plan, secrets);
    publication.check(statement, proving);
    publication.publish(statement, progress);
    DurableFiles.deleteTree(directory.work());
    return result(statement, plan, ledgers, publication.proofBytes(statement));
  }

  private RunResult result(
      SolvencyStatement statement,
      RunRecords.Plan plan,
      BatchProofs.Result ledgers,
      long proofBytes) {
    long provingMillis =
        Stream.concat(ledgers.batches().stream(), Stream.of(ledgers.generalLedger()))
            .mapToLong(RunRecords.Ledger::millis)
            .sum();
    return new RunResult(
        options.directory().publicDirectory(),
        Hex.format(statement.digest()),
        statement.header().name(),
        statement.header().snapshotTime(),
        statement.header().sequence(),
        plan.accounts(),
        plan.entries(),
        statement.header().assets().size(),
        ledgers.batches().size(),
        ledgers.provenNow(),
        1 << plan.log2Rows(),
        plan.excludedAccounts(),
        proofBytes,
        provingMillis,
        (System.nanoTime() - start) / 1_000_000,
        progress.end(),
        ledgers.witnessCpuSeconds(),
        MachineMemory.peak());
  }
}
