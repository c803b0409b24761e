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
  /** Accounts whose ids are in memory at a time. */
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

  // Both tables were written in the order of positions, and DuckDB keeps the order of insertion:
  // nothing has to be sorted or
  // joined here. That the rows do come in order is checked.
  private void readChunk(long from, long to, AccountReader reader) throws IOException {
    List<String> ids = new ArrayList<>(Math.toIntExact(to - from));
    database.query(
        "SELECT rowid, id FROM account WHERE rowid >= %d AND rowid < %d".formatted(from, to),
        row -> {
          if (row.getLong(1) != from + ids.size()) {
            throw outOfOrder();
          }
          ids.add(row.getString(2));
        });
    if (ids.size() != to - from) {
      throw database.damaged("accounts are missing");
    }
    readEntries(
        from, to, (position, entries) -> reader.accept(ids.get((int) (position - from)), entries));
  }

  /** Receives what accounts hold, by their position. */
  @FunctionalInterface
  public interface EntriesReader {
    void accept(long position, List<Entry> entries);
  }

  /**
   * Hands over the entries of the accounts at positions {@code from} to {@code to - 1}, in order.
   */
  public void readEntries(long from, long to, EntriesReader reader) throws IOException {
    Grouping grouping = new Grouping(from, reader);
    database.query(
        "SELECT position, asset, equity, debt FROM balance WHERE position >= %d AND position < %d"
            .formatted(from, to),
        row -> grouping.accept(row, this));
    grouping.endBefore(to);
  }

  private IOException outOfOrder() {
    return database.damaged("rows are not in their order");
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

  /** Gathers the rows of one account after the other; an account without rows has no entries. */
  private static final class Grouping {
    private final EntriesReader reader;
    private long position;
    private int lastAsset = -1;
    private List<Entry> entries = new ArrayList<>();

    Grouping(long from, EntriesReader reader) {
      this.reader = reader;
      position = from;
    }

    void accept(ResultSet row, OrderedAccounts source) throws SQLException, IOException {
      long next = row.getLong(1);
      int asset = row.getInt(2);
      if (next < position || (next == position && asset <= lastAsset)) {
        throw source.outOfOrder();
      }
      endBefore(next);
      lastAsset = asset;
      add(Keys.equity(asset), row.getLong(3));
      add(Keys.debt(asset), row.getLong(4));
    }

    private void add(int key, long amount) {
      if (amount > 0 && amount < Entry.AMOUNT_LIMIT) {
        entries.add(new Entry(key, amount));
      } else {
        entries.addAll(Entries.split(key, amount));
      }
    }

    /** Hands over every account before a position. */
    void endBefore(long next) {
      for (; position < next; position++) {
        reader.accept(position, entries);
        entries = new ArrayList<>();
        lastAsset = -1;
      }
    }
  }
}
