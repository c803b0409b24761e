package io.zksolvency.circuits.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.Seeds;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class GoldilocksTest {
  private static final BigInteger P = new BigInteger("18446744069414584321");

  private static BigInteger big(long element) {
    return new BigInteger(Long.toUnsignedString(element));
  }

  @Test
  void agreesWithBigIntegers() {
    RandomGenerator random = Seeds.random("goldilocks");
    for (int i = 0; i < 100_000; i++) {
      long a = Seeds.element(random);
      long b = Seeds.element(random);
      assertThat(big(Goldilocks.add(a, b))).isEqualTo(big(a).add(big(b)).mod(P));
      assertThat(big(Goldilocks.sub(a, b))).isEqualTo(big(a).subtract(big(b)).mod(P));
      assertThat(big(Goldilocks.mul(a, b))).isEqualTo(big(a).multiply(big(b)).mod(P));
    }
  }

  @Test
  void reducesAnyTwoWords() {
    RandomGenerator random = Seeds.random("reduce");
    long[] edges = {0, 1, -1, 0xffffffffL, 0xffffffff00000000L, Goldilocks.P, Long.MIN_VALUE};
    for (int i = 0; i < 100_000; i++) {
      long high = i % 2 == 0 ? edges[random.nextInt(edges.length)] : random.nextLong();
      long low = i % 3 == 0 ? edges[random.nextInt(edges.length)] : random.nextLong();
      BigInteger value = big(high).shiftLeft(64).add(big(low));
      assertThat(big(Goldilocks.reduce(high, low))).isEqualTo(value.mod(P));
    }
  }

  @Test
  void powers() {
    RandomGenerator random = Seeds.random("pow");
    for (int i = 0; i < 1000; i++) {
      long a = Seeds.element(random);
      long e = random.nextLong();
      assertThat(big(Goldilocks.pow(a, e))).isEqualTo(big(a).modPow(big(e), P));
    }
  }

  @Test
  void refusesWhatIsNotCanonical() {
    assertThat(Goldilocks.requireCanonical(Goldilocks.P - 1)).isEqualTo(Goldilocks.P - 1);
    assertThatThrownBy(() -> Goldilocks.requireCanonical(Goldilocks.P))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Digest(0, 0, 0, -1)).isInstanceOf(IllegalArgumentException.class);
  }
}
