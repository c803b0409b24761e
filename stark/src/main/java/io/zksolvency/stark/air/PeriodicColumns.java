package io.zksolvency.stark.air;

import io.zksolvency.circuits.hash.Goldilocks;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.field.Polynomials;

/**
 * Values at one point of the columns that everyone knows: the price table, repeated along the
 * trace, and the 8th roots of unity.
 *
 * @param key of the price table's row
 * @param weight of the price table's row
 * @param root 8th root of unity, Y = X^(n/8)
 */
public record PeriodicColumns(Cubic key, Cubic weight, Cubic root) {
  private static final int ROOTS = 8;

  /** Returns the values at x. */
  public static PeriodicColumns at(Cubic x, PublicInputs inputs) {
    long[] weights = inputs.weights();
    int rows = Math.max(2, Integer.highestOneBit(2 * weights.length - 1));
    long[] keys = new long[rows];
    long[] values = new long[rows];
    for (int row = 0; row < rows; row++) {
      // Filled up to a power of two with copies of key 0.
      int key = row < weights.length ? row : 0;
      keys[row] = key;
      values[row] = element(weights[key]);
    }
    int traceRows = 1 << inputs.log2Rows();
    // A column of period m is a polynomial in X^(n/m).
    Cubic power = x.pow(traceRows / rows);
    return new PeriodicColumns(
        Polynomials.evaluate(Polynomials.interpolate(keys), power),
        Polynomials.evaluate(Polynomials.interpolate(values), power),
        x.pow(traceRows / ROOTS));
  }

  /** Returns the field element of a signed integer. */
  static long element(long value) {
    return value < 0 ? Goldilocks.sub(0, -value) : value;
  }
}
