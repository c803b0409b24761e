package io.zksolvency.stark.field;

import io.zksolvency.circuits.hash.Goldilocks;

/**
 * A group of 2^log2 roots of unity.
 *
 * @param log2 at most 32
 * @param generator of the group, the one that every verifier uses
 */
public record Domain(int log2, long generator) {
  /** A generator of the field's multiplicative group; evaluation domains are shifted by it. */
  public static final long OFFSET = 7;

  /** p - 1 = 2^32 (2^32 - 1): no larger domain exists. */
  private static final int LARGEST_LOG2 = 32;

  /** Generator of the largest domain; those of the others are its powers. */
  private static final long LARGEST_GENERATOR = 7277203076849721926L;

  /** Returns the domain of 2^log2 points. */
  public static Domain of(int log2) {
    return new Domain(log2, Goldilocks.pow(LARGEST_GENERATOR, 1L << (LARGEST_LOG2 - log2)));
  }

  /** Returns the number of points. */
  public int size() {
    return 1 << log2;
  }

  /** Returns generator^index. */
  public long at(long index) {
    return Goldilocks.pow(generator, index);
  }

  /** Returns point {@code index} of the shifted domain, 7 generator^index. */
  public long shiftedAt(long index) {
    return Goldilocks.mul(OFFSET, at(index));
  }
}
