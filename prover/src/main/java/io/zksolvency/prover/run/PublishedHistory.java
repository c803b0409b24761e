package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.statement.BatchRecord;
import io.zksolvency.circuits.statement.GeneralLedger;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.formats.BoundedFiles;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.HistoryIndex;
import io.zksolvency.formats.HistoryIndex.Place;
import io.zksolvency.formats.HistoryJson;
import io.zksolvency.prover.ingest.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A directory for any web server: {@code history.json} lists statements, which lie beside it. A
 * reader finds each statement whole or not at all, whenever this program is killed.
 */
public final class PublishedHistory {
  private static final String STATEMENTS = "statements";
  private static final String BUILDING = ".building";
  private static final int DIGEST_DIGITS = 12;

  private final Path site;

  public PublishedHistory(Path site) {
    this.site = site.toAbsolutePath().normalize();
  }

  /**
   * Adds a run's published statement, which continues the last one there, and returns where it is;
   * of one that is there already, just that.
   *
   * @throws InputException if it continues another
   * @throws DirectoryBusyException if another process adds to it
   */
  @SuppressWarnings("try") // a lock is only closed
  public Path add(RunDirectory run) throws IOException, InputException, DirectoryBusyException {
    if (!Files.exists(run.statement())) {
      throw new InputException(run.root() + " holds no finished run");
    }
    SolvencyStatement statement = StatementFiles.read(run.statement()).statement();
    if (!Files.isDirectory(site)) {
      DurableFiles.createPublicDirectory(site);
    }
    try (DirectoryLock lock =
        DirectoryLock.take(site.resolve(".lock"), "another program is publishing to " + site)) {
      return locked(run, statement);
    }
  }

  private Path locked(RunDirectory run, SolvencyStatement statement)
      throws IOException, InputException {
    List<Place> places = new ArrayList<>(index().statements());
    String digest = Hex.format(statement.digest());
    for (Place place : places) {
      if (place.digest().equals(digest)) {
        return site.resolve(place.path());
      }
    }
    requireContinues(statement, places);
    StatementHeader header = statement.header();
    String path =
        String.format(
            Locale.ROOT,
            "%s/%08d-%s",
            STATEMENTS,
            header.sequence(),
            digest.substring(0, DIGEST_DIGITS));
    copy(run, statement, site.resolve(path));
    places.add(new Place(header.sequence(), header.snapshotTime(), digest, path));
    DurableFiles.writePublic(
        site.resolve(HistoryIndex.FILE),
        ByteBuffer.wrap(HistoryJson.write(new HistoryIndex(places))));
    return site.resolve(path);
  }

  private HistoryIndex index() throws IOException, InputException {
    Path file = site.resolve(HistoryIndex.FILE);
    if (!Files.exists(file)) {
      return new HistoryIndex(List.of());
    }
    try {
      return HistoryJson.read(BoundedFiles.read(file, HistoryJson.MAX_BYTES));
    } catch (FormatException e) {
      throw new InputException(file + " is not a list of statements: " + e.getMessage());
    }
  }

  private void requireContinues(SolvencyStatement statement, List<Place> places)
      throws IOException, InputException {
    StatementHeader header = statement.header();
    if (places.isEmpty()) {
      require(header.sequence() == 0, "a history begins with statement 0, and this is", header);
      return;
    }
    Place last = places.get(places.size() - 1);
    SolvencyStatement before =
        StatementFiles.read(site.resolve(last.path()).resolve("statement.json")).statement();
    boolean continues =
        MessageDigest.isEqual(header.previousDigest(), before.digest())
            && header.sequence() == before.header().sequence() + 1
            && header.name().equals(before.header().name())
            && header.snapshotInstant().isAfter(before.header().snapshotInstant())
            && MessageDigest.isEqual(statement.issuerKey(), before.issuerKey());
    require(
        continues,
        "the next one must continue statement %d, by the same issuer with the same key, and this is"
            .formatted(last.sequence()),
        header);
  }

  private void require(boolean holds, String rule, StatementHeader header) throws InputException {
    if (!holds) {
      throw new InputException(
          "not published to %s: %s statement %d of %s"
              .formatted(site, rule, header.sequence(), header.snapshotTime()));
    }
  }

  private void copy(RunDirectory run, SolvencyStatement statement, Path target) throws IOException {
    Path statements = target.getParent();
    DurableFiles.createPublicDirectory(statements);
    deleteLeftovers(statements);
    if (Files.exists(target)) {
      return; // whole, by the step below; a kill came before it was listed
    }
    Path building = statements.resolve(BUILDING);
    DurableFiles.createPublicDirectory(building);
    DurableFiles.createPublicDirectory(building.resolve("proofs"));
    for (BatchRecord batch : statement.batches()) {
      copyProof(run, batch.proofFile(), batch.proofSha256(), building);
    }
    GeneralLedger general = statement.generalLedger();
    copyProof(run, general.proofFile(), general.proofSha256(), building);
    DurableFiles.writePublic(
        building.resolve("statement.json"), ByteBuffer.wrap(Files.readAllBytes(run.statement())));
    Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.syncDirectory(statements);
  }

  private static void deleteLeftovers(Path statements) throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(statements, BUILDING + "*")) {
      for (Path leftover : leftovers) {
        DurableFiles.deleteTree(leftover);
      }
    }
  }

  private static void copyProof(RunDirectory run, String name, byte[] sha256, Path building)
      throws IOException {
    Path file = run.publicDirectory().resolve(name);
    byte[] proof = Files.readAllBytes(file);
    if (!MessageDigest.isEqual(HashInput.sha256(proof), sha256)) {
      throw new IOException(file + " is damaged: it is not the proof that its statement names");
    }
    DurableFiles.writePublic(building.resolve(name), ByteBuffer.wrap(proof));
  }
}
