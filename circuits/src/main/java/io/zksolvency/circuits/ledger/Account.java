package io.zksolvency.circuits.ledger;

import java.util.List;

/** One account of a ledger: secret, so the text form shows nothing. Immutable. */
public record Account(AccountTag tag, List<Entry> entries) {
  /** Entries that share a row, which is one sponge step. */
  public static final int ENTRIES_PER_ROW = 3;

  public Account {
    entries = List.copyOf(entries);
  }

  /** Returns the number of rows this account takes. */
  public int rows() {
    return rowsFor(entries.size());
  }

  /** Returns the rows of an account with so many entries; one without entries takes one. */
  public static int rowsFor(int entries) {
    return Math.max(1, (entries + ENTRIES_PER_ROW - 1) / ENTRIES_PER_ROW);
  }

  @Override
  public String toString() {
    return "Account[redacted]";
  }
}
