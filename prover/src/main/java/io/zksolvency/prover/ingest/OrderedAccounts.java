package io.zksolvency.prover.ingest;

import io.zksolvency.circuits.ledger.Entries;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.Keys;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** The finished balance database, read-only: accounts by their position. Not thread-safe. */
public final class OrderedAccounts implements AutoCloseable {
  /** Accounts sorted and joined at a time: bounds memory. */
  private static final long CHUNK = 1 << 15;

  private final LedgerDatabase database;

  private OrderedAccounts(LedgerDatabase database) {
    this.database = database;
  }

  /** Opens what {@link AccountIngestion} has made. */
  public static OrderedAccounts open(Path file, LedgerDatabase.Limits limits) throws IOException {
    return new OrderedAccounts(LedgerDatabase.openReadOnly(file, limits));
  }

  /** Receives accounts with their entries: by asset, equity first, large amounts split. */
  @FunctionalInterface
  public interface AccountReader {
    void accept(String accountId, List<Entry> entries);
  }

  /** Hands over the accounts at positions {@code from} to {@code to - 1}, in order. */
  public void read(long from, long to, AccountReader reader) throws IOException {
    for (long start = from; start < to; start += CHUNK) {
      readChunk(start, Math.min(to, start + CHUNK), reader);
    }
  }

  private void readChunk(long from, long to, AccountReader reader) throws IOException {
    Grouping grouping = new Grouping(reader);
    database.query(
        """
        SELECT position, id, asset, equity, debt
        FROM (SELECT rowid AS position, id FROM account WHERE rowid >= %1$d AND rowid < %2$d)
        LEFT JOIN (SELECT * FROM balance WHERE position >= %1$d AND position < %2$d) USING (position)
        ORDER BY position, asset
        """
            .formatted(from, to),
        grouping::accept);
    grouping.end();
    if (grouping.accounts != to - from) {
      throw database.damaged("accounts are missing");
    }
  }

  /** Returns the position of an account, if it is among these. */
  public OptionalLong find(String accountId) throws IOException {
    try (PreparedStatement select =
        database.connection().prepareStatement("SELECT rowid FROM account WHERE id = ?")) {
      select.setString(1, accountId);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? OptionalLong.of(rows.getLong(1)) : OptionalLong.empty();
      }
    } catch (SQLException e) {
      throw database.failing("looking for an account", e);
    }
  }

  /** Returns the id at a position. */
  public String idAt(long position) throws IOException {
    List<String> ids = new ArrayList<>();
    database.query(
        "SELECT id FROM account WHERE rowid = " + position, row -> ids.add(row.getString(1)));
    return ids.get(0);
  }

  /** Makes the reading under way, and every later one, fail; may be called from any thread. */
  public void interrupt() {
    database.interrupt();
  }

  @Override
  public void close() throws IOException {
    database.close();
  }

  /** Gathers the rows of one account after the other. */
  private static final class Grouping {
    private final AccountReader reader;
    private String id;
    private long position = -1;
    private List<Entry> entries = new ArrayList<>();
    private long accounts;

    Grouping(AccountReader reader) {
      this.reader = reader;
    }

    void accept(ResultSet row) throws SQLException {
      if (row.getLong(1) != position) {
        end();
        position = row.getLong(1);
        id = row.getString(2);
      }
      int asset = row.getInt(3);
      if (!row.wasNull()) {
        entries.addAll(Entries.split(Keys.equity(asset), row.getLong(4)));
        entries.addAll(Entries.split(Keys.debt(asset), row.getLong(5)));
      }
    }

    void end() {
      if (id != null) {
        accounts++;
        reader.accept(id, entries);
        entries = new ArrayList<>();
        id = null;
      }
    }
  }
}
