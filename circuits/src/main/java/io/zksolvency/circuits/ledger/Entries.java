package io.zksolvency.circuits.ledger;

import java.util.ArrayList;
import java.util.List;

/** Amounts larger than one entry holds. */
public final class Entries {
  private Entries() {}

  /**
   * Returns entries of one key that add up to the amount, as few as possible; none for 0.
   *
   * @param amount base units, not negative
   * @throws IllegalArgumentException if the key or the amount is out of range
   */
  public static List<Entry> split(int key, long amount) {
    if (amount < 0) {
      throw new IllegalArgumentException("an amount is not negative");
    }
    List<Entry> entries = new ArrayList<>();
    for (long rest = amount; rest > 0; ) {
      long part = Math.min(rest, Entry.AMOUNT_LIMIT - 1);
      entries.add(new Entry(key, part));
      rest -= part;
    }
    return entries;
  }
}
