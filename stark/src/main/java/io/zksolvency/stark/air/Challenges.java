package io.zksolvency.stark.air;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.stark.field.Quadratic;
import java.util.stream.LongStream;

/**
 * Denominators of the look-ups. Multiples of delta^5 keep the three kinds apart.
 *
 * @param gamma first random element
 * @param delta second random element
 */
public record Challenges(Quadratic gamma, Quadratic delta) {
  /** Returns gamma - v. */
  Quadratic range(Quadratic value) {
    return gamma.sub(value);
  }

  /** Returns gamma - k - delta w + delta^5. */
  Quadratic price(Quadratic key, Quadratic weight) {
    return gamma.sub(key).sub(delta.mul(weight)).add(delta.pow(5));
  }

  /** Returns gamma - i - sum delta^(m + 1) d_m + 2 delta^5. */
  Quadratic tree(Quadratic index, Quadratic[] digest) {
    Quadratic result = gamma.sub(index).add(delta.pow(5).mul(2));
    for (int m = 0; m < digest.length; m++) {
      result = result.sub(delta.pow(m + 1).mul(digest[m]));
    }
    return result;
  }

  /** Returns the same for a public index and digest. */
  Quadratic tree(long index, Digest digest) {
    Quadratic[] elements =
        LongStream.of(digest.e0(), digest.e1(), digest.e2(), digest.e3())
            .mapToObj(Quadratic::of)
            .toArray(Quadratic[]::new);
    return tree(Quadratic.of(index), elements);
  }
}
