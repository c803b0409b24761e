package io.zksolvency.prover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.InclusionPath;
import io.zksolvency.circuits.hash.LeafHash;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.Keys;
import io.zksolvency.circuits.statement.BatchRecord;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionJson;
import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.stop.Cancellation;
import io.zksolvency.prover.stop.RunCancelledException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** One real run of two batches, broken off and gone on with, and what can go wrong around it. */
@Tag("native")
@EnabledIf("libraryPresent")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SolvencyRunTest {
  /** For what takes a while for each account: four portions of an export. */
  private static final int FEW = 33;

  private static final int PORTION = 10;

  private static final int ACCOUNTS = 33_000;
  private static final String ASSETS =
      "asset,decimals,price,haircut\nBTC,8,64250.17,0.95\nUSDC,6,1,1\n";

  @TempDir static Path directory;

  static boolean libraryPresent() {
    String path = System.getProperty("zksolvency.native.path");
    return path == null
        ? SolvencyRunTest.class.getResource("/native") != null
        : Files.isRegularFile(Path.of(path, System.mapLibraryName("solvency_prover")))
            && Files.isRegularFile(Path.of(path, System.mapLibraryName("solvency_verifier")));
  }

  /** Notes everything; stops the run after a batch if told to, as a kill would. */
  private static class Recorder implements RunProgress {
    private final List<String> ledgers = new ArrayList<>();
    private String stopAfter = "";

    @Override
    public void phase(String words) {}

    @Override
    public void proving(long rows, int batches, int done) {}

    @Override
    public void ledger(String ledger, long rows, double fraction, long ledgerRows) {
      if (fraction == 1 && Thread.currentThread().getName().equals("main")) {
        ledgers.add(ledger);
        if (ledger.equals(stopAfter)) {
          throw new IllegalStateException("killed here");
        }
      }
    }

    @Override
    public void note(String words) {}
  }

  private static RunOptions options(String out, boolean fresh, Optional<Path> previous)
      throws Exception {
    return options(out, fresh, previous, 2);
  }

  private static RunOptions options(String out, boolean fresh, Optional<Path> previous, int threads)
      throws Exception {
    Path accounts = directory.resolve("accounts.csv");
    if (!Files.exists(accounts)) {
      StringBuilder rows = new StringBuilder("account_id,asset,equity,debt\n");
      for (int i = 1; i <= ACCOUNTS; i++) {
        rows.append("c").append(i).append(",BTC,0.").append(100000 + i).append(",0\n");
      }
      rows.append("c1,USDC,0,12.5\n");
      Files.writeString(accounts, rows);
      Files.writeString(directory.resolve("assets.csv"), ASSETS);
    }
    return new RunOptions(
        new AccountsSource.InFile(accounts),
        directory.resolve("assets.csv"),
        new RunDirectory(directory.resolve(out)),
        Optional.of("2026-11-01T00:00:00Z"),
        "Test Exchange",
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        previous,
        false,
        fresh,
        OptionalInt.of(15),
        threads);
  }

  @Test
  @Order(1)
  void aRunBrokenOffPublishesNothingAndGoesOnWithoutProvingTwice() throws Exception {
    RunOptions options = options("run", false, Optional.empty(), 1);
    RunDirectory run = options.directory();
    Recorder first = new Recorder();
    first.stopAfter = "batch 1 of 2";
    assertThatThrownBy(() -> SolvencyRun.run(options, first)).hasMessage("killed here");
    assertThat(run.publicDirectory()).doesNotExist();
    assertThat(run.batchRecord(0)).exists();
    assertThat(run.batchRecord(1)).doesNotExist();
    FileTime proven = Files.getLastModifiedTime(run.proof("proofs/batch-00000.proof"));

    Recorder second = new Recorder();
    RunResult result = SolvencyRun.run(options, second);
    assertThat(second.ledgers).containsExactly("batch 2 of 2", "general ledger");
    assertThat(result.batchesProvenNow()).isEqualTo(1);
    assertThat(result.accounts()).isEqualTo(ACCOUNTS);
    assertThat(Files.getLastModifiedTime(run.proof("proofs/batch-00000.proof"))).isEqualTo(proven);

    SolvencyStatement statement = StatementFiles.read(run.statement()).statement();
    BigInteger expected = BigInteger.ZERO;
    for (int i = 1; i <= ACCOUNTS; i++) {
      expected = expected.add(BigInteger.valueOf((100_000L + i) * 100));
    }
    assertThat(statement.totals().get(Keys.equity(0))).isEqualTo(expected);
    assertThat(statement.totals().get(Keys.debt(1))).isEqualTo(12_500_000);
    assertThat(statement.totals().get(Keys.debt(0))).isEqualTo(0);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run.privateDirectory())))
        .isEqualTo("rwx------");
    try (Stream<Path> files = Files.walk(run.publicDirectory())) {
      assertThat(files.filter(Files::isRegularFile).map(run.publicDirectory()::relativize))
          .map(Path::toString)
          .containsExactlyInAnyOrder(
              "statement.json",
              "proofs/batch-00000.proof",
              "proofs/batch-00001.proof",
              "proofs/general-ledger.proof");
    }
  }

  @Test
  @Order(2)
  void aFinishedRunHasNothingToDo() throws Exception {
    Recorder recorder = new Recorder();
    RunOptions options = options("run", false, Optional.empty());
    byte[] before = Files.readAllBytes(options.directory().statement());
    RunResult result = SolvencyRun.run(options, recorder);
    assertThat(recorder.ledgers).isEmpty();
    assertThat(result.batchesProvenNow()).isZero();
    assertThat(Files.readAllBytes(options.directory().statement())).isEqualTo(before);
  }

  @Test
  @Order(3)
  void customersFindTheirAccountUnderTheRoot() throws Exception {
    RunDirectory run = options("run", false, Optional.empty()).directory();
    SolvencyStatement statement = StatementFiles.read(run.statement()).statement();
    List<Integer> batches = new ArrayList<>();
    try (InclusionExport export = InclusionExport.open(run, Optional.empty())) {
      for (String id : List.of("c1", "c2", "c77", "c32999", "c33000", export.anyAccount())) {
        Path file = directory.resolve(id + ".json");
        export.write(id, file);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
        assertThat(Files.size(file)).isLessThan(8 << 10);
        InclusionFile inclusion = InclusionJson.read(Files.readAllBytes(file));
        BatchRecord batch = statement.batches().get(inclusion.batch());
        AccountTag tag = AccountTag.of(statement.header().snapshotId(), id, inclusion.salt());
        Digest root =
            new InclusionPath(batch.accounts(), inclusion.index(), inclusion.path())
                .rootFrom(LeafHash.of(tag, inclusion.entries()));
        assertThat(root).isEqualTo(batch.root());
        assertThat(inclusion.statementDigest()).isEqualTo(statement.digest());
        batches.add(inclusion.batch());
      }
      assertThat(batches).contains(0, 1);
      assertThatThrownBy(() -> export.write("nobody", directory.resolve("nobody.json")))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("account #")
          .hasMessageNotContaining("nobody");
      assertThat(directory.resolve("nobody.json")).doesNotExist();
    }
  }

  @Test
  @Order(3)
  void theIndexFindsEveryAccountThatTheDatabaseDoes() throws Exception {
    RunDirectory run = options("run", false, Optional.empty()).directory();
    InclusionIndex.build(run, Optional.empty(), new Cancellation());
    FileTime built = Files.getLastModifiedTime(run.inclusionIndex());
    InclusionIndex.build(run, Optional.empty(), new Cancellation());
    assertThat(Files.getLastModifiedTime(run.inclusionIndex())).isEqualTo(built);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(run.inclusionIndex())))
        .isEqualTo("rw-------");
    InclusionReader reader = InclusionReader.open(run, Optional.empty(), new OpenTrees(1));
    assertThat(reader.accounts()).isEqualTo(ACCOUNTS);
    for (int i = 1; i <= ACCOUNTS; i += 97) {
      assertThat(reader.find("c" + i)).as("c" + i).isPresent();
    }
    assertThat(reader.find("nobody")).isEmpty();
    assertThat(reader.find("")).isEmpty();
    for (long position : new long[] {0, 1, ACCOUNTS / 2, ACCOUNTS - 1}) {
      InclusionFile file = reader.at(position);
      assertThat(InclusionJson.write(reader.find(file.accountId()).orElseThrow()))
          .isEqualTo(InclusionJson.write(file));
    }
    assertThatThrownBy(() -> reader.at(ACCOUNTS)).isInstanceOf(IndexOutOfBoundsException.class);
    try (InclusionExport export = InclusionExport.open(run, Optional.empty())) {
      for (String id : List.of("c1", "c2", "c33000")) {
        Path file = directory.resolve(id + ".again.json");
        export.write(id, file);
        assertThat(InclusionJson.write(reader.find(id).orElseThrow()))
            .isEqualTo(Files.readAllBytes(file));
      }
    }
    // Of a core's time, not the clock's: others may be at work.
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    long start = threads.getCurrentThreadCpuTime();
    for (int i = 1; i <= 1000; i++) {
      reader.find("c" + i).orElseThrow();
    }
    double millis = (threads.getCurrentThreadCpuTime() - start) / 1e6 / 1000;
    System.out.printf("one inclusion file takes %.2f ms of a core%n", millis);
    assertThat(millis).isLessThan(10);
  }

  @Test
  @Order(3)
  void aDamagedIndexGivesNoFile() throws Exception {
    RunDirectory run = options("run", false, Optional.empty()).directory();
    byte[] whole = Files.readAllBytes(run.inclusionIndex());
    InclusionReader reader = InclusionReader.open(run, Optional.empty(), new OpenTrees(1));
    byte[] damaged = whole.clone();
    for (int i = 16 + 16 * ACCOUNTS; i < damaged.length; i++) {
      damaged[i] ^= 1;
    }
    Files.write(run.inclusionIndex(), damaged);
    assertThatThrownBy(() -> reader.at(7)).isInstanceOf(IOException.class);
    Files.write(run.inclusionIndex(), java.util.Arrays.copyOf(whole, 1000));
    assertThatThrownBy(() -> reader.find("c1")).isInstanceOf(IOException.class);
    Files.write(run.inclusionIndex(), new byte[16]);
    assertThatThrownBy(() -> InclusionReader.open(run, Optional.empty(), new OpenTrees(1)))
        .isInstanceOf(IOException.class);
    Files.write(run.inclusionIndex(), whole);
  }

  @Test
  @Order(4)
  void anInclusionFileNeedsTheRunsOwnKeyAndUndamagedFiles() throws Exception {
    RunDirectory run = options("run", false, Optional.empty()).directory();
    Path other = Files.writeString(directory.resolve("other.key"), "ab".repeat(32));
    assertThatThrownBy(() -> InclusionExport.open(run, Optional.of(other)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("other.key is not the master key that this run was made with");
  }

  @Test
  @Order(5)
  void otherInputsNeedAnotherDirectory() throws Exception {
    RunOptions options = options("run", false, Optional.empty());
    Path changed = directory.resolve("changed.csv");
    Files.writeString(
        changed, Files.readString(directory.resolve("accounts.csv")).replace("c7,", "c7x,"));
    RunOptions other =
        new RunOptions(
            new AccountsSource.InFile(changed),
            options.assets(),
            options.directory(),
            Optional.of("2026-12-01T00:00:00Z"),
            options.name(),
            options.masterKey(),
            options.issuerKey(),
            options.sequence(),
            options.previous(),
            true,
            false,
            options.log2Rows(),
            2);
    assertThatThrownBy(() -> SolvencyRun.run(other, new Recorder()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("other values of: snapshot time, accounts, --exclude-insolvent")
        .hasMessageContaining("--fresh");
    assertThat(options.directory().statement()).exists();
    // The ordered accounts can be made again from the same file.
    Files.delete(options.directory().accounts());
    assertThat(SolvencyRun.run(options, new Recorder()).batchesProvenNow()).isZero();
    assertThat(options.directory().accounts()).exists();
  }

  @Test
  @Order(6)
  void whatIsPublishedStaysWhateverIsDamaged() throws Exception {
    RunOptions options = options("run", false, Optional.empty());
    RunDirectory run = options.directory();
    byte[] statement = Files.readAllBytes(run.statement());
    byte[] tree = Files.readAllBytes(run.tree(1));
    Path published = run.publishedProof("proofs/batch-00001.proof");
    byte[] proof = Files.readAllBytes(published);

    // The tree has to be proven again for; the proof that is published stays all the same.
    flipBit(run.tree(1));
    flipBit(run.proof("proofs/batch-00001.proof"));
    Files.delete(run.publishedProof("proofs/general-ledger.proof"));
    Recorder recorder = new Recorder();
    SolvencyRun.run(options, recorder);
    assertThat(recorder.ledgers).containsExactly("batch 2 of 2");
    assertThat(Files.readAllBytes(run.tree(1))).isEqualTo(tree);
    assertThat(Files.readAllBytes(run.proof("proofs/batch-00001.proof"))).isEqualTo(proof);
    assertThat(run.publishedProof("proofs/general-ledger.proof"))
        .hasSameBinaryContentAs(run.proof("proofs/general-ledger.proof"));

    flipBit(published);
    SolvencyRun.run(options, new Recorder());
    assertThat(Files.readAllBytes(published)).isEqualTo(proof);
    assertThat(Files.readAllBytes(run.statement())).isEqualTo(statement);

    flipBit(run.statement());
    assertThatThrownBy(() -> SolvencyRun.run(options, new Recorder()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("statement.json is not a statement")
        .hasMessageContaining("Restore it");
    Files.write(run.statement(), statement);
  }

  private static void flipBit(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
  }

  @Test
  @Order(6)
  void aDamagedProofIsMadeAgainToTheSameRoots() throws Exception {
    RunOptions options = options("run", false, Optional.empty());
    RunDirectory run = options.directory();
    SolvencyStatement before = StatementFiles.read(run.statement()).statement();
    DurableFiles.deleteTree(run.publicDirectory());
    Path proof = run.proof("proofs/batch-00001.proof");
    byte[] bytes = Files.readAllBytes(proof);
    bytes[bytes.length / 2] ^= 1;
    Files.write(proof, bytes);
    Recorder recorder = new Recorder();
    SolvencyRun.run(options, recorder);
    assertThat(recorder.ledgers).containsExactly("batch 2 of 2");
    SolvencyStatement after = StatementFiles.read(run.statement()).statement();
    assertThat(after.root(1)).isEqualTo(before.root(1));
    assertThat(after.totals()).isEqualTo(before.totals());
    assertThat(after.generalLedger()).isEqualTo(before.generalLedger());
  }

  @Test
  @Order(7)
  void aStatementContinuesTheOneBefore() throws Exception {
    RunDirectory first = options("run", false, Optional.empty()).directory();
    SolvencyStatement previous = StatementFiles.read(first.statement()).statement();
    StringBuilder rows = new StringBuilder("account_id,asset,equity\n");
    for (int i = 1; i <= FEW; i++) {
      rows.append("c").append(i).append(",BTC,1\n");
    }
    Path small = Files.writeString(directory.resolve("small.csv"), rows);
    RunOptions like = options("next", false, Optional.of(first.statement()));
    RunOptions next =
        new RunOptions(
            new AccountsSource.InQuery(
                "SELECT * FROM read_csv('" + small + "', all_varchar = true)"),
            like.assets(),
            like.directory(),
            Optional.empty(),
            like.name(),
            Optional.of(first.masterKey()),
            Optional.of(first.issuerKey()),
            OptionalLong.of(1),
            like.previous(),
            false,
            false,
            OptionalInt.empty(),
            2);
    RunResult result = SolvencyRun.run(next, new Recorder());
    SolvencyStatement statement = StatementFiles.read(next.directory().statement()).statement();
    assertThat(statement.header().sequence()).isEqualTo(1);
    assertThat(statement.header().previousDigest()).isEqualTo(previous.digest());
    assertThat(statement.issuerKey()).isEqualTo(previous.issuerKey());
    assertThat(result.accounts()).isEqualTo(FEW);

    // The query is read again when the run is repeated: same rows, nothing to do; others, an error.
    assertThat(SolvencyRun.run(next, new Recorder()).batchesProvenNow()).isZero();
    Files.writeString(small, "account_id,asset,equity\nc,BTC,2\n");
    assertThatThrownBy(() -> SolvencyRun.run(next, new Recorder()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("other balances than when this run was started");
  }

  @Test
  @Order(8)
  void everyAccountsFileIsExportedOnceWhateverHappensBetween() throws Exception {
    RunDirectory run = options("next", false, Optional.empty()).directory();
    Optional<Path> key =
        Optional.of(options("run", false, Optional.empty()).directory().masterKey());
    InclusionReader reader;
    List<String> names = new ArrayList<>();
    for (BulkInclusion.Form form : BulkInclusion.Form.values()) {
      Path out = directory.resolve("export " + form);
      // Broken off after the second of four portions, with a third one half made.
      assertThatThrownBy(
              () ->
                  BulkInclusion.export(
                      run,
                      key,
                      out,
                      form,
                      PORTION,
                      (done, before, all) -> {
                        if (done == 2 * PORTION) {
                          throw new IllegalStateException("killed here");
                        }
                      }))
          .hasMessage("killed here");
      Files.createDirectories(out.resolve(".building/half"));
      Path second =
          out.resolve("inclusion-00001" + (form == BulkInclusion.Form.FILES ? "" : ".zip"));
      FileTime made = Files.getLastModifiedTime(second);
      List<Long> told = new ArrayList<>();
      BulkInclusion.Result result =
          BulkInclusion.export(run, key, out, form, PORTION, (done, before, all) -> told.add(done));
      assertThat(result).isEqualTo(new BulkInclusion.Result(FEW, 13));
      assertThat(told).containsExactly(20L, 30L, 33L);
      assertThat(Files.getLastModifiedTime(second)).isEqualTo(made);
      assertThat(BulkInclusion.export(run, key, out, form, PORTION, (d, b, a) -> {}).made())
          .isZero();
      try (Stream<Path> all = Files.walk(out)) {
        assertThat(all.filter(path -> !path.endsWith(".lock")))
            .allSatisfy(
                path ->
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                        .isEqualTo(Files.isDirectory(path) ? "rwx------" : "rw-------"));
      }
      reader = InclusionReader.open(run, key, new OpenTrees(1));
      int listed = 0;
      for (int portion = 0; portion < 4; portion++) {
        String name = "inclusion-0000" + portion;
        for (String line :
            Files.readAllLines(out.resolve(name + ".csv")).stream().skip(1).toList()) {
          String account = line.substring(1, line.indexOf('"', 1));
          String file = line.substring(line.indexOf(',') + 1);
          assertThat(file).matches("inclusion-0000" + portion + "(\\.zip)?/[0-9a-f]{32}\\.json");
          names.add(file.substring(file.indexOf('/')));
          listed++;
          if (form == BulkInclusion.Form.FILES) {
            assertThat(Files.readAllBytes(out.resolve(file)))
                .isEqualTo(InclusionJson.write(reader.find(account).orElseThrow()));
          }
        }
        if (form == BulkInclusion.Form.ARCHIVES) {
          try (ZipFile zip = new ZipFile(out.resolve(name + ".zip").toFile())) {
            assertThat(zip.size()).isEqualTo(portion < 3 ? PORTION : 3);
            ZipEntry entry = zip.entries().nextElement();
            assertThat(zip.getInputStream(entry).readAllBytes())
                .isEqualTo(InclusionJson.write(reader.at((long) portion * PORTION)));
          }
        }
      }
      assertThat(listed).isEqualTo(FEW);
    }
    // The same names in both forms, each once.
    assertThat(names.subList(0, FEW)).isEqualTo(names.subList(FEW, 2 * FEW));
    assertThat(names.subList(0, FEW)).doesNotHaveDuplicates();
    Path used = directory.resolve("export FILES");
    assertThatThrownBy(
            () ->
                BulkInclusion.export(
                    run, key, used, BulkInclusion.Form.ARCHIVES, (done, before, all) -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("in the other form");
    assertThatThrownBy(
            () ->
                BulkInclusion.export(
                    run,
                    key,
                    run.publicDirectory(),
                    BulkInclusion.Form.FILES,
                    (done, before, all) -> {}))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("not empty");
  }

  @Test
  @Order(8)
  void badInputLeavesNothingPublished() throws Exception {
    RunOptions like = options("bad", false, Optional.empty());
    Path bad =
        Files.writeString(directory.resolve("bad.csv"), "account_id,asset,equity\nc,BTC,1e5\n");
    RunOptions options =
        new RunOptions(
            new AccountsSource.InFile(bad),
            like.assets(),
            like.directory(),
            like.snapshotTime(),
            like.name(),
            like.masterKey(),
            like.issuerKey(),
            like.sequence(),
            like.previous(),
            false,
            false,
            like.log2Rows(),
            2);
    assertThatThrownBy(() -> SolvencyRun.run(options, new Recorder()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("bad.csv line 2, field equity");
    assertThat(like.directory().publicDirectory()).doesNotExist();
  }

  @Test
  @Order(20)
  void aCancelledRunStopsWhileItProvesAndGoesOnLater() throws Exception {
    RunOptions options = options("cancelled", false, Optional.empty());
    Cancellation cancellation = new Cancellation();
    Recorder canceller =
        new Recorder() {
          @Override
          public void ledger(String ledger, long rows, double fraction, long ledgerRows) {
            if (fraction > 0) {
              cancellation.cancel();
            }
          }
        };
    assertThatThrownBy(() -> SolvencyRun.run(options, canceller, cancellation))
        .isInstanceOf(RunCancelledException.class);
    assertThat(options.directory().publicDirectory()).doesNotExist();
    assertThat(SolvencyRun.run(options, new Recorder()).accounts()).isEqualTo(ACCOUNTS);
  }

  @Test
  void aRunCancelledBeforeItsStartReadsNoBalances() throws Exception {
    RunOptions options = options("cancelled at once", false, Optional.empty());
    Cancellation cancellation = new Cancellation();
    cancellation.cancel();
    assertThatThrownBy(() -> SolvencyRun.run(options, new Recorder(), cancellation))
        .isInstanceOf(RunCancelledException.class);
    assertThat(options.directory().plan()).doesNotExist();
  }
}
