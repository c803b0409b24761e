package io.zksolvency.circuits.ledger;

/**
 * An entry of a control account: sums of low and of high words. The low word is not normalised, so
 * that it is exactly the sum of the accounts' low words. The text form shows nothing.
 *
 * @param low 0 to 2^42 - 1
 * @param high 0 to 2^28 - 1
 */
public record ControlEntry(int key, long low, long high) implements SplitAmount {
  /** Bits of a control account's low word. */
  public static final int LOW_BITS = 42;

  /** Bits of a high word. */
  public static final int HIGH_BITS = 28;

  /**
   * @throws IllegalArgumentException if a value is out of range, or low + 2^28 high is 2^56 or more
   */
  public ControlEntry {
    Keys.require(key);
    if (low < 0 || low >= 1L << LOW_BITS || high < 0 || high >= 1L << HIGH_BITS) {
      throw new IllegalArgumentException("a word of a control entry is out of range");
    }
    if (low + (high << Entry.LOW_BITS) >= Entry.AMOUNT_LIMIT) {
      throw new IllegalArgumentException("a control entry's amount is from 0 to 2^56 - 1");
    }
  }

  /** Returns low + 2^28 high, the amount that the leaf digest holds. */
  public long amount() {
    return low + (high << Entry.LOW_BITS);
  }

  /** Returns the entry with the same amount, as it stands one level up. */
  public Entry entry() {
    return new Entry(key, amount());
  }

  @Override
  public String toString() {
    return "ControlEntry[redacted]";
  }
}
