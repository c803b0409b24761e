package io.zksolvency.circuits.hash;

import static io.zksolvency.circuits.hash.Goldilocks.add;
import static io.zksolvency.circuits.hash.Goldilocks.mul;

/**
 * Rescue-Prime over Goldilocks, as winterfell's {@code Rp64_256}: 12 lanes, 7 rounds; lanes 0-3 are
 * the capacity, 4-11 the rate, 4-7 the digest.
 *
 * <p>Not constant-time. Source: ePrint 2020/1143, winter-crypto 0.13.1.
 */
public final class RescuePrime {
  /** Number of lanes of a state. */
  public static final int WIDTH = 12;

  private static final int ROUNDS = 7;
  private static final int DIGEST_START = 4;
  private static final long LOW_WORD = 0xffffffffL;

  /** MDS[lane * WIDTH + c], unrolled from its first row. */
  private static final long[] MDS = new long[WIDTH * WIDTH];

  static {
    for (int lane = 0; lane < WIDTH; lane++) {
      for (int c = 0; c < WIDTH; c++) {
        MDS[lane * WIDTH + c] = RescueConstants.mds(lane, c);
      }
    }
  }

  private RescuePrime() {}

  /**
   * Replaces the state by its image under the permutation.
   *
   * @param state 12 canonical field elements
   */
  public static void permute(long[] state) {
    if (state.length != WIDTH) {
      throw new IllegalArgumentException("a state has 12 lanes");
    }
    for (int round = 0; round < ROUNDS; round++) {
      for (int lane = 0; lane < WIDTH; lane++) {
        state[lane] = seventhPower(state[lane]);
      }
      mixAndAdd(state, RescueConstants.ARK1[round]);
      seventhRoots(state);
      mixAndAdd(state, RescueConstants.ARK2[round]);
    }
  }

  /** Returns the digest of the tree node with these two children. */
  public static Digest merge(Digest left, Digest right) {
    // Lane 0 holds the number of elements hashed, 8.
    long[] state = {
      8,
      0,
      0,
      0,
      left.e0(),
      left.e1(),
      left.e2(),
      left.e3(),
      right.e0(),
      right.e1(),
      right.e2(),
      right.e3()
    };
    permute(state);
    return digest(state);
  }

  /** Returns the digest lanes of a state. */
  static Digest digest(long[] state) {
    return new Digest(
        state[DIGEST_START],
        state[DIGEST_START + 1],
        state[DIGEST_START + 2],
        state[DIGEST_START + 3]);
  }

  private static long seventhPower(long x) {
    long square = mul(x, x);
    return mul(mul(mul(square, square), square), x);
  }

  /**
   * Replaces each lane x by x^10540996611094048183, the inverse of the seventh power.
   *
   * <p>The exponent is, in binary, 1001001001001001001001001001000 110110110110110110110110110110
   * 111; names give the exponent's bits. All lanes take each step together: a step of one lane
   * waits for the step before, those of twelve fill the processor meanwhile.
   */
  private static void seventhRoots(long[] x) {
    long[] b10 = product(x, x);
    long[] b100 = product(b10, b10);
    long[] six = squaredTimes(b100, 3, b100);
    long[] twelve = squaredTimes(six, 6, six);
    long[] twentyFour = squaredTimes(twelve, 12, twelve);
    long[] thirty = squaredTimes(twentyFour, 6, six);
    long[] both = squaredTimes(thirty, 31, thirty);
    long[] a = squaredTimes(both, 1, thirty);
    long[] tail = product(product(b10, b100), x);
    System.arraycopy(squaredTimes(a, 2, tail), 0, x, 0, WIDTH);
  }

  private static long[] product(long[] a, long[] b) {
    long[] result = new long[WIDTH];
    for (int lane = 0; lane < WIDTH; lane++) {
      result[lane] = mul(a[lane], b[lane]);
    }
    return result;
  }

  private static long[] squaredTimes(long[] base, int squarings, long[] tail) {
    long[] result = base.clone();
    for (int i = 0; i < squarings; i++) {
      for (int lane = 0; lane < WIDTH; lane++) {
        result[lane] = mul(result[lane], result[lane]);
      }
    }
    for (int lane = 0; lane < WIDTH; lane++) {
      result[lane] = mul(result[lane], tail[lane]);
    }
    return result;
  }

  /**
   * state = MDS * state + constants; the matrix is small, so halves of 32 bits add up unreduced.
   */
  private static void mixAndAdd(long[] state, long[] constants) {
    long[] low = new long[WIDTH];
    long[] high = new long[WIDTH];
    for (int lane = 0; lane < WIDTH; lane++) {
      low[lane] = state[lane] & LOW_WORD;
      high[lane] = state[lane] >>> 32;
    }
    for (int lane = 0; lane < WIDTH; lane++) {
      long sumLow = 0;
      long sumHigh = 0;
      for (int c = 0; c < WIDTH; c++) {
        long weight = MDS[lane * WIDTH + c];
        sumLow += weight * low[c];
        sumHigh += weight * high[c];
      }
      // Both sums are below 2^40: value = sumLow + 2^32 sumHigh.
      long shifted = sumHigh << 32;
      long lowWord = sumLow + shifted;
      long carry = Long.compareUnsigned(lowWord, shifted) < 0 ? 1 : 0;
      long mixed = Goldilocks.reduce((sumHigh >>> 32) + carry, lowWord);
      state[lane] = add(mixed, constants[lane]);
    }
  }
}
