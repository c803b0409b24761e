package io.zksolvency.prover.ingest;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.postgresql.core.Parser;

/**
 * Which rows of a PostgreSQL database are balances: one SELECT.
 *
 * @param where names them, for messages
 * @param sql without a semicolon at its end
 */
public record PostgresqlRows(String where, String sql) {
  private static final String NAME = "[\\p{L}_][\\p{L}\\p{N}_$]{0,62}";

  /**
   * Returns all rows of a table or view.
   *
   * @param name as the catalogue spells it, with its schema and a point before it where needed
   * @throws InputException if it is no such name
   */
  public static PostgresqlRows table(String name) throws InputException {
    if (!name.matches(NAME + "(\\." + NAME + ")?")) {
      throw new InputException(
          "the table's name is not letters, digits and _, with its schema and a point before it"
              + " where needed; a query can name others");
    }
    String quoted =
        Arrays.stream(name.split("\\."))
            .map(PostgresqlRows::quoted)
            .collect(Collectors.joining("."));
    return new PostgresqlRows("table " + name, "SELECT * FROM " + quoted);
  }

  /**
   * Returns the rows of a query.
   *
   * @throws InputException if it is not one statement, read as the driver reads it
   */
  public static PostgresqlRows query(String sql) throws InputException {
    String text = sql.strip();
    while (text.endsWith(";")) {
      text = text.substring(0, text.length() - 1).strip();
    }
    // A second statement could leave the read-only transaction; here, or once in parentheses.
    if (statements(text) != 1 || statements("(" + text + "\n)") != 1) {
      throw new InputException("the PostgreSQL query must be one statement: SELECT account_id, …");
    }
    return new PostgresqlRows("the result of the PostgreSQL query", text);
  }

  /** Counts as the driver does. */
  private static int statements(String sql) throws InputException {
    try {
      return Parser.parseJdbcSql(sql, true, false, true, false, false).size();
    } catch (SQLException e) {
      throw new InputException("the PostgreSQL query can't be read: check its quotes");
    }
  }

  static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  @Override
  public String toString() {
    return where;
  }
}
