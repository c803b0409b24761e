package io.zksolvency.prover.ingest;

import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/** Adds rows of text to the table {@code staged}. */
final class RowAppender implements AutoCloseable {
  private static final String DOING = "the balance database";

  private final DuckDBAppender appender;

  RowAppender(LedgerDatabase database) throws IOException {
    try {
      appender = database.connection().unwrap(DuckDBConnection.class).createAppender("staged");
    } catch (SQLException e) {
      throw LedgerDatabase.failure(DOING, e);
    }
  }

  void append(List<String[]> rows) throws IOException {
    try {
      for (String[] row : rows) {
        appender.beginRow();
        for (String text : row) {
          appender.append(text);
        }
        appender.endRow();
      }
    } catch (SQLException e) {
      throw LedgerDatabase.failure(DOING, e);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      appender.close();
    } catch (SQLException e) {
      throw LedgerDatabase.failure(DOING, e);
    }
  }
}
