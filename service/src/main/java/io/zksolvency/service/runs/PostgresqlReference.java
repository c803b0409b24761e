package io.zksolvency.service.runs;

import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.PostgresqlRows;
import io.zksolvency.service.config.PostgresqlSources;

/**
 * Rows of a database that the configuration names: what the store keeps of such a source, without
 * any address or credentials.
 *
 * @param text the query, or the table's name
 */
public record PostgresqlReference(String connection, boolean isQuery, String text) {
  private static final int PARTS = 3;

  /** Reads the stored form. */
  static PostgresqlReference parse(String stored) {
    String[] parts = stored.split(" ", PARTS);
    return new PostgresqlReference(parts[0], parts[1].equals("query"), parts[2]);
  }

  /** Returns the stored form. */
  public String stored() {
    return connection + (isQuery ? " query " : " table ") + text;
  }

  /**
   * Returns the source that it stands for.
   *
   * @throws InputException if the configuration has or allows none such, or the text is wrong
   */
  public AccountsSource resolve(PostgresqlSources sources) throws InputException {
    PostgresqlSources.Named named = sources.byName().get(connection);
    if (named == null) {
      throw new InputException("the server's configuration has no such sources.postgresql");
    }
    if (isQuery && !named.allowQueries()) {
      throw new InputException(
          "queries are not allowed for it on this server (allow-queries), only tables and views");
    }
    return new AccountsSource.InPostgresql(
        named.connection(), isQuery ? PostgresqlRows.query(text) : PostgresqlRows.table(text));
  }

  @Override
  public String toString() {
    return "PostgresqlReference[" + connection + "]";
  }
}
