package io.zksolvency.circuits.hash;

/**
 * Arithmetic in the prime field of p = 2^64 - 2^32 + 1.
 *
 * <p>An element is a {@code long} read as unsigned; arguments and results are canonical (below p).
 */
public final class Goldilocks {
  /** The modulus, 2^64 - 2^32 + 1. */
  public static final long P = 0xffffffff00000001L;

  /** 2^64 mod p. */
  private static final long EPSILON = 0xffffffffL;

  private Goldilocks() {}

  /** Returns whether {@code a}, read as unsigned, is below p. */
  public static boolean isCanonical(long a) {
    return Long.compareUnsigned(a, P) < 0;
  }

  /**
   * Returns {@code a} itself.
   *
   * @throws IllegalArgumentException if it is not below p
   */
  public static long requireCanonical(long a) {
    if (!isCanonical(a)) {
      throw new IllegalArgumentException("a field element is not below the modulus");
    }
    return a;
  }

  /** Returns a + b mod p. */
  public static long add(long a, long b) {
    long sum = a + b;
    boolean carried = Long.compareUnsigned(sum, a) < 0;
    // a + b < 2p, so one subtraction of p (adding 2^64 - p = EPSILON) is enough.
    return carried || !isCanonical(sum) ? sum + EPSILON : sum;
  }

  /** Returns a - b mod p. */
  public static long sub(long a, long b) {
    long difference = a - b;
    return Long.compareUnsigned(a, b) < 0 ? difference + P : difference;
  }

  /** Returns a * b mod p. */
  public static long mul(long a, long b) {
    long high = Math.multiplyHigh(a, b) + ((a >> 63) & b) + ((b >> 63) & a);
    return reduce(high, a * b);
  }

  /** Returns base^exponent mod p; the exponent is read as unsigned. */
  public static long pow(long base, long exponent) {
    long result = 1;
    long square = base;
    for (long rest = exponent; rest != 0; rest >>>= 1) {
      if ((rest & 1) == 1) {
        result = mul(result, square);
      }
      square = mul(square, square);
    }
    return result;
  }

  /**
   * Returns high * 2^64 + low mod p, by 2^64 = 2^32 - 1 and 2^96 = -1: the low half of {@code high}
   * counts EPSILON times, its upper half is subtracted.
   */
  static long reduce(long high, long low) {
    long upper = high >>> 32;
    long lower = high & EPSILON;
    long t = low - upper;
    if (Long.compareUnsigned(low, upper) < 0) {
      t -= EPSILON;
    }
    long product = (lower << 32) - lower;
    long sum = t + product;
    if (Long.compareUnsigned(sum, product) < 0) {
      sum += EPSILON;
    }
    return isCanonical(sum) ? sum : sum - P;
  }
}
