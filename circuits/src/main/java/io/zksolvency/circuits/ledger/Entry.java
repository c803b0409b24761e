package io.zksolvency.circuits.ledger;

/**
 * An amount of one key in an account. Secret in customers' accounts: the text form shows nothing.
 *
 * @param key see {@link Keys}
 * @param amount base units, 0 to 2^56 - 1
 */
public record Entry(int key, long amount) implements SplitAmount {
  /** Bits of an amount. */
  public static final int AMOUNT_BITS = 56;

  /** Bits of the low word of an amount. */
  public static final int LOW_BITS = 28;

  /** Amounts are below this. */
  public static final long AMOUNT_LIMIT = 1L << AMOUNT_BITS;

  /**
   * @throws IllegalArgumentException if the key or the amount is out of range; the message does not
   *     hold the amount
   */
  public Entry {
    Keys.require(key);
    if (amount < 0 || amount >= AMOUNT_LIMIT) {
      throw new IllegalArgumentException("an entry's amount is from 0 to 2^56 - 1");
    }
  }

  /** Returns the low 28 bits of the amount. */
  @Override
  public long low() {
    return amount & ((1L << LOW_BITS) - 1);
  }

  /** Returns the amount above its low 28 bits. */
  @Override
  public long high() {
    return amount >>> LOW_BITS;
  }

  @Override
  public String toString() {
    return "Entry[redacted]";
  }
}
