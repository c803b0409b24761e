package io.zksolvency.prover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunIdentityTest {
  @TempDir Path root;
  private RunDirectory directory;
  private Path accounts;
  private Path assets;
  private MasterKey key;

  @BeforeEach
  void create() throws Exception {
    directory = new RunDirectory(root.resolve("run"));
    directory.create();
    accounts = Files.writeString(root.resolve("accounts.csv"), "one");
    assets = Files.writeString(root.resolve("assets.csv"), "assets");
    key = MasterKey.loadOrCreate(directory.masterKey());
  }

  private RunRecords.Identity settle(Optional<String> time, String name, OptionalLong sequence)
      throws Exception {
    RunOptions options =
        new RunOptions(
            new AccountsSource.InFile(accounts),
            assets,
            directory,
            time,
            name,
            Optional.empty(),
            Optional.empty(),
            sequence,
            Optional.empty(),
            false,
            false,
            OptionalInt.empty(),
            1);
    return RunIdentity.settle(options, new byte[32], key, new byte[32]);
  }

  private RunRecords.Identity settle() throws Exception {
    return settle(Optional.empty(), "x", OptionalLong.empty());
  }

  @Test
  void theTimeOfTheFirstStartStays() throws Exception {
    RunRecords.Identity first = settle();
    assertThat(first.snapshotTime()).matches("20..-..-..T..:..:..Z");
    Files.writeString(directory.plan(), "{}");
    Thread.sleep(1100);
    assertThat(settle()).isEqualTo(first);
    assertThat(settle(Optional.of(first.snapshotTime()), "x", OptionalLong.of(0))).isEqualTo(first);
  }

  @Test
  void correctedDataMayReplaceThoseThatWereRefused() throws Exception {
    RunRecords.Identity first = settle();
    Files.writeString(accounts, "two");
    assertThat(settle().accounts()).isNotEqualTo(first.accounts());
  }

  @Test
  void onceBalancesAreAcceptedEverythingStays() throws Exception {
    settle();
    Files.writeString(directory.plan(), "{}");
    settle();
    Files.writeString(accounts, "two");
    assertThatThrownBy(this::settle)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("other values of: accounts.")
        .hasMessageContaining("--fresh");
    assertThatThrownBy(() -> settle(Optional.of("2026-01-01T00:00:00Z"), "y", OptionalLong.empty()))
        .hasMessageContaining("other values of: name, snapshot time, accounts.");
  }

  @Test
  void aSequenceAboveZeroNeedsTheStatementBefore() {
    assertThatThrownBy(() -> settle(Optional.empty(), "x", OptionalLong.of(3)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("--sequence above 0 needs --previous");
  }

  @Test
  void recordsHoldNoSecret() throws Exception {
    settle();
    String keyText = Files.readString(directory.masterKey()).strip();
    assertThat(Files.readString(directory.identity())).doesNotContain(keyText);
  }
}
