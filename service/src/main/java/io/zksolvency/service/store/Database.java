package io.zksolvency.service.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import io.zksolvency.prover.ingest.InputException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;

/**
 * A database with one writing session, which holds the claim on it, and some reading ones. Lost
 * sessions are replaced when they are needed next. Thread-safe.
 */
final class Database implements AutoCloseable {
  private static final int READERS = 4;
  private static final long READER_WAIT_MILLIS = 5_000;
  private static final int VALIDATION_SECONDS = 5;

  private final Dialect dialect;
  private HikariDataSource readers;
  private Connection writer;
  private boolean closed;

  /** Sets parameters. */
  @FunctionalInterface
  interface Binder {
    void bind(PreparedStatement statement) throws SQLException;
  }

  /** Reads one row. */
  @FunctionalInterface
  interface Mapper<T> {
    T map(ResultSet row) throws SQLException;
  }

  /** Writes, all of it or nothing. */
  @FunctionalInterface
  interface Transaction {
    void run(Connection connection) throws SQLException;
  }

  private Database(Dialect dialect) {
    this.dialect = dialect;
  }

  /**
   * Claims and migrates the database.
   *
   * @throws InputException if the settings are wrong or another server has it
   */
  static Database open(Dialect dialect) throws IOException, InputException {
    Database database = new Database(dialect);
    try {
      database.writer();
      database.migrate();
      database.openReaders();
      return database;
    } catch (SQLException e) {
      database.close();
      throw dialect.openingFailed(e);
    } catch (IOException | RuntimeException e) {
      database.close();
      throw e;
    }
  }

  private void migrate() throws StoreException {
    try {
      Flyway.configure(Database.class.getClassLoader())
          .dataSource(dialect.connections())
          .locations("classpath:db/migration")
          .placeholders(dialect.spellings())
          .load()
          .migrate();
    } catch (FlywayException e) {
      // Its message may quote statements.
      throw new StoreException(
          "the store's tables can't be brought to this version ("
              + e.getClass().getSimpleName()
              + ")",
          false);
    }
  }

  private void openReaders() throws SQLException {
    HikariConfig config = new HikariConfig();
    config.setPoolName("store-readers");
    config.setDataSource(dialect.connections());
    config.setMaximumPoolSize(READERS);
    config.setConnectionTimeout(READER_WAIT_MILLIS);
    try {
      readers = new HikariDataSource(config);
    } catch (PoolInitializationException e) {
      throw e.getCause() instanceof SQLException cause ? cause : new SQLException(e);
    }
  }

  /** Returns every row; a lost session is tried once more, since reading changes nothing. */
  <T> List<T> read(String sql, Binder binder, Mapper<T> mapper) throws StoreException {
    try {
      return readOnce(sql, binder, mapper);
    } catch (SQLException first) {
      if (!StoreException.isPassing(first)) {
        throw new StoreException("reading", first);
      }
      // What cut one has often cut all.
      readers.getHikariPoolMXBean().softEvictConnections();
    }
    try {
      return readOnce(sql, binder, mapper);
    } catch (SQLException e) {
      throw new StoreException("reading", e);
    }
  }

  private <T> List<T> readOnce(String sql, Binder binder, Mapper<T> mapper) throws SQLException {
    try (Connection connection = readers.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      binder.bind(statement);
      List<T> rows = new ArrayList<>();
      try (ResultSet result = statement.executeQuery()) {
        while (result.next()) {
          rows.add(mapper.map(result));
        }
      }
      return rows;
    }
  }

  /**
   * Runs one statement and returns how many rows it changed. Never tried again: when a session is
   * lost, it may have been done or not.
   */
  synchronized int write(String sql, Binder binder) throws StoreException {
    try (PreparedStatement statement = writer().prepareStatement(sql)) {
      binder.bind(statement);
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new StoreException("writing", e);
    }
  }

  /** Commits all of it or nothing. */
  synchronized void write(Transaction transaction) throws StoreException {
    try {
      Connection connection = writer();
      connection.setAutoCommit(false);
      try {
        transaction.run(connection);
        connection.commit();
        connection.setAutoCommit(true);
      } catch (SQLException | RuntimeException e) {
        // Ends the transaction, whatever state the session is in.
        closeWriter();
        throw e;
      }
    } catch (SQLException e) {
      throw new StoreException("writing", e);
    }
  }

  private Connection writer() throws SQLException, StoreException {
    if (closed) {
      throw new StoreException("the store is closed", true);
    }
    if (writer != null && !writer.isValid(VALIDATION_SECONDS)) {
      closeWriter();
    }
    if (writer == null) {
      Connection fresh = dialect.connections().getConnection();
      try {
        dialect.claim(fresh);
      } catch (SQLException | StoreException | RuntimeException e) {
        fresh.close();
        throw e;
      }
      writer = fresh;
    }
    return writer;
  }

  private void closeWriter() {
    try {
      writer.close();
    } catch (SQLException e) {
      // It is of no use any more either way.
    }
    writer = null;
  }

  @Override
  public synchronized void close() {
    closed = true;
    if (readers != null) {
      readers.close();
    }
    if (writer != null) {
      closeWriter();
    }
  }
}
