package io.zksolvency.stark.field;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.stark.Vectors;
import java.util.List;
import org.junit.jupiter.api.Test;

class CubicTest {
  @Test
  void computesWhatWinterfellDoes() {
    for (var line : Vectors.read("field")) {
      List<Cubic> v = Vectors.cubics(line.get("a_b_sum_difference_product_inverse"));
      Cubic a = v.get(0);
      Cubic b = v.get(1);
      assertThat(List.of(a.add(b), a.sub(b), a.mul(b), a.inverse())).isEqualTo(v.subList(2, 6));
      assertThat(a.mul(a.inverse())).isEqualTo(Cubic.ONE);
      assertThat(a.square().mul(a)).isEqualTo(a.pow(3));
      assertThat(a.mul(b.a())).isEqualTo(a.mul(Cubic.of(b.a())));
      assertThat(a.add(a.negate())).isEqualTo(Cubic.ZERO);
    }
  }

  @Test
  void theRootSolvesItsEquation() {
    Cubic x = Cubic.ROOT;
    assertThat(x.square().mul(x)).isEqualTo(x.add(Cubic.ONE));
    assertThat(Cubic.ZERO.inverse()).isEqualTo(Cubic.ZERO);
    assertThat(x.pow(0)).isEqualTo(Cubic.ONE);
  }
}
