package io.zksolvency.stark.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.stark.RandomElements;
import io.zksolvency.stark.Vectors;
import org.junit.jupiter.api.Test;

class PolynomialsTest {
  @Test
  void interpolationTakesItsValues() {
    RandomElements random = new RandomElements(7);
    for (int log2 : new int[] {0, 1, 2, 3, 6}) {
      Domain domain = Domain.of(log2);
      long[] values = new long[domain.size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = random.base();
      }
      long[] coefficients = Polynomials.interpolate(values);
      for (int i = 0; i < values.length; i++) {
        Cubic x = Cubic.of(domain.at(i));
        assertThat(Polynomials.evaluate(coefficients, x)).isEqualTo(Cubic.of(values[i]));
      }
    }
  }

  @Test
  void foldsAsWinterfellDoes() {
    RandomElements random = new RandomElements(3);
    for (var line : Vectors.read("folding")) {
      Cubic[] values = random.cubics(8);
      Domain domain = Domain.of(line.get("domain_log2").asInt());
      long shift = domain.shiftedAt(line.get("position").asLong());
      Cubic folded = Polynomials.evaluateInterpolation(values, shift, random.cubic());
      assertThat(folded).isEqualTo(Vectors.cubic(line.get("folded")));
    }
  }

  @Test
  void domainsHaveTheirOrder() {
    Domain domain = Domain.of(21);
    assertThat(domain.at(1 << 21)).isEqualTo(1);
    assertThat(domain.at(1 << 20)).isNotEqualTo(1);
    assertThat(Domain.of(3).at(1)).isEqualTo(domain.at(1 << 18));
  }
}
