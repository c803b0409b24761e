package io.zksolvency.stark;

import io.zksolvency.circuits.hash.Goldilocks;
import io.zksolvency.stark.field.Cubic;
import java.util.stream.IntStream;

/** splitmix64, leaving out what is not below the modulus: the elements of tests/vectors.rs. */
public final class RandomElements {
  private long state;

  public RandomElements(long seed) {
    state = seed;
  }

  /** Returns the next 64 bits. */
  public long bits() {
    state += 0x9e3779b97f4a7c15L;
    long z = state;
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }

  public int below(int bound) {
    return (int) Long.remainderUnsigned(bits(), bound);
  }

  public long base() {
    long bits = bits();
    while (!Goldilocks.isCanonical(bits)) {
      bits = bits();
    }
    return bits;
  }

  public Cubic cubic() {
    long a = base();
    long b = base();
    return new Cubic(a, b, base());
  }

  public Cubic[] cubics(int count) {
    return IntStream.range(0, count).mapToObj(i -> cubic()).toArray(Cubic[]::new);
  }
}
