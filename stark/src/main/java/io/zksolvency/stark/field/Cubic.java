package io.zksolvency.stark.field;

import io.zksolvency.circuits.hash.Goldilocks;

/**
 * An element a + b x + c x^2 of the extension of Goldilocks by a root of x^3 - x - 1.
 *
 * @param a canonical
 * @param b canonical
 * @param c canonical
 */
public record Cubic(long a, long b, long c) {
  /** Coordinates over the base field. */
  public static final int DEGREE = 3;

  /** Bytes of an encoded element: a, b, then c, little-endian. */
  public static final int BYTES = DEGREE * Long.BYTES;

  public static final Cubic ZERO = new Cubic(0, 0, 0);
  public static final Cubic ONE = new Cubic(1, 0, 0);

  /** The root, x. */
  static final Cubic ROOT = new Cubic(0, 1, 0);

  /** p - 2: x^(p - 2) = 1/x. */
  private static final long INVERSE_EXPONENT = Goldilocks.P - 2;

  /** Returns a base field element as one of the extension. */
  public static Cubic of(long base) {
    return new Cubic(base, 0, 0);
  }

  /** Returns this + y. */
  public Cubic add(Cubic y) {
    return new Cubic(Goldilocks.add(a, y.a), Goldilocks.add(b, y.b), Goldilocks.add(c, y.c));
  }

  /** Returns this - y. */
  public Cubic sub(Cubic y) {
    return new Cubic(Goldilocks.sub(a, y.a), Goldilocks.sub(b, y.b), Goldilocks.sub(c, y.c));
  }

  /** Returns -this. */
  public Cubic negate() {
    return ZERO.sub(this);
  }

  /** Returns this * y: x^3 = x + 1 and x^4 = x^2 + x fold the product's upper part back. */
  public Cubic mul(Cubic y) {
    long constant = Goldilocks.mul(a, y.a);
    long linear = Goldilocks.add(Goldilocks.mul(a, y.b), Goldilocks.mul(b, y.a));
    long square =
        Goldilocks.add(
            Goldilocks.add(Goldilocks.mul(a, y.c), Goldilocks.mul(c, y.a)), Goldilocks.mul(b, y.b));
    long third = Goldilocks.add(Goldilocks.mul(b, y.c), Goldilocks.mul(c, y.b));
    long fourth = Goldilocks.mul(c, y.c);
    return new Cubic(
        Goldilocks.add(constant, third),
        Goldilocks.add(linear, Goldilocks.add(third, fourth)),
        Goldilocks.add(square, fourth));
  }

  /** Returns this * y for a base field element y. */
  public Cubic mul(long y) {
    return new Cubic(Goldilocks.mul(a, y), Goldilocks.mul(b, y), Goldilocks.mul(c, y));
  }

  /** Returns this squared. */
  public Cubic square() {
    return mul(this);
  }

  /** Returns this^exponent; the exponent is read as unsigned. */
  public Cubic pow(long exponent) {
    Cubic result = ONE;
    Cubic square = this;
    for (long rest = exponent; rest != 0; rest >>>= 1) {
      if ((rest & 1) == 1) {
        result = result.mul(square);
      }
      square = square.square();
    }
    return result;
  }

  /**
   * Returns 1 / this, or 0 for 0: by Cramer's rule, as multiplication by this is the matrix with
   * rows (a, c, b), (b, a + c, b + c), (c, b, a + c).
   */
  public Cubic inverse() {
    long ac = Goldilocks.add(a, c);
    long bc = Goldilocks.add(b, c);
    long first = Goldilocks.sub(Goldilocks.mul(ac, ac), Goldilocks.mul(b, bc));
    long second = Goldilocks.sub(Goldilocks.mul(c, bc), Goldilocks.mul(b, ac));
    long third = Goldilocks.sub(Goldilocks.mul(b, b), Goldilocks.mul(c, ac));
    long norm =
        Goldilocks.add(
            Goldilocks.add(Goldilocks.mul(a, first), Goldilocks.mul(c, second)),
            Goldilocks.mul(b, third));
    return new Cubic(first, second, third).mul(Goldilocks.pow(norm, INVERSE_EXPONENT));
  }
}
