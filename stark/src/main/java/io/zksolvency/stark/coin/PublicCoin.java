package io.zksolvency.stark.coin;

import io.zksolvency.circuits.hash.Goldilocks;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.hash.Blake3;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;

/**
 * Randomness that nobody chose: a seed that takes in every message of the prover, and a counter of
 * what was drawn since.
 */
public final class PublicCoin {
  private byte[] seed;
  private long counter;

  /** Starts with the digest of these base field elements. */
  public PublicCoin(long[] elements) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES * elements.length);
    bytes.order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().put(elements);
    seed = Blake3.hash(bytes.array());
  }

  /** Takes in a message of the prover, by its digest. */
  public void reseed(byte[] digest) {
    seed = Blake3.merge(seed, digest);
    counter = 0;
  }

  /** Returns a uniformly random element of the extension. */
  public Cubic draw() {
    while (true) {
      ByteBuffer next = next();
      long a = next.getLong();
      long b = next.getLong();
      long c = next.getLong();
      // Values of p or more are left out, or small ones would be more likely. One draw in 2^30 is.
      if (Goldilocks.isCanonical(a) && Goldilocks.isCanonical(b) && Goldilocks.isCanonical(c)) {
        return new Cubic(a, b, c);
      }
    }
  }

  /** Returns so many random elements, in the order drawn. */
  public Cubic[] draw(int count) {
    return IntStream.range(0, count).mapToObj(i -> draw()).toArray(Cubic[]::new);
  }

  /**
   * Returns how many low bits are 0 in what the nonce makes of the seed: the work that it shows.
   */
  public int zeroBits(long nonce) {
    return Long.numberOfTrailingZeros(words(Blake3.mergeWithInt(seed, nonce)).getLong());
  }

  /**
   * Takes in the nonce and returns the query positions: different ones, in ascending order.
   *
   * @param draws how many are drawn; fewer are returned if some are equal
   * @param bound a power of two, above every position
   */
  public int[] drawPositions(int draws, int bound, long nonce) {
    seed = Blake3.mergeWithInt(seed, nonce);
    counter = 0;
    return IntStream.range(0, draws)
        .map(i -> (int) (next().getLong() & (bound - 1)))
        .sorted()
        .distinct()
        .toArray();
  }

  private ByteBuffer next() {
    counter++;
    return words(Blake3.mergeWithInt(seed, counter));
  }

  private static ByteBuffer words(byte[] digest) {
    return ByteBuffer.wrap(digest).order(ByteOrder.LITTLE_ENDIAN);
  }
}
