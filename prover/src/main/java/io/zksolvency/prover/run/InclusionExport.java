package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.InclusionPath;
import io.zksolvency.circuits.hash.LeafHash;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.statement.BatchRecord;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionJson;
import io.zksolvency.prover.batch.BatchPlan;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.LedgerDatabase;
import io.zksolvency.prover.ingest.OrderedAccounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Makes customers' inclusion files from a finished run. Not thread-safe. */
public final class InclusionExport implements AutoCloseable {
  private static final long DATABASE_BYTES = 256L << 20;

  private final RunDirectory directory;
  private final SolvencyStatement statement;
  private final SnapshotSecrets secrets;
  private final BatchPlan plan;
  private final OrderedAccounts accounts;

  private InclusionExport(
      RunDirectory directory,
      SolvencyStatement statement,
      SnapshotSecrets secrets,
      BatchPlan plan,
      OrderedAccounts accounts) {
    this.directory = directory;
    this.statement = statement;
    this.secrets = secrets;
    this.plan = plan;
    this.accounts = accounts;
  }

  /**
   * Opens a finished run.
   *
   * @param masterKey where it is kept, if not in the run's directory
   * @throws InputException if the run is not finished, or the key is another
   */
  public static InclusionExport open(RunDirectory directory, Optional<Path> masterKey)
      throws IOException, InputException {
    FinishedRun run = FinishedRun.open(directory, masterKey);
    LedgerDatabase.Limits limits =
        new LedgerDatabase.Limits(DATABASE_BYTES, 1, directory.privateDirectory());
    return new InclusionExport(
        directory,
        run.statement(),
        run.secrets(),
        run.plan(),
        OrderedAccounts.open(directory.accounts(), limits));
  }

  /**
   * Writes the inclusion file of an account, for its customer's eyes only; checked before.
   *
   * @throws InputException if the run has no such account
   */
  public void write(String accountId, Path file) throws IOException, InputException {
    InclusionFile inclusion = inclusion(accountId);
    try {
      DurableFiles.writePrivate(file, ByteBuffer.wrap(InclusionJson.write(inclusion)));
    } catch (CannotCreateException e) {
      throw new CannotCreateException("cannot create " + file, e.getCause());
    }
  }

  private InclusionFile inclusion(String accountId) throws IOException, InputException {
    OptionalLong position = accounts.find(accountId);
    if (position.isEmpty()) {
      throw new InputException(
          "the run has no account with this id, %s (an account left out by --exclude-insolvent has"
                  .formatted(secrets.labels().of(accountId))
              + " no inclusion file)");
    }
    int batch = plan.batchOf(position.getAsLong());
    long index = position.getAsLong() - plan.from(batch);
    List<Entry> entries = new ArrayList<>();
    accounts.read(
        position.getAsLong(), position.getAsLong() + 1, (id, found) -> entries.addAll(found));
    InclusionPath path = path(batch, index);
    Digest root = path.rootFrom(LeafHash.of(secrets.tag(accountId), entries));
    if (!root.equals(statement.root(batch))) {
      throw damaged(
          directory.tree(batch) + " or " + directory.accounts(),
          "the account is not under its root");
    }
    return new InclusionFile(
        statement.digest(),
        accountId,
        secrets.salt(accountId),
        batch,
        index,
        entries,
        path.siblings());
  }

  private InclusionPath path(int batch, long index) throws IOException {
    BatchRecord record = statement.batches().get(batch);
    Path file = directory.tree(batch);
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() != 2 * record.accounts() * Digest.BYTES) {
        throw damaged(file.toString(), "its length is wrong");
      }
      ByteBuffer tree = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
      return InclusionPath.read(tree, record.accounts(), index);
    } catch (IllegalArgumentException e) {
      throw damaged(file.toString(), "it holds what is no digest");
    }
  }

  private static IOException damaged(String what, String how) {
    return new IOException(
        "%s is damaged: %s; give the run's prove command again to mend it".formatted(what, how));
  }

  /** Returns the id of some account, the same for every call: what a demonstration shows. */
  public String anyAccount() throws IOException {
    return accounts.idAt(plan.accounts() / 2);
  }

  @Override
  public void close() throws IOException {
    accounts.close();
  }
}
