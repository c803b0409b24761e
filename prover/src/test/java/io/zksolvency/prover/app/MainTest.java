package io.zksolvency.prover.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.nativelib.NativeUnavailableException;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.run.CannotCreateException;
import io.zksolvency.prover.run.DirectoryBusyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class MainTest {
  @TempDir Path directory;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int run(String... arguments) {
    return Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "judge",
        "prove",
        "prove --accounts a.csv --out x",
        "prove --accounts a --accounts-sql b --assets c --out x",
        "prove --accounts a --assets b --out x --batch-rows 1000",
        "prove --accounts a --assets b --out x --batch-rows many",
        "prove --accounts a --assets b --out x --threads 0",
        "prove --accounts a --assets b --out x --snapshot-time yesterday",
        "prove --accounts a --assets b --out x --snapshot-time 2026-02-30T00:00:00Z",
        "prove --accounts a --assets b --out x --snapshot-time 2026-11-01T00:00:00+01:00",
        "prove --accounts a --assets b --out x --unknown",
        "inclusion --run x",
        "inclusion --run x --account a --all --out y",
        "inclusion --run x --account a --archive --out y",
        "publish --run x",
        "demo --accounts 0",
      })
  void wrongUsageIs64(String line) {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" "))).isEqualTo(64);
    assertThat(err.toString())
        .contains("solvency: ")
        .contains("--help")
        .doesNotContain("Exception");
    assertThat(out.toString()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "prove --help",
        "inclusion --help",
        "publish --help",
        "demo --help",
        "--version"
      })
  void helpIsNoError(String line) {
    assertThat(run(line.split(" "))).isZero();
    assertThat(out.toString()).contains("solvency");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void argumentsThatTheLocaleGarblesAreRefused() {
    assertThat(run("inclusion", "--run", "x", "--account", "\uFFFD\uFFFDrsel", "--out", "f"))
        .isEqualTo(64);
    assertThat(err.toString()).contains("LC_ALL=C.UTF-8");
  }

  @Test
  void theHelpOfProveShowsExamplesAndForms() {
    run("prove", "--help");
    assertThat(out.toString())
        .contains("solvency prove --accounts balances.csv --assets assets.csv --out 2026-11")
        .contains("account_id,equity_BTC,debt_BTC")
        .contains("--exclude-insolvent");
  }

  @Test
  void inclusionFromNoRunIsADataError() {
    String run = directory.toString();
    assertThat(run("inclusion", "--run", run, "--account", "@alice", "--out", run + "/f"))
        .isEqualTo(65);
    assertThat(err.toString()).contains("holds no finished run").doesNotContain("alice");
    assertThat(directory.resolve("f")).doesNotExist();
  }

  @Test
  void everyFailureHasItsExitCode() {
    assertThat(report(new InputException("x"))).isEqualTo(65);
    assertThat(report(new NativeUnavailableException("x"))).isEqualTo(69);
    assertThat(report(new IllegalStateException("balance 77"))).isEqualTo(70);
    assertThat(report(new CannotCreateException("x", new IOException("y")))).isEqualTo(73);
    assertThat(report(new IOException("x"))).isEqualTo(74);
    assertThat(report(new NoSuchFileException("x"))).isEqualTo(74);
    assertThat(report(new DirectoryBusyException("x"))).isEqualTo(75);
    IOException full = new IOException("write: No space left on device");
    assertThat(report(full)).isEqualTo(74);
    assertThat(report(new CannotCreateException("x", full))).isEqualTo(74);
    assertThat(err.toString())
        .contains("no space left on the disk; what is done is kept")
        .contains("x does not exist")
        .doesNotContain("balance 77");
  }

  private int report(Exception failure) {
    return Failures.report(failure, new CommandLine(new Main()).setErr(new PrintWriter(err)));
  }

  @Test
  void durationsReadWell() {
    assertThat(ConsoleProgress.duration(8.4)).isEqualTo("8 s");
    assertThat(ConsoleProgress.duration(185)).isEqualTo("3 min 5 s");
    assertThat(ConsoleProgress.duration(7805)).isEqualTo("2 h 10 min");
  }
}
