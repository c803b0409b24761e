package io.zksolvency.service.store;

import io.zksolvency.prover.ingest.InputException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** All that differs between the databases in which metadata may lie. */
interface Dialect {
  /** Returns where connections come from. */
  DataSource connections();

  /** Returns how this database spells what the migrations leave open. */
  Map<String, String> spellings();

  /**
   * Makes the session the only one in the world that may write, until it ends; called on every new
   * session before it writes.
   *
   * @throws StoreException if another server's session is that
   */
  void claim(Connection writer) throws SQLException, StoreException;

  /**
   * Returns what an operator can understand of a failure to open.
   *
   * @throws InputException if it is the settings' fault
   */
  IOException openingFailed(SQLException e) throws InputException;
}
