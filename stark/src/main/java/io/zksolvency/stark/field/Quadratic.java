package io.zksolvency.stark.field;

import io.zksolvency.circuits.hash.Goldilocks;

/**
 * An element a + b x of the extension of Goldilocks by a root of x^2 - x + 2.
 *
 * @param a canonical
 * @param b canonical
 */
public record Quadratic(long a, long b) {
  /** Bytes of an encoded element: a, then b, little-endian. */
  public static final int BYTES = 2 * Long.BYTES;

  public static final Quadratic ZERO = new Quadratic(0, 0);
  public static final Quadratic ONE = new Quadratic(1, 0);

  /** p - 2: x^(p - 2) = 1/x. */
  private static final long INVERSE_EXPONENT = Goldilocks.P - 2;

  /** Returns a base field element as one of the extension. */
  public static Quadratic of(long base) {
    return new Quadratic(base, 0);
  }

  /** Returns this + y. */
  public Quadratic add(Quadratic y) {
    return new Quadratic(Goldilocks.add(a, y.a), Goldilocks.add(b, y.b));
  }

  /** Returns this - y. */
  public Quadratic sub(Quadratic y) {
    return new Quadratic(Goldilocks.sub(a, y.a), Goldilocks.sub(b, y.b));
  }

  /** Returns -this. */
  public Quadratic negate() {
    return ZERO.sub(this);
  }

  /** Returns this * y: x^2 = x - 2 folds the product of the upper halves back. */
  public Quadratic mul(Quadratic y) {
    long lower = Goldilocks.mul(a, y.a);
    long upper = Goldilocks.mul(b, y.b);
    long all = Goldilocks.mul(Goldilocks.add(a, b), Goldilocks.add(y.a, y.b));
    return new Quadratic(
        Goldilocks.sub(lower, Goldilocks.add(upper, upper)), Goldilocks.sub(all, lower));
  }

  /** Returns this * y for a base field element y. */
  public Quadratic mul(long y) {
    return new Quadratic(Goldilocks.mul(a, y), Goldilocks.mul(b, y));
  }

  /** Returns this squared. */
  public Quadratic square() {
    return mul(this);
  }

  /** Returns this^exponent; the exponent is read as unsigned. */
  public Quadratic pow(long exponent) {
    Quadratic result = ONE;
    Quadratic square = this;
    for (long rest = exponent; rest != 0; rest >>>= 1) {
      if ((rest & 1) == 1) {
        result = result.mul(square);
      }
      square = square.square();
    }
    return result;
  }

  /** Returns 1 / this, or 0 for 0. */
  public Quadratic inverse() {
    // The conjugate of x is 1 - x, so this * conjugate = a^2 + a b + 2 b^2, a base field element.
    long sum = Goldilocks.add(a, b);
    long square = Goldilocks.mul(b, b);
    long norm = Goldilocks.add(Goldilocks.mul(a, sum), Goldilocks.add(square, square));
    Quadratic conjugate = new Quadratic(sum, Goldilocks.sub(0, b));
    return conjugate.mul(Goldilocks.pow(norm, INVERSE_EXPONENT));
  }
}
