package io.zksolvency.prover.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.ledger.AssetTable;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AssetsFileTest {
  private static final String HEADER = "asset,decimals,price,haircut,debt_haircut\n";

  @TempDir Path directory;

  private AssetTable read(String content) throws Exception {
    return AssetsFile.read(Files.writeString(directory.resolve("assets.csv"), content));
  }

  @Test
  void readsAssetsInOrder() throws Exception {
    AssetTable table =
        read(HEADER + "BTC,8,64250.10,0.95,1.05\r\n".strip() + "\nETH,18,3000,1,1\n");
    assertThat(table.size()).isEqualTo(2);
    assertThat(table.get(0).price()).isEqualTo(new BigDecimal("64250.1"));
    assertThat(table.get(0).debtHaircut()).isEqualTo(new BigDecimal("1.05"));
    assertThat(table.get(1).symbol()).isEqualTo("ETH");
  }

  @Test
  void acceptsOtherOrdersOfColumnsAndNoDebtHaircut() throws Exception {
    AssetTable table = read("price,asset,haircut,decimals\n0.5,DOGE,0,0\n");
    assertThat(table.get(0).debtHaircut()).isEqualTo(BigDecimal.ONE);
    assertThat(table.get(0).decimals()).isZero();
  }

  @Test
  void refusesAHeaderWithoutAssets() {
    assertThatThrownBy(() -> read(HEADER)).hasMessageContaining("has a header but no rows");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "asset,decimals,price\nBTC,8,1\n",
        "asset,decimals,price,haircut,color\nBTC,8,1,1,red\n",
        "asset,asset,decimals,price,haircut\nBTC,BTC,8,1,1\n",
        "BTC,8,64250.17,0.95\nETH,8,1,1\n"
      })
  void refusesOtherHeaders(String content) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("assets.csv line 1 is not the header");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "BTC,8,-1,0.9,1; field price",
        "BTC,8,1e5,0.9,1; field price",
        "BTC,8,NaN,0.9,1; field price",
        "BTC,8,,0.9,1; field price",
        "BTC,8,01,0.9,1; field price",
        "BTC,8, 1,0.9,1; field price",
        "BTC,19,1,0.9,1; field decimals",
        "BTC,-1,1,0.9,1; field decimals",
        "BTC,8.0,1,0.9,1; field decimals",
        "BTC,8,1,1.01,1; field haircut",
        "BTC,8,1,-0.5,1; field haircut",
        "BTC,8,1,0.5,0.99; field debt_haircut",
        ",8,1,0.5,1; field asset",
        "B C,8,1,0.5,1; field asset",
        "\u0412TC,8,1,0.5,1; field asset",
        "ETH,8,1,0.5,1; field asset: ETH is on line 2 already",
      })
  void namesLineAndFieldOfTheFirstFault(String row, String message) {
    assertThatThrownBy(() -> read(HEADER + "ETH,8,1,1,1\n" + row + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("assets.csv line 3, " + message);
  }

  @Test
  void refusesMoreAssetsThanATableHolds() {
    StringBuilder content = new StringBuilder(HEADER);
    for (int i = 0; i <= AssetTable.MAX_ASSETS; i++) {
      content.append("A").append(i).append(",8,1,1,1\n");
    }
    assertThatThrownBy(() -> read(content.toString()))
        .hasMessageContaining("has 4097 assets; at most 4096");
  }
}
