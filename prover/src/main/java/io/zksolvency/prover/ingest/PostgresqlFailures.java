package io.zksolvency.prover.ingest;

import java.io.IOException;
import java.sql.SQLException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** Says what went wrong with PostgreSQL, and repeats no data. */
public final class PostgresqlFailures {
  private static final String QUERY_CANCELED = "57014";

  private PostgresqlFailures() {}

  /**
   * Returns a failure of the network or the server.
   *
   * @param where names the source or setting
   * @throws InputException instead, if settings, rights or a query are at fault
   */
  public static IOException explain(String where, SQLException e) throws InputException {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    String kind = state.length() < 2 ? "" : state.substring(0, 2);
    switch (kind) {
      case "28" ->
          throw new InputException(
              where + ": PostgreSQL refuses this user or password" + code(state));
      case "3D" ->
          throw new InputException(
              where + ": there is no such database on this PostgreSQL" + code(state));
      case "22" ->
          throw new InputException(
              where + ": PostgreSQL can't compute the query for one of its rows" + code(state));
      case "25" ->
          throw new InputException(
              where
                  + ": the query writes; balances are read in a read-only transaction"
                  + code(state));
      // These are about the text of the query and the names in it.
      case "42", "3F", "26", "0A" ->
          throw new InputException(where + ": " + words(e) + code(state));
      case "08" -> {
        if (state.equals("08004")) {
          throw new InputException(
              where + ": PostgreSQL refuses the connection; check user and password" + code(state));
        }
        return new IOException(where + ": no connection to PostgreSQL" + code(state));
      }
      default -> {
        return new IOException(
            where
                + (state.equals(QUERY_CANCELED)
                    ? ": PostgreSQL stopped the query"
                    : ": PostgreSQL failed")
                + code(state));
      }
    }
  }

  private static String code(String state) {
    return state.isEmpty() ? "" : " (SQLSTATE " + state + ")";
  }

  private static String words(SQLException e) {
    ServerErrorMessage message =
        e instanceof PSQLException known ? known.getServerErrorMessage() : null;
    return message == null || message.getMessage() == null
        ? "the query is wrong"
        : LedgerDatabase.firstLine(message.getMessage());
  }
}
