package io.zksolvency.stark.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.stark.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuadraticTest {
  @Test
  void computesWhatWinterfellDoes() {
    for (var line : Vectors.read("field")) {
      List<Quadratic> v = Vectors.quadratics(line.get("a_b_sum_difference_product_inverse"));
      Quadratic a = v.get(0);
      Quadratic b = v.get(1);
      assertThat(List.of(a.add(b), a.sub(b), a.mul(b), a.inverse())).isEqualTo(v.subList(2, 6));
      assertThat(a.mul(a.inverse())).isEqualTo(Quadratic.ONE);
      assertThat(a.square().mul(a)).isEqualTo(a.pow(3));
      assertThat(a.mul(b.a())).isEqualTo(a.mul(Quadratic.of(b.a())));
      assertThat(a.add(a.negate())).isEqualTo(Quadratic.ZERO);
    }
  }

  @Test
  void theRootSolvesItsEquation() {
    Quadratic x = new Quadratic(0, 1);
    assertThat(x.square().sub(x).add(Quadratic.of(2))).isEqualTo(Quadratic.ZERO);
    assertThat(Quadratic.ZERO.inverse()).isEqualTo(Quadratic.ZERO);
    assertThat(x.pow(0)).isEqualTo(Quadratic.ONE);
  }
}
