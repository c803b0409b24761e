package io.zksolvency.prover.run;

import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.prover.batch.BatchPlan;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What inclusion needs to know of a finished run, read once. */
record FinishedRun(SolvencyStatement statement, SnapshotSecrets secrets, BatchPlan plan) {
  /**
   * Reads a finished run.
   *
   * @param masterKey where it is kept, if not in the run's directory
   * @throws InputException if the run is not finished, or the key is another
   */
  static FinishedRun open(RunDirectory directory, Optional<Path> masterKey)
      throws IOException, InputException {
    Optional<RunRecords.Identity> identity =
        RunRecords.read(directory.identity(), RunRecords.Identity.class);
    Optional<RunRecords.Plan> plan = RunRecords.read(directory.plan(), RunRecords.Plan.class);
    if (identity.isEmpty() || plan.isEmpty() || !Files.exists(directory.statement())) {
      throw new InputException(directory.root() + " holds no finished run");
    }
    SolvencyStatement statement = StatementFiles.readPublished(directory).statement();
    Path keyFile = masterKey.orElse(directory.masterKey());
    MasterKey key = MasterKey.load(keyFile);
    if (!key.fingerprint().equals(identity.get().masterKey())) {
      throw new InputException(
          keyFile
              + " is not the master key that this run was made with; restore that one, or name it"
              + " with --master-key");
    }
    return new FinishedRun(
        statement,
        key.secrets(statement.header().snapshotId()),
        new BatchPlan(plan.get().log2Rows(), plan.get().starts(), plan.get().accounts()));
  }

  @Override
  public String toString() {
    return "FinishedRun[redacted]";
  }
}
