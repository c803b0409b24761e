package io.zksolvency.prover.app;

import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.PostgresqlConnection;
import io.zksolvency.prover.ingest.PostgresqlRows;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Balances that PostgreSQL holds. */
final class PostgresqlOptions {
  @Option(
      names = "--accounts-postgresql",
      required = true,
      paramLabel = "URL",
      description = {
        "Balances in PostgreSQL, all as they are at one moment:",
        "postgresql://[USER@]HOST[:PORT]/DATABASE[?sslmode=verify-full]."
      })
  private String url;

  @ArgGroup(multiplicity = "1")
  private Rows rows;

  private static final class Rows {
    @Option(
        names = "--postgresql-table",
        required = true,
        paramLabel = "TABLE",
        description = "The table or view that holds them, with its schema where needed.")
    private String table;

    @Option(
        names = "--postgresql-query",
        required = true,
        paramLabel = "SQL",
        description = "The SELECT that finds them.")
    private String query;
  }

  @Option(
      names = "--postgresql-password-file",
      paramLabel = "FILE",
      description = "Holds the password. Default: the file that PGPASSFILE names, or ~/.pgpass.")
  private Path passwordFile;

  AccountsSource source() throws InputException {
    return new AccountsSource.InPostgresql(
        PostgresqlConnection.of(
            "--accounts-postgresql", url, Optional.empty(), Optional.ofNullable(passwordFile)),
        rows.table != null ? PostgresqlRows.table(rows.table) : PostgresqlRows.query(rows.query));
  }
}
