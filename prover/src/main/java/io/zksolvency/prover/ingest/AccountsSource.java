package io.zksolvency.prover.ingest;

import java.nio.file.Path;

/** Where balances come from. */
public sealed interface AccountsSource {
  /** A CSV or Parquet file, told apart by its first bytes. */
  record InFile(Path file) implements AccountsSource {}

  /** The result of a DuckDB query over any files. */
  record InQuery(String sql) implements AccountsSource {}

  /** What PostgreSQL holds at one moment. */
  record InPostgresql(PostgresqlConnection connection, PostgresqlRows rows)
      implements AccountsSource {}
}
