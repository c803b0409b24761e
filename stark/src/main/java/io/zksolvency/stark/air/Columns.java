package io.zksolvency.stark.air;

/** Where a row of the trace holds what: statement.md, "Trace". */
public final class Columns {
  /** Lanes of a permutation's state. */
  static final int LANES = 12;

  /** Rounds of the permutation. */
  static final int ROUNDS = 7;

  /** Lanes of a digest. */
  static final int DIGEST = 4;

  /** Entries of a row. */
  static final int ENTRIES = 3;

  static final int LEAF_IN = 0;
  static final int LEAF_STATES = LEAF_IN + LANES;
  static final int NODE_LEFT = LEAF_STATES + ROUNDS * LANES;
  static final int NODE_RIGHT = NODE_LEFT + DIGEST;
  static final int NODE_STATES = NODE_RIGHT + DIGEST;
  static final int LEAF_DIGEST = NODE_STATES + ROUNDS * LANES;
  private static final int FIRST_ENTRY = LEAF_DIGEST + DIGEST;
  private static final int ENTRY_WIDTH = 7;
  static final int VALUE_LOW = FIRST_ENTRY + ENTRIES * ENTRY_WIDTH;
  static final int VALUE_HIGH = VALUE_LOW + 1;

  /** r0, r1. */
  static final int NET_REMAINDER = VALUE_HIGH + 1;

  /** c0, c1. */
  static final int NET_CARRY = NET_REMAINDER + 2;

  /** h0 to h3. */
  static final int NET_HIGH = NET_CARRY + 2;

  static final int FIRST = NET_HIGH + 4;
  static final int STEP = FIRST + 1;
  static final int CONTROL = STEP + 1;
  static final int NODE_ON = CONTROL + 1;
  static final int LEAF_INDEX = NODE_ON + 1;
  static final int NODE_INDEX = LEAF_INDEX + 1;
  static final int RANGE = NODE_INDEX + 1;
  static final int RANGE_COUNT = RANGE + 1;
  static final int PRICE_COUNT = RANGE_COUNT + 1;
  private static final int SALT = PRICE_COUNT + 1;

  /** Main columns, over the base field. */
  public static final int MAIN = SALT + 2;

  /** Helper columns of the look-ups, the first auxiliary columns. */
  static final int HELPERS = 5;

  /** Auxiliary column: running sum of the look-ups. */
  static final int SUM = HELPERS;

  /** Auxiliary column: hides the quotient. */
  static final int QUOTIENT_MASK = SUM + 1;

  private static final int DEEP_MASK = QUOTIENT_MASK + 1;

  /** Auxiliary columns, over the extension. */
  public static final int AUX = DEEP_MASK + 1;

  private Columns() {}

  static int key(int entry) {
    return FIRST_ENTRY + entry * ENTRY_WIDTH;
  }

  /** Returns the column of limb l0 to l4 of an entry. */
  static int limb(int entry, int limb) {
    return key(entry) + 1 + limb;
  }

  static int weight(int entry) {
    return key(entry) + 6;
  }
}
