package io.zksolvency.prover.run;

import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Weights;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.prover.batch.BatchPlan;
import io.zksolvency.prover.batch.BatchPlanner;
import io.zksolvency.prover.batch.BatchSize;
import io.zksolvency.prover.batch.MachineMemory;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.AccountIngestion;
import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.FileFingerprint;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.LedgerDatabase;
import io.zksolvency.prover.ingest.LedgerFacts;
import io.zksolvency.prover.ingest.OrderedAccounts;
import io.zksolvency.prover.ingest.WeightRounding;
import io.zksolvency.prover.stop.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Optional;
import java.util.TreeMap;

/** Brings the balances in order and plans the batches, or finds that done by an earlier start. */
final class PreparedLedger {
  private static final long MIN_DATABASE_BYTES = 256L << 20;
  private static final long MAX_DATABASE_BYTES = 2L << 30;

  private final RunOptions options;
  private final AssetTable assets;
  private final SnapshotSecrets secrets;
  private final RunProgress progress;
  private final Cancellation cancellation;

  PreparedLedger(
      RunOptions options,
      AssetTable assets,
      SnapshotSecrets secrets,
      RunProgress progress,
      Cancellation cancellation) {
    this.options = options;
    this.assets = assets;
    this.secrets = secrets;
    this.progress = progress;
    this.cancellation = cancellation;
  }

  /**
   * Returns the plan; afterwards the ordered accounts are in the run's directory.
   *
   * @throws InputException if the balances are not those that the run is about
   */
  RunRecords.Plan prepare(RunRecords.Identity identity) throws IOException, InputException {
    RunDirectory directory = options.directory();
    Optional<RunRecords.Plan> known = RunRecords.read(directory.plan(), RunRecords.Plan.class);
    if (known.isPresent()) {
      requireSameSize(known.get());
      requireSameRows(identity, known.get());
      return known.get();
    }
    // Without a plan, no proven ledger can be this run's.
    directory.forgetLedgers();
    RunRecords.Plan plan = plan(ingest(identity, directory.accounts()));
    recordAccounts();
    RunRecords.write(directory.plan(), plan);
    return plan;
  }

  private void requireSameSize(RunRecords.Plan known) throws InputException {
    if (options.log2Rows().isPresent() && options.log2Rows().getAsInt() != known.log2Rows()) {
      throw new InputException(
          "this run was started with batches of %d rows; use the same, or --fresh to start over"
              .formatted(1 << known.log2Rows()));
    }
  }

  private void recordAccounts() throws IOException {
    RunDirectory directory = options.directory();
    RunRecords.write(
        directory.accountsRecord(),
        new RunRecords.Accounts(FileFingerprint.of(directory.accounts()).sha256()));
  }

  /** Returns if the ordered accounts are there, as they were made. */
  private boolean areKept() throws IOException {
    RunDirectory directory = options.directory();
    if (!Files.exists(directory.accounts())) {
      return false;
    }
    Optional<RunRecords.Accounts> made;
    try {
      made = RunRecords.read(directory.accountsRecord(), RunRecords.Accounts.class);
    } catch (IOException e) {
      return false; // both are made again
    }
    return made.isPresent()
        && made.get().sha256().equals(FileFingerprint.of(directory.accounts()).sha256());
  }

  /**
   * A file was compared by its hash, and the result of a query over files has to be read again.
   * What PostgreSQL held at that moment is kept here and nowhere else. Balances that are not as
   * they were kept have to be read again wherever they came from.
   */
  private void requireSameRows(RunRecords.Identity identity, RunRecords.Plan known)
      throws IOException, InputException {
    Path accounts = options.directory().accounts();
    boolean kept = areKept();
    if (kept && !(options.accounts() instanceof AccountsSource.InQuery)) {
      return;
    }
    Path again = options.directory().work().resolve("again.duckdb");
    if (!ingest(identity, again).contentHash().equals(known.contentHash())) {
      throw new InputException(
          "the accounts have other balances than when this run was started; --fresh starts over");
    }
    if (kept) {
      Files.delete(again);
    } else {
      Files.move(again, accounts, StandardCopyOption.ATOMIC_MOVE);
      recordAccounts();
    }
  }

  private LedgerFacts ingest(RunRecords.Identity identity, Path result)
      throws IOException, InputException {
    LedgerFacts facts = ingest(result);
    if (options.accounts() instanceof AccountsSource.InFile in
        && !identity.accounts().equals(RunIdentity.ofFile(facts.fileSha256().orElseThrow()))) {
      throw FileFingerprint.changed(in.file());
    }
    return facts;
  }

  private LedgerFacts ingest(Path result) throws IOException, InputException {
    try (InsolventAccountsFile insolvent =
        new InsolventAccountsFile(options.directory().insolventAccounts())) {
      return AccountIngestion.run(
          options.accounts(),
          assets,
          new AccountIngestion.Settings(
              options.directory().work(),
              result,
              limits(),
              secrets.orderKeyHex(),
              secrets.labels(),
              options.excludeInsolvent(),
              insolvent,
              progress::phase),
          cancellation);
    }
  }

  @SuppressWarnings("try") // a registration is only closed
  private RunRecords.Plan plan(LedgerFacts facts) throws IOException, InputException {
    int log2Rows =
        options
            .log2Rows()
            .orElseGet(
                () ->
                    BatchSize.chooseLog2Rows(
                        facts.rows(),
                        assets.keys(),
                        BatchSize.bytesEach(options.threads(), MachineMemory.available())));
    progress.phase("planning batches");
    BatchPlan plan;
    try (OrderedAccounts accounts = open();
        Cancellation.Registration registration = cancellation.onCancel(accounts::interrupt)) {
      plan = BatchPlanner.plan(accounts, facts.accounts(), facts.rows(), assets.keys(), log2Rows);
    }
    return new RunRecords.Plan(
        facts.accounts(),
        facts.entries(),
        facts.rows(),
        facts.weights().scaleLog2(),
        facts.weights().maxStepsLog2(),
        facts.debts(),
        facts.excludedAccounts(),
        new TreeMap<>(facts.shortfalls()),
        facts.contentHash(),
        log2Rows,
        new ArrayList<>(plan.starts()));
  }

  /** Opens the ordered accounts. */
  OrderedAccounts open() throws IOException {
    return OrderedAccounts.open(options.directory().accounts(), limits());
  }

  private LedgerDatabase.Limits limits() {
    long memory =
        Math.max(MIN_DATABASE_BYTES, Math.min(MAX_DATABASE_BYTES, MachineMemory.available() / 8));
    return new LedgerDatabase.Limits(memory, options.threads(), options.directory().spill());
  }

  /** Returns the header that the plan completes; notes weights that are rounded much. */
  StatementHeader header(RunRecords.Identity identity, RunRecords.Plan plan) {
    Weights weights = Weights.of(assets, plan.scaleLog2(), plan.maxStepsLog2());
    if (plan.debts()) {
      new WeightRounding(assets, weights).warnings().forEach(progress::note);
    }
    return RunIdentity.header(identity, assets, weights);
  }
}
