package io.zksolvency.circuits.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zksolvency.circuits.Vectors;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightsTest {
  private static Asset asset(String price) {
    return new Asset("A", 0, new BigDecimal(price), BigDecimal.ONE, BigDecimal.ONE);
  }

  @Test
  void chooseAsTheVectors() throws IOException {
    JsonNode vectors = Vectors.read("weights.json").get("weights");
    assertThat(vectors).hasSizeGreaterThan(20);
    for (JsonNode vector : vectors) {
      Weights weights =
          Weights.choose(
              Vectors.assets(vector.get("assets")), vector.get("max_steps_log2").asInt());
      assertThat(weights.scaleLog2()).isEqualTo(vector.get("scale_log2").asInt());
      long[] expected =
          Vectors.list(vector.get("weights")).stream().mapToLong(JsonNode::asLong).toArray();
      assertThat(weights.byKey()).isEqualTo(expected);
    }
  }

  @Test
  void stopsAtTheBound() {
    // 3 * 2^0 * w < 2^26 holds for w = 22369621 and no larger.
    AssetTable most = new AssetTable(List.of(asset("22369621")));
    AssetTable more = new AssetTable(List.of(asset("22369622")));
    assertThat(Weights.of(most, 0, 0).byKey()).containsExactly(22369621, -22369621);
    assertThatThrownBy(() -> Weights.of(more, 0, 0)).hasMessageContaining("A");
    assertThatThrownBy(() -> Weights.of(most, 0, 1)).isInstanceOf(IllegalArgumentException.class);
    AssetTable absurd = new AssetTable(List.of(asset("1" + "0".repeat(40))));
    assertThatThrownBy(() -> Weights.choose(absurd, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDebtNeverWeighsNothing() {
    AssetTable free = new AssetTable(List.of(asset("0")));
    assertThat(Weights.choose(free, 6).byKey()).containsExactly(0, -1);
  }

  @Test
  void refusesValuesOutOfRange() {
    long[] two = {1, -1};
    assertThatThrownBy(() -> new Weights(97, 0, two)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Weights(-65, 0, two)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Weights(0, 7, two)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new Weights(0, 0, new long[3]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void assetsHaveTheirRanges() {
    BigDecimal one = BigDecimal.ONE;
    BigDecimal half = new BigDecimal("0.5");
    for (String symbol : List.of("", "A B", "\u202eBTC", "B\u0422C", "A".repeat(33), "A\n")) {
      assertThatThrownBy(() -> new Asset(symbol, 0, one, one, one)).hasMessageContaining("symbol");
    }
    assertThatThrownBy(() -> new Asset("A", 19, one, one, one)).hasMessageContaining("decimals");
    assertThatThrownBy(() -> new Asset("A", 0, one.negate(), one, one))
        .hasMessageContaining("price");
    assertThatThrownBy(() -> new Asset("A", 0, one, new BigDecimal("1.1"), one))
        .hasMessageContaining("haircut");
    assertThatThrownBy(() -> new Asset("A", 0, one, one, half))
        .hasMessageContaining("debt haircut");
    assertThatThrownBy(() -> new AssetTable(List.of())).hasMessageContaining("1 to 4096");
    assertThatThrownBy(() -> new AssetTable(List.of(asset("1"), asset("2"))))
        .hasMessageContaining("twice");
  }
}
