package io.zksolvency.service.store;

import java.io.IOException;

/** The store failed; the message names the step and SQLite's code, no value. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1;

  StoreException(String doing, java.sql.SQLException e) {
    super(doing + " failed in the store (code " + e.getErrorCode() + ")");
  }
}
