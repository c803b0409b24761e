package io.zksolvency.prover.app;

import io.zksolvency.prover.ingest.LedgerDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The synthetic exchange's balances as Parquet, with amounts as decimals. */
final class DemoParquet {
  private static final long MEMORY = 1L << 30;

  private DemoParquet() {}

  /** Returns {@code accounts.parquet}, which takes the place of {@code accounts.csv}. */
  static Path of(Path csv) throws IOException {
    Path parquet = csv.resolveSibling("accounts.parquet");
    Path scratch = csv.resolveSibling("accounts.duckdb");
    LedgerDatabase.Limits limits =
        new LedgerDatabase.Limits(
            MEMORY, Runtime.getRuntime().availableProcessors(), csv.toAbsolutePath().getParent());
    Files.deleteIfExists(scratch);
    try (LedgerDatabase database = LedgerDatabase.create(scratch, limits)) {
      // No asset of the exchange has more than 8 decimals, no amount more than 22 digits before.
      database.run(
          """
          COPY (SELECT account_id, asset, equity::DECIMAL(30, 8) AS equity, debt::DECIMAL(30, 8) AS debt
            FROM read_csv(%s, all_varchar = true, header = true))
          TO %s (FORMAT parquet)
          """
              .formatted(literal(csv), literal(parquet)));
    }
    Files.delete(scratch);
    Files.delete(csv);
    return parquet;
  }

  private static String literal(Path file) {
    return "'" + file.toAbsolutePath().toString().replace("'", "''") + "'";
  }
}
