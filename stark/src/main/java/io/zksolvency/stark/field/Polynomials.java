package io.zksolvency.stark.field;

import io.zksolvency.circuits.hash.Goldilocks;

/** Polynomials by their coefficients, lowest first. */
public final class Polynomials {
  private Polynomials() {}

  /**
   * Returns the coefficients of the polynomial that takes these values on a domain, in its order.
   *
   * @param values as many as a domain has points, at least one
   */
  public static long[] interpolate(long[] values) {
    int n = values.length;
    int log2 = Integer.numberOfTrailingZeros(n);
    long root = Goldilocks.pow(Domain.of(log2).generator(), n - 1L);
    long[] coefficients = new long[n];
    for (int i = 0; i < n; i++) {
      coefficients[n == 1 ? 0 : Integer.reverse(i) >>> (Integer.SIZE - log2)] = values[i];
    }
    for (int half = 1; half < n; half *= 2) {
      transform(coefficients, half, Goldilocks.pow(root, n / (2 * half)));
    }
    long scale = Goldilocks.pow(n, Goldilocks.P - 2);
    for (int i = 0; i < n; i++) {
      coefficients[i] = Goldilocks.mul(coefficients[i], scale);
    }
    return coefficients;
  }

  /** Joins transforms of {@code half} points each into transforms of twice as many. */
  private static void transform(long[] values, int half, long root) {
    for (int start = 0; start < values.length; start += 2 * half) {
      long power = 1;
      for (int i = start; i < start + half; i++) {
        long even = values[i];
        long odd = Goldilocks.mul(values[i + half], power);
        values[i] = Goldilocks.add(even, odd);
        values[i + half] = Goldilocks.sub(even, odd);
        power = Goldilocks.mul(power, root);
      }
    }
  }

  /** Returns the value at x of the polynomial with these coefficients. */
  public static Cubic evaluate(long[] coefficients, Cubic x) {
    Cubic value = Cubic.ZERO;
    for (int i = coefficients.length - 1; i >= 0; i--) {
      value = value.mul(x).add(Cubic.of(coefficients[i]));
    }
    return value;
  }

  /**
   * Returns the value at x of the polynomial that takes values[i] at shift * g^i, where g generates
   * the domain of as many points.
   */
  public static Cubic evaluateInterpolation(Cubic[] values, long shift, Cubic x) {
    long[] a = new long[values.length];
    long[] b = new long[values.length];
    long[] c = new long[values.length];
    for (int i = 0; i < values.length; i++) {
      a[i] = values[i].a();
      b[i] = values[i].b();
      c[i] = values[i].c();
    }
    // The domain lies in the base field, so that coordinates interpolate apart.
    Cubic scaled = x.mul(Goldilocks.pow(shift, Goldilocks.P - 2));
    Cubic upper = evaluate(interpolate(c), scaled).mul(Cubic.ROOT);
    upper = evaluate(interpolate(b), scaled).add(upper).mul(Cubic.ROOT);
    return evaluate(interpolate(a), scaled).add(upper);
  }
}
