package io.zksolvency.stark.air;

import io.zksolvency.stark.field.Cubic;

/** Words put together from limbs of 14 bits. */
final class Limbs {
  /** Bits of a limb: the range table holds 0 to 2^14 - 1. */
  static final int BITS = 14;

  /** Bits of an amount's low word; the control account's has a third limb, l4, above. */
  static final int WORD_BITS = 2 * BITS;

  private Limbs() {}

  /** Returns lo = l0 + 2^14 l1 + 2^28 l4 of an entry. */
  static Cubic low(Cubic[] row, int entry) {
    return compose(
        BITS,
        row[Columns.limb(entry, 0)],
        row[Columns.limb(entry, 1)],
        row[Columns.limb(entry, 4)]);
  }

  /** Returns hi = l2 + 2^14 l3 of an entry. */
  static Cubic high(Cubic[] row, int entry) {
    return compose(BITS, row[Columns.limb(entry, 2)], row[Columns.limb(entry, 3)]);
  }

  /** Returns the sum of digits[i] * 2^(bits i). */
  static Cubic compose(int bits, Cubic... digits) {
    Cubic sum = Cubic.ZERO;
    for (int i = digits.length - 1; i >= 0; i--) {
      sum = sum.mul(1L << bits).add(digits[i]);
    }
    return sum;
  }
}
