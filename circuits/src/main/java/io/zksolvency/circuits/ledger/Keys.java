package io.zksolvency.circuits.ledger;

/**
 * The key of an entry: 2 * asset for equity (owed to the customer), one more for debt (owed by).
 */
public final class Keys {
  /** Keys are below this: three fit into one field element. */
  public static final int LIMIT = 1 << 16;

  private Keys() {}

  /** Returns the key of what customers own of asset i. */
  public static int equity(int asset) {
    return 2 * asset;
  }

  /** Returns the key of what customers owe of asset i. */
  public static int debt(int asset) {
    return 2 * asset + 1;
  }

  /** Returns the index of the key's asset. */
  public static int asset(int key) {
    return key >> 1;
  }

  /** Returns whether the key is a debt's. */
  public static boolean isDebt(int key) {
    return (key & 1) == 1;
  }

  /**
   * Returns the key itself.
   *
   * @throws IllegalArgumentException if it is not in 0 .. 2^16 - 1
   */
  static int require(int key) {
    if (key < 0 || key >= LIMIT) {
      throw new IllegalArgumentException("a key is from 0 to 65535");
    }
    return key;
  }
}
