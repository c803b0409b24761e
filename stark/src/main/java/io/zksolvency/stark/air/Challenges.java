package io.zksolvency.stark.air;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.stark.field.Cubic;
import java.util.stream.LongStream;

/**
 * Denominators of the look-ups. Multiples of delta^5 keep the three kinds apart.
 *
 * @param gamma first random element
 * @param delta second random element
 */
public record Challenges(Cubic gamma, Cubic delta) {
  /** Returns gamma - v. */
  Cubic range(Cubic value) {
    return gamma.sub(value);
  }

  /** Returns gamma - k - delta w + delta^5. */
  Cubic price(Cubic key, Cubic weight) {
    return gamma.sub(key).sub(delta.mul(weight)).add(delta.pow(5));
  }

  /** Returns gamma - i - sum delta^(m + 1) d_m + 2 delta^5. */
  Cubic tree(Cubic index, Cubic[] digest) {
    Cubic result = gamma.sub(index).add(delta.pow(5).mul(2));
    for (int m = 0; m < digest.length; m++) {
      result = result.sub(delta.pow(m + 1).mul(digest[m]));
    }
    return result;
  }

  /** Returns the same for a public index and digest. */
  Cubic tree(long index, Digest digest) {
    Cubic[] elements =
        LongStream.of(digest.e0(), digest.e1(), digest.e2(), digest.e3())
            .mapToObj(Cubic::of)
            .toArray(Cubic[]::new);
    return tree(Cubic.of(index), elements);
  }
}
