package io.zksolvency.prover.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Weights;
import java.util.List;
import org.junit.jupiter.api.Test;

class WeightRoundingTest {
  @Test
  void saysNothingWhereWeightsArePrecise() {
    AssetTable assets =
        new AssetTable(
            List.of(
                Ingestions.asset("BTC", 8, "64250.17", "0.95"),
                Ingestions.asset("USDC", 6, "1", "1"),
                Ingestions.asset("FREE", 2, "0", "1")));
    assertThat(new WeightRounding(assets, Weights.choose(assets, 3)).warnings()).isEmpty();
  }

  @Test
  void advisesFewerDecimalsWhereABaseUnitIsWorthTooLittle() {
    AssetTable assets =
        new AssetTable(
            List.of(
                Ingestions.asset("BTC", 8, "64250.17", "0.95"),
                Ingestions.asset("ETH", 18, "3120.5", "0.9")));
    List<String> warnings = new WeightRounding(assets, Weights.choose(assets, 3)).warnings();
    assertThat(warnings)
        .singleElement()
        .asString()
        .startsWith("ETH counts for nothing against debts; give it ")
        .contains(" decimals instead of 18");
    int advised = Integer.parseInt(warnings.get(0).replaceAll(".*give it (\\d+) decimals.*", "$1"));
    AssetTable better =
        new AssetTable(List.of(assets.get(0), Ingestions.asset("ETH", advised, "3120.5", "0.9")));
    assertThat(new WeightRounding(better, Weights.choose(better, 3)).warnings()).isEmpty();
  }
}
