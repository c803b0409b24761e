package io.zksolvency.service.store;

import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.PostgresqlConnection;
import io.zksolvency.prover.ingest.PostgresqlFailures;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** PostgreSQL, one server at a time in a schema: its writing session holds an advisory lock. */
final class PostgresqlDialect implements Dialect {
  /** A killed server's session may outlive it for a moment. */
  private static final long CLAIM_NANOS = 10_000_000_000L;

  private static final long POLL_MILLIS = 200;
  private static final int SOCKET_SECONDS = 60;

  private final PGSimpleDataSource connections;

  PostgresqlDialect(PostgresqlConnection connection) throws IOException, InputException {
    connections = connection.dataSource();
    connections.setSocketTimeout(SOCKET_SECONDS);
  }

  @Override
  public DataSource connections() {
    return connections;
  }

  @Override
  public Map<String, String> spellings() {
    return Map.of("position", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY", "bytes", "BYTEA");
  }

  @Override
  public void claim(Connection writer) throws SQLException, StoreException {
    try (Statement statement = writer.createStatement()) {
      // A machine that vanishes should not hold the store for the two hours that TCP allows.
      statement.execute("SET tcp_keepalives_idle = 15");
      statement.execute("SET tcp_keepalives_interval = 5");
      statement.execute("SET tcp_keepalives_count = 3");
      // Acknowledged means durable, whatever the database's default is.
      statement.execute("SET synchronous_commit = on");
      long end = System.nanoTime() + CLAIM_NANOS;
      while (!isClaimed(statement)) {
        if (System.nanoTime() > end) {
          throw new StoreException(
              "another server works with this store; one server at a time may", true);
        }
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreException("claiming the store was interrupted", true);
    }
  }

  private static boolean isClaimed(Statement statement) throws SQLException {
    try (ResultSet row =
        statement.executeQuery(
            "SELECT pg_try_advisory_lock(hashtextextended('zksolvency store in ' || current_schema(), 0))")) {
      row.next();
      return row.getBoolean(1);
    }
  }

  @Override
  public IOException openingFailed(SQLException e) throws InputException {
    return PostgresqlFailures.explain("store.postgresql", e);
  }
}
