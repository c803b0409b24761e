package io.zksolvency.prover.ingest;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;

/**
 * An embedded DuckDB on one file: no server, no network, no extensions fetched, spilling to a
 * directory of ours beyond its memory limit. Not thread-safe.
 */
public final class LedgerDatabase implements AutoCloseable {
  private final Connection connection;

  /** The file, if it is a finished one: then what fails is its damage. Null while it is made. */
  private final Path finished;

  /** The statement at work, here or at a source: one is cancelled only through itself. */
  private volatile Statement running;

  private volatile boolean interrupted;

  private LedgerDatabase(Connection connection, Path finished) {
    this.connection = connection;
    this.finished = finished;
  }

  /**
   * What one database may use.
   *
   * @param memoryBytes above it, DuckDB writes to {@code spill}
   * @param spill an existing private directory
   */
  public record Limits(long memoryBytes, int threads, Path spill) {}

  /** Opens a file for writing, creating it if need be. */
  public static LedgerDatabase create(Path file, Limits limits) throws IOException {
    return open(file, limits, false);
  }

  /** Opens an existing file; nothing is written. */
  public static LedgerDatabase openReadOnly(Path file, Limits limits) throws IOException {
    return open(file, limits, true);
  }

  private static LedgerDatabase open(Path file, Limits limits, boolean readOnly)
      throws IOException {
    Properties settings = new Properties();
    settings.setProperty("autoinstall_known_extensions", "false");
    settings.setProperty("autoload_known_extensions", "false");
    settings.setProperty("memory_limit", (limits.memoryBytes() >> 20) + "MiB");
    settings.setProperty("threads", Integer.toString(limits.threads()));
    settings.setProperty("temp_directory", limits.spill().toString());
    settings.setProperty("preserve_insertion_order", "true");
    settings.setProperty("jdbc_stream_results", "true");
    if (readOnly) {
      settings.setProperty("access_mode", "READ_ONLY");
    }
    Path finished = readOnly ? file : null;
    try {
      return new LedgerDatabase(
          DriverManager.getConnection("jdbc:duckdb:" + file.toAbsolutePath(), settings), finished);
    } catch (SQLException e) {
      throw failure("opening " + file.getFileName(), e, finished);
    }
  }

  /**
   * Makes the statement under way, and every later one, fail. May be called from any thread, and
   * again: a statement that just begins may not notice the first call.
   */
  public void interrupt() {
    interrupted = true;
    try {
      Statement now = running;
      if (now != null) {
        now.cancel();
      }
    } catch (SQLException e) {
      // It has just ended: there is nothing to stop.
    }
  }

  /** Names the statement that runs next, so that it can be interrupted. */
  <S extends Statement> S atWork(S statement) {
    running = statement;
    return statement;
  }

  /** Fails if it was interrupted. */
  void requireNotInterrupted() throws IOException {
    if (interrupted) {
      throw new IOException("the balance database: interrupted");
    }
  }

  /** Runs one statement. */
  public void run(String sql) throws IOException {
    requireNotInterrupted();
    try (Statement statement = connection.createStatement()) {
      atWork(statement);
      statement.execute(sql);
    } catch (SQLException e) {
      throw failing("the balance database", e);
    }
  }

  /** Returns the first column of the first row; 0 where that is NULL. */
  public long number(String sql) throws IOException {
    requireNotInterrupted();
    try (Statement statement = atWork(connection.createStatement());
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw failing("the balance database", e);
    }
  }

  /** Reads one row after the other. */
  @FunctionalInterface
  public interface RowReader<X extends Exception> {
    void accept(ResultSet row) throws SQLException, X;
  }

  /** Hands every row of the result to {@code reader}, in constant memory. */
  public <X extends Exception> void query(String sql, RowReader<X> reader) throws IOException, X {
    requireNotInterrupted();
    try (Statement statement = atWork(connection.createStatement());
        ResultSet rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        requireNotInterrupted();
        reader.accept(rows);
      }
    } catch (SQLException e) {
      throw failing("the balance database", e);
    }
  }

  /** The plain connection, for statements with parameters. */
  Connection connection() {
    return connection;
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure("closing the balance database", e);
    }
  }

  /** Returns an I/O error that says what can be done about a failure of this database. */
  IOException failing(String doing, SQLException e) {
    return failure(doing, e, finished);
  }

  private static IOException failure(String doing, SQLException e, Path finished) {
    String message = String.valueOf(e.getMessage());
    boolean damage =
        finished != null
            && !message.startsWith("Out of Memory Error")
            && !message.startsWith("INTERRUPT");
    return damage ? damaged(finished, kind(message)) : failure(doing, e);
  }

  /** Returns the error about a finished database that can't be read. */
  static IOException damaged(Path finished, String how) {
    return new IOException(
        "%s is damaged or can't be read (%s); give the run's prove command again: it makes it anew from the balances"
            .formatted(finished, how));
  }

  /** Returns the error about the finished database that this is. */
  IOException damaged(String how) {
    return damaged(finished, how);
  }

  /**
   * Returns an I/O error that says what can be done. Only messages about files and memory are
   * repeated: others may quote rows.
   */
  static IOException failure(String doing, SQLException e) {
    String message = String.valueOf(e.getMessage());
    String lower = message.toLowerCase(Locale.ROOT);
    if (lower.contains("no space left") || lower.contains("disk is full")) {
      return new IOException(doing + ": no space left on the disk");
    }
    if (message.startsWith("Out of Memory Error")) {
      return new IOException(
          doing + ": out of memory; close other programs, or use a machine with more memory");
    }
    if (message.startsWith("IO Error")) {
      return new IOException(doing + ": " + firstLine(message));
    }
    return new IOException(doing + ": failed (" + kind(message) + ")");
  }

  static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  /** DuckDB's messages start with their kind: {@code Conversion Error: …}. */
  static String kind(String message) {
    int end = message.indexOf(':');
    return end > 0 && end < 40 ? message.substring(0, end) : "unknown error";
  }
}
