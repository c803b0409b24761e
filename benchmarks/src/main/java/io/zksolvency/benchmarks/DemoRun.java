package io.zksolvency.benchmarks;

import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionJson;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.AccountIngestion;
import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.AssetsFile;
import io.zksolvency.prover.ingest.LedgerDatabase;
import io.zksolvency.prover.ingest.LedgerFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** The files of a run of {@code solvency demo}, and keys that are nobody's. */
final class DemoRun {
  private static final long DATABASE_BYTES = 1L << 30;
  private static final int KEY_BYTES = 32;

  private final Path directory = Path.of(System.getProperty("benchmarks.run"));

  /** Returns the file of balances, {@code csv} or {@code parquet}. */
  AccountsSource balances(String format) {
    return new AccountsSource.InFile(directory.resolve("input").resolve("accounts." + format));
  }

  AssetTable assets() throws Exception {
    return AssetsFile.read(directory.resolve("input").resolve("assets.csv"));
  }

  SnapshotSecrets secrets() {
    return new SnapshotSecrets(new byte[KEY_BYTES], new byte[KEY_BYTES]);
  }

  LedgerDatabase.Limits limits(Path scratch) {
    return new LedgerDatabase.Limits(
        DATABASE_BYTES, Runtime.getRuntime().availableProcessors(), scratch);
  }

  /** Brings balances in order into {@code ordered.duckdb} of an empty directory. */
  LedgerFacts ingest(String format, Path scratch) throws Exception {
    return AccountIngestion.run(
        balances(format),
        assets(),
        new AccountIngestion.Settings(
            scratch,
            scratch.resolve("ordered.duckdb"),
            limits(scratch),
            secrets().orderKeyHex(),
            secrets().labels(),
            false,
            id -> {},
            phase -> {}));
  }

  SolvencyStatement statement() throws Exception {
    return StatementJson.read(Files.readAllBytes(directory.resolve("public/statement.json")))
        .statement();
  }

  byte[] proof(String name) throws Exception {
    return Files.readAllBytes(directory.resolve("public").resolve(name));
  }

  /** Returns the one inclusion file that the demo makes. */
  InclusionFile inclusion() throws Exception {
    try (Stream<Path> files = Files.list(directory)) {
      Path file =
          files.filter(f -> f.toString().endsWith(".inclusion.json")).findFirst().orElseThrow();
      return InclusionJson.read(Files.readAllBytes(file));
    }
  }

  /** Deletes a scratch directory. */
  static void delete(Path scratch) throws Exception {
    try (Stream<Path> files = Files.list(scratch)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(scratch);
  }
}
