package io.zksolvency.stark.air;

import io.zksolvency.stark.field.Quadratic;

/** A sum of fractions over their common denominator. */
final class Fractions {
  private Quadratic numerator = Quadratic.ZERO;
  private Quadratic denominator = Quadratic.ONE;

  /** Adds n / d. */
  Fractions add(Quadratic n, Quadratic d) {
    numerator = numerator.mul(d).add(denominator.mul(n));
    denominator = denominator.mul(d);
    return this;
  }

  /** Returns (value - sum of the fractions) * denominator: zero if value is the sum. */
  Quadratic differenceFrom(Quadratic value) {
    return value.mul(denominator).sub(numerator);
  }
}
