package io.zksolvency.prover.run;

import io.zksolvency.circuits.statement.ProofFiles;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;

/**
 * Where a run keeps what: {@code public/} appears whole at the end; {@code private/}, which only
 * its owner can enter, holds everything else.
 */
public record RunDirectory(Path root) {
  private static final String BUILDING = ".public-";

  public RunDirectory {
    root = root.toAbsolutePath().normalize();
  }

  /** Makes what is missing. */
  public void create() throws IOException {
    if (!Files.isDirectory(root)) {
      DurableFiles.createPublicDirectory(root);
    }
    DurableFiles.createPrivateDirectory(privateDirectory());
    for (Path directory : new Path[] {work(), spill(), ledgers(), proofs(), trees()}) {
      DurableFiles.createPrivateDirectory(directory);
    }
  }

  /** Deletes what earlier runs left, except the keys. */
  public void startOver() throws IOException {
    // The records go first: a kill in between leaves none that a later run could take for its own.
    forgetLedgers();
    for (Path path :
        new Path[] {
          publicDirectory(),
          plan(),
          identity(),
          accountsRecord(),
          accounts(),
          inclusionIndex(),
          work(),
          insolventAccounts()
        }) {
      DurableFiles.deleteTree(path);
    }
    create();
  }

  /** Deletes every proven ledger, its record first. */
  public void forgetLedgers() throws IOException {
    for (Path path : new Path[] {ledgers(), proofs(), trees()}) {
      DurableFiles.deleteTree(path);
      DurableFiles.createPrivateDirectory(path);
    }
  }

  /** Deletes what a killed run was in the middle of writing. */
  public void deleteLeftovers() throws IOException {
    deleteStartingWith(root, BUILDING);
    for (Path directory : new Path[] {privateDirectory(), ledgers(), proofs(), trees()}) {
      deleteStartingWith(directory, ".");
    }
  }

  private static void deleteStartingWith(Path directory, String start) throws IOException {
    try (DirectoryStream<Path> paths = Files.newDirectoryStream(directory, start + "*")) {
      for (Path path : paths) {
        DurableFiles.deleteTree(path);
      }
    }
  }

  /**
   * Returns a lock on the directory, which ends with it or with this process, however that ends.
   *
   * @throws DirectoryBusyException if another run holds it
   */
  public Lock lock() throws IOException, DirectoryBusyException {
    return new Lock(
        DirectoryLock.take(
            privateDirectory().resolve("lock"),
            "another run is working in "
                + root
                + "; wait for it to end, or choose another directory"));
  }

  /** Held while a run works in a directory. */
  public static final class Lock implements AutoCloseable {
    private final DirectoryLock held;

    private Lock(DirectoryLock held) {
      this.held = held;
    }

    @Override
    public void close() throws IOException {
      held.close();
    }
  }

  /** The published directory. */
  public Path publicDirectory() {
    return root.resolve("public");
  }

  /** The published statement. */
  public Path statement() {
    return publicDirectory().resolve("statement.json");
  }

  /** A fresh name beside {@link #publicDirectory()} to build it under. */
  public Path publicBeingBuilt() {
    return root.resolve(BUILDING + UUID.randomUUID());
  }

  /** Everything that is not published. */
  public Path privateDirectory() {
    return root.resolve("private");
  }

  /** Files in the making. */
  public Path work() {
    return privateDirectory().resolve("work");
  }

  /** Where the database puts what doesn't fit its memory. */
  public Path spill() {
    return work().resolve("spill");
  }

  /** What the run is about; written first. */
  public Path identity() {
    return privateDirectory().resolve("run.json");
  }

  /** What ingestion found and how batches are cut; written when the accounts are in order. */
  public Path plan() {
    return privateDirectory().resolve("plan.json");
  }

  /** The ordered balances. */
  public Path accounts() {
    return privateDirectory().resolve("accounts.duckdb");
  }

  /** What the file of ordered balances was when it was finished. */
  public Path accountsRecord() {
    return privateDirectory().resolve("accounts.json");
  }

  /** Where an account's balances lie, by its id; see {@link InclusionIndex}. */
  public Path inclusionIndex() {
    return privateDirectory().resolve("inclusion.index");
  }

  /** The key that salts and tags derive from, unless it is kept elsewhere. */
  public Path masterKey() {
    return privateDirectory().resolve("master.key");
  }

  /** The key that signs statements, unless it is kept elsewhere. */
  public Path issuerKey() {
    return privateDirectory().resolve("issuer.pem");
  }

  /** Ids of accounts with a negative net value. */
  public Path insolventAccounts() {
    return privateDirectory().resolve("insolvent-accounts.csv");
  }

  /** Records of proven ledgers. */
  public Path ledgers() {
    return privateDirectory().resolve("ledgers");
  }

  /** Proofs that are not published yet. */
  public Path proofs() {
    return privateDirectory().resolve("proofs");
  }

  /** Trees of the batches, for inclusion. */
  public Path trees() {
    return privateDirectory().resolve("trees");
  }

  /** The files of one batch. */
  LedgerFiles batch(int batch) {
    String proof = ProofFiles.batch(batch);
    return new LedgerFiles(
        batchRecord(batch), proof(proof), publishedProof(proof), Optional.of(tree(batch)));
  }

  /** The files of the general ledger. */
  LedgerFiles generalLedger() {
    String proof = ProofFiles.GENERAL_LEDGER;
    return new LedgerFiles(
        generalLedgerRecord(), proof(proof), publishedProof(proof), Optional.empty());
  }

  /** Record of one proven batch. */
  public Path batchRecord(int batch) {
    return ledgers().resolve(String.format(Locale.ROOT, "batch-%05d.json", batch));
  }

  /** Record of the proven general ledger. */
  public Path generalLedgerRecord() {
    return ledgers().resolve("general-ledger.json");
  }

  /** A published proof, by the name that the statement gives it. */
  public Path publishedProof(String name) {
    return publicDirectory().resolve(name);
  }

  /** A proof by the name it is published under, see {@link ProofFiles}. */
  public Path proof(String publishedName) {
    return privateDirectory().resolve(publishedName);
  }

  /** Tree of one batch. */
  public Path tree(int batch) {
    return trees().resolve(String.format(Locale.ROOT, "batch-%05d.tree", batch));
  }
}
