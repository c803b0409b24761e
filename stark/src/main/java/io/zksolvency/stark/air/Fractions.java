package io.zksolvency.stark.air;

import io.zksolvency.stark.field.Cubic;

/** A sum of fractions over their common denominator. */
final class Fractions {
  private Cubic numerator = Cubic.ZERO;
  private Cubic denominator = Cubic.ONE;

  /** Adds n / d. */
  Fractions add(Cubic n, Cubic d) {
    numerator = numerator.mul(d).add(denominator.mul(n));
    denominator = denominator.mul(d);
    return this;
  }

  /** Returns (value - sum of the fractions) * denominator: zero if value is the sum. */
  Cubic differenceFrom(Cubic value) {
    return value.mul(denominator).sub(numerator);
  }
}
