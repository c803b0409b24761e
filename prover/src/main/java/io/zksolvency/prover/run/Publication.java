package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.statement.BatchRecord;
import io.zksolvency.circuits.statement.Exclusions;
import io.zksolvency.circuits.statement.GeneralLedger;
import io.zksolvency.circuits.statement.LedgerInputs;
import io.zksolvency.circuits.statement.ProofFiles;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.circuits.statement.StatementRules;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.nativelib.NativeBugException;
import io.zksolvency.prover.batch.LedgerProving;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/** Turns proven ledgers into the published directory, after checking it as its readers will. */
final class Publication {
  private final RunDirectory directory;
  private final StatementHeader header;
  private final IssuerKey issuerKey;

  Publication(RunDirectory directory, StatementHeader header, IssuerKey issuerKey) {
    this.directory = directory;
    this.header = header;
    this.issuerKey = issuerKey;
  }

  /** Returns the statement that the records make. */
  SolvencyStatement statement(
      BatchProofs.Result ledgers, RunRecords.Plan plan, SnapshotSecrets secrets) {
    List<BatchRecord> batches = new ArrayList<>();
    for (int batch = 0; batch < ledgers.batches().size(); batch++) {
      RunRecords.Ledger ledger = ledgers.batches().get(batch);
      batches.add(
          new BatchRecord(
              ledger.log2Rows(),
              ledger.accounts(),
              Digest.fromHex(ledger.root()),
              Digest.fromHex(ledger.controlDigest()),
              ProofFiles.batch(batch),
              sha256(ledger)));
    }
    RunRecords.Ledger general = ledgers.generalLedger();
    return new SolvencyStatement(
        header,
        batches,
        new GeneralLedger(
            general.log2Rows(),
            general.accounts(),
            secrets.generalLedgerControlTag(),
            LedgerProofs.toEntries(general.controlEntries()),
            ProofFiles.GENERAL_LEDGER,
            sha256(general)),
        new Exclusions(plan.excludedAccounts(), plan.shortfalls()),
        issuerKey.publicKey());
  }

  private static byte[] sha256(RunRecords.Ledger ledger) {
    return Hex.parse(ledger.proofSha256(), Digest.BYTES);
  }

  /**
   * Checks every rule of the statement, and every proof again as it lies on the disk.
   *
   * @throws NativeBugException if one fails: nothing is published then
   */
  void check(SolvencyStatement statement, LedgerProving proving) throws IOException {
    try {
      StatementRules.check(statement, proving.relationId());
    } catch (StatementRejectedException e) {
      throw new IllegalStateException("the statement breaks a rule: " + e.getMessage(), e);
    }
    for (int batch = 0; batch < statement.batches().size(); batch++) {
      check(LedgerInputs.batch(statement, batch), ProofFiles.batch(batch), proving);
    }
    check(LedgerInputs.generalLedger(statement), ProofFiles.GENERAL_LEDGER, proving);
  }

  private void check(PublicInputs inputs, String proof, LedgerProving proving) throws IOException {
    proving.verify(inputs, Files.readAllBytes(directory.proof(proof)));
  }

  /**
   * Signs and publishes, all at once. If this very statement is published already, only mends
   * proofs that were damaged since.
   *
   * @throws InputException if another one is
   */
  void publish(SolvencyStatement statement, RunProgress progress)
      throws IOException, InputException {
    if (Files.exists(directory.publicDirectory())) {
      requireSame(statement);
      for (String proof : proofs(statement)) {
        mend(proof, progress);
      }
      return;
    }
    Path building = directory.publicBeingBuilt();
    DurableFiles.createPublicDirectory(building);
    DurableFiles.createPublicDirectory(building.resolve("proofs"));
    for (String proof : proofs(statement)) {
      copy(proof, building);
    }
    DurableFiles.writePublic(
        building.resolve("statement.json"),
        ByteBuffer.wrap(StatementJson.write(issuerKey.sign(statement))));
    Files.move(building, directory.publicDirectory(), StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.syncDirectory(directory.root());
  }

  private static List<String> proofs(SolvencyStatement statement) {
    List<String> proofs = new ArrayList<>();
    for (int batch = 0; batch < statement.batches().size(); batch++) {
      proofs.add(ProofFiles.batch(batch));
    }
    proofs.add(ProofFiles.GENERAL_LEDGER);
    return proofs;
  }

  private void mend(String proof, RunProgress progress) throws IOException {
    Path published = directory.publishedProof(proof);
    if (Files.isRegularFile(published) && Files.mismatch(published, directory.proof(proof)) < 0) {
      return;
    }
    DurableFiles.createPublicDirectory(published.getParent());
    copy(proof, directory.publicDirectory());
    progress.note(published + " was damaged or missing; it is as it was published again");
  }

  private void copy(String proof, Path building) throws IOException {
    DurableFiles.writePublic(
        building.resolve(proof), ByteBuffer.wrap(Files.readAllBytes(directory.proof(proof))));
  }

  private void requireSame(SolvencyStatement statement) throws IOException, InputException {
    SolvencyStatement published = StatementFiles.readPublished(directory).statement();
    if (!published.equals(statement)) {
      throw new InputException(
          "%s holds another statement; use another directory, or --fresh to start over"
              .formatted(directory.publicDirectory()));
    }
  }

  /** Returns the bytes of all published proofs. */
  long proofBytes(SolvencyStatement statement) throws IOException {
    long bytes = 0;
    for (String proof : proofs(statement)) {
      bytes += Files.size(directory.proof(proof));
    }
    return bytes;
  }
}
