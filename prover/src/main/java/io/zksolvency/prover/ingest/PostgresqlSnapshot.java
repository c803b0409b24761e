package io.zksolvency.prover.ingest;

import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Copies rows of PostgreSQL into the table {@code staged}: by a cursor, in one repeatable-read and
 * read-only transaction, so all of them as they were at one moment, in bounded memory.
 */
final class PostgresqlSnapshot {
  private static final int FETCH_ROWS = 5_000;
  private static final Set<Integer> TEXTS = Set.of(Types.VARCHAR, Types.CHAR, Types.LONGVARCHAR);
  private static final Set<Integer> INTEGERS = Set.of(Types.SMALLINT, Types.INTEGER, Types.BIGINT);

  private final LedgerDatabase database;
  private final PostgresqlRows rows;
  private final Consumer<String> progress;

  private PostgresqlSnapshot(
      LedgerDatabase database, PostgresqlRows rows, Consumer<String> progress) {
    this.database = database;
    this.rows = rows;
    this.progress = progress;
  }

  /** Fills the table; the database has none yet. */
  static StagedRows load(
      LedgerDatabase database, AccountsSource.InPostgresql source, Consumer<String> progress)
      throws IOException, InputException {
    try (Connection connection = source.connection().dataSource().getConnection()) {
      connection.setAutoCommit(false);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return new PostgresqlSnapshot(database, source.rows(), progress).copy(connection);
    } catch (SQLException e) {
      throw PostgresqlFailures.explain(source.rows().where(), e);
    }
  }

  private StagedRows copy(Connection connection) throws SQLException, IOException, InputException {
    try (Statement statement = database.atWork(connection.createStatement())) {
      statement.setEscapeProcessing(false);
      // Quotes are read here as they were when the query was checked.
      statement.execute("SET LOCAL standard_conforming_strings = on");
      List<String> names = new ArrayList<>();
      List<String> texts = new ArrayList<>();
      AccountForm form;
      try (ResultSet none =
          statement.executeQuery("SELECT * FROM (%s\n) AS rows LIMIT 0".formatted(rows.sql()))) {
        form = columns(none.getMetaData(), names, texts);
      }
      database.requireNotInterrupted();
      statement.setFetchSize(FETCH_ROWS);
      try (ResultSet all =
          statement.executeQuery(
              "SELECT %s FROM (%s\n) AS rows".formatted(String.join(", ", texts), rows.sql()))) {
        append(all, names.size());
      }
      return new StagedRows(Optional.empty(), rows.where(), "row", 0, form);
    }
  }

  /** Exact types only, each written out as text by PostgreSQL itself. */
  private AccountForm columns(ResultSetMetaData found, List<String> names, List<String> texts)
      throws SQLException, InputException {
    for (int i = 1; i <= found.getColumnCount(); i++) {
      names.add(found.getColumnLabel(i));
    }
    AccountForm form = AccountForm.recognise(rows.where(), names);
    for (int i = 1; i <= names.size(); i++) {
      requireExact(found, i, i - 1 == form.idColumn());
      String column = PostgresqlRows.quoted(names.get(i - 1));
      String exact =
          found.getColumnType(i) == Types.NUMERIC ? "trim_scale(" + column + ")" : column;
      texts.add("CAST(" + exact + " AS text)");
    }
    return form;
  }

  private void requireExact(ResultSetMetaData found, int column, boolean id)
      throws SQLException, InputException {
    int type = found.getColumnType(column);
    String name = found.getColumnTypeName(column);
    boolean exact =
        TEXTS.contains(type)
            || INTEGERS.contains(type)
            || (id ? name.equals("uuid") : type == Types.NUMERIC);
    if (exact) {
      return;
    }
    String where =
        "%s, column %s: its type %s".formatted(rows.where(), found.getColumnLabel(column), name);
    throw new InputException(
        name.equals("float4") || name.equals("float8")
            ? where
                + " is binary floating point, which rounds amounts; expected numeric, an integer"
                + " or text"
            : where
                + " is none of those that are read: "
                + (id ? "text, an integer or uuid" : "numeric, an integer or text"));
  }

  private void append(ResultSet from, int columns)
      throws SQLException, IOException, InputException {
    StringBuilder table = new StringBuilder();
    for (int i = 0; i < columns; i++) {
      table.append(i == 0 ? "" : ", ").append('c').append(i).append(" VARCHAR");
    }
    database.run("CREATE TABLE staged(" + table + ")");
    long count = 0;
    long told = FETCH_ROWS;
    List<String[]> some = new ArrayList<>(FETCH_ROWS);
    try (RowAppender to = new RowAppender(database)) {
      while (from.next()) {
        String[] row = new String[columns];
        for (int i = 0; i < columns; i++) {
          row[i] = from.getString(i + 1);
        }
        some.add(row);
        if (some.size() == FETCH_ROWS) {
          database.requireNotInterrupted();
          to.append(some);
          count += some.size();
          some.clear();
          if (count >= told) {
            progress.accept("reading balances: %,d rows".formatted(count));
            told = count + Math.max(FETCH_ROWS, count / 10); // some lines, however many rows
          }
        }
      }
      to.append(some);
    }
    if (count + some.size() == 0) {
      throw new InputException(rows.where() + " has no rows");
    }
  }
}
