package io.zksolvency.circuits.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * Adds up the entries of a ledger, low and high words apart, into its control account.
 *
 * <p>Sums stay below 2^63 for any ledger of up to 2^35 entries. Not thread-safe. Secret until
 * published: the text form shows nothing.
 */
public final class ControlTotals {
  private static final long LOW_MOST = (1L << ControlEntry.LOW_BITS) - 1;

  /**
   * Largest high word beside any low word: 2^28 h <= 2^56 - 2^42 - 2^28, so that adding a low word
   * below 2^42 stays below 2^56. Thus both words can be cut independently.
   */
  private static final long HIGH_MOST =
      (1L << ControlEntry.HIGH_BITS) - (1L << (ControlEntry.LOW_BITS - Entry.LOW_BITS)) - 1;

  private final long[] low;
  private final long[] high;

  /** Starts at zero for keys 0 .. keys - 1. */
  public ControlTotals(int keys) {
    low = new long[keys];
    high = new long[keys];
  }

  /**
   * Adds an entry of an account.
   *
   * @throws IllegalArgumentException if the key is not one of this ledger's
   */
  public void add(Entry entry) {
    if (entry.key() >= low.length) {
      throw new IllegalArgumentException("an entry's key is not in the asset table");
    }
    low[entry.key()] += entry.low();
    high[entry.key()] += entry.high();
  }

  /**
   * Returns the control account's entries: every key in ascending order, few entries of each, but
   * at least one; the words of each key add up to the sums of the words added.
   */
  public List<ControlEntry> controlEntries() {
    List<ControlEntry> entries = new ArrayList<>(low.length);
    for (int key = 0; key < low.length; key++) {
      long lowRest = low[key];
      long highRest = high[key];
      do {
        long lowPart = Math.min(lowRest, LOW_MOST);
        long highPart = Math.min(highRest, HIGH_MOST);
        entries.add(new ControlEntry(key, lowPart, highPart));
        lowRest -= lowPart;
        highRest -= highPart;
      } while (lowRest > 0 || highRest > 0);
    }
    return entries;
  }

  @Override
  public String toString() {
    return "ControlTotals[redacted]";
  }
}
