package io.zksolvency.prover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.AssetsFile;
import io.zksolvency.prover.ingest.FileFingerprint;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.stop.Cancellation;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreparedLedgerTest {
  @TempDir Path root;
  private RunDirectory directory;
  private Path accounts;
  private Path assets;
  private final List<String> notes = new ArrayList<>();

  @BeforeEach
  void create() throws Exception {
    directory = new RunDirectory(root.resolve("run"));
    directory.create();
    accounts =
        Files.writeString(
            root.resolve("accounts.csv"),
            "account_id,asset,equity,debt\ngood,BTC,1,0\n\"b\"\"a,d\",USDC,1,77.31\n");
    assets =
        Files.writeString(
            root.resolve("assets.csv"),
            "asset,decimals,price,haircut\nBTC,8,64250.17,0.95\nUSDC,6,1,1\n");
  }

  private RunRecords.Plan prepare(boolean excludeInsolvent, OptionalInt log2Rows) throws Exception {
    return prepare(excludeInsolvent, log2Rows, FileFingerprint.of(accounts).sha256());
  }

  private RunRecords.Plan prepare(boolean excludeInsolvent, OptionalInt log2Rows, String sha256)
      throws Exception {
    AssetTable table = AssetsFile.read(assets);
    RunOptions options =
        new RunOptions(
            new AccountsSource.InFile(accounts),
            assets,
            directory,
            Optional.empty(),
            "x",
            Optional.empty(),
            Optional.empty(),
            OptionalLong.empty(),
            Optional.empty(),
            excludeInsolvent,
            false,
            log2Rows,
            1);
    SnapshotSecrets secrets = new SnapshotSecrets(new byte[32], new byte[32]);
    return new PreparedLedger(options, table, secrets, new Notes(notes), new Cancellation())
        .prepare(
            new RunRecords.Identity(
                RunRecords.Identity.FORMAT,
                "00",
                "x",
                0,
                "00",
                "2026-11-01T00:00:00Z",
                "assets",
                RunIdentity.ofFile(sha256),
                excludeInsolvent,
                "key",
                "key"));
  }

  private record Notes(List<String> notes) implements RunProgress {
    @Override
    public void phase(String words) {}

    @Override
    public void proving(long rows, int batches, int done) {}

    @Override
    public void ledger(String ledger, long rows, double fraction, long ledgerRows) {}

    @Override
    public void note(String words) {
      notes.add(words);
    }
  }

  @Test
  void insolventAccountsAreListedForTheOperatorOnly() throws Exception {
    assertThatThrownBy(() -> prepare(false, OptionalInt.empty()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("1 account has a negative net value")
        .hasMessageNotContaining("a,d")
        .hasMessageNotContaining("77.31");
    assertThat(directory.insolventAccounts()).hasContent("account_id\n\"b\"\"a,d\"\n");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.insolventAccounts())))
        .isEqualTo("rw-------");
    assertThat(directory.plan()).doesNotExist();
  }

  @Test
  void exclusionsAreInThePlan() throws Exception {
    RunRecords.Plan plan = prepare(true, OptionalInt.empty());
    assertThat(plan.accounts()).isEqualTo(1);
    assertThat(plan.excludedAccounts()).isEqualTo(1);
    assertThat(plan.shortfalls()).isEqualTo(new TreeMap<>(Map.of(1, 76_310_000L)));
    assertThat(RunRecords.read(directory.plan(), RunRecords.Plan.class)).contains(plan);
  }

  @Test
  void balancesOtherThanTheRunWasSettledOnAreRefused() throws Exception {
    String settled = FileFingerprint.of(accounts).sha256();
    Files.writeString(accounts, "account_id,asset,equity,debt\ngood,BTC,2,0\n");
    assertThatThrownBy(() -> prepare(true, OptionalInt.empty(), settled))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("accounts.csv changed while it was being read");
    assertThat(directory.plan()).doesNotExist();
  }

  @Test
  void damagedOrderedAccountsAreMadeAgain() throws Exception {
    RunRecords.Plan plan = prepare(true, OptionalInt.empty());
    byte[] sound = Files.readAllBytes(directory.accounts());
    for (int at : new int[] {0, sound.length / 2, sound.length - 1}) {
      byte[] changed = Files.readAllBytes(directory.accounts());
      changed[at] ^= 4;
      Files.write(directory.accounts(), changed);
      assertThat(prepare(true, OptionalInt.empty())).isEqualTo(plan);
      assertThat(RunRecords.read(directory.accountsRecord(), RunRecords.Accounts.class))
          .contains(new RunRecords.Accounts(FileFingerprint.of(directory.accounts()).sha256()));
      assertThat(Files.readAllBytes(directory.accounts())).isNotEqualTo(changed);
    }
    Files.writeString(directory.accountsRecord(), "{}");
    assertThat(prepare(true, OptionalInt.empty())).isEqualTo(plan);
    assertThat(RunRecords.read(directory.accountsRecord(), RunRecords.Accounts.class)).isPresent();
  }

  @Test
  void aPlanStaysAndStrayRecordsOfOtherRunsGo() throws Exception {
    Files.writeString(directory.batchRecord(0), "{}");
    RunRecords.Plan plan = prepare(true, OptionalInt.of(16));
    assertThat(directory.batchRecord(0)).doesNotExist();
    assertThat(plan.log2Rows()).isEqualTo(16);
    Files.writeString(directory.batchRecord(0), "{}");
    assertThat(prepare(true, OptionalInt.empty())).isEqualTo(plan);
    assertThat(directory.batchRecord(0)).exists();
    assertThatThrownBy(() -> prepare(true, OptionalInt.of(15)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("batches of 65536 rows");
  }
}
