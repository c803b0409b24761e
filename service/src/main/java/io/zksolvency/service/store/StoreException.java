package io.zksolvency.service.store;

import java.io.IOException;
import java.sql.SQLException;
import java.sql.SQLTransientException;

/** The store failed; the message names the step and the store's own code, no value. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1;
  private static final int SQLITE_BUSY = 5;

  private final boolean passing;

  StoreException(String doing, SQLException e) {
    this(
        doing
            + " failed in the store ("
            + (e.getSQLState() == null ? "code " + e.getErrorCode() : "SQLSTATE " + e.getSQLState())
            + ")",
        isPassing(e));
  }

  StoreException(String message, boolean passing) {
    super(message);
    this.passing = passing;
  }

  /** Returns if the same may succeed later: the store can't be reached, or has too much to do. */
  public boolean isPassing() {
    return passing;
  }

  /** Returns if it is about the connection or the server's state, not about what was asked. */
  static boolean isPassing(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return e instanceof SQLTransientException
        || e.getErrorCode() == SQLITE_BUSY
        || state.startsWith("08")
        || state.startsWith("40")
        || state.startsWith("53")
        || state.startsWith("57P");
  }
}
