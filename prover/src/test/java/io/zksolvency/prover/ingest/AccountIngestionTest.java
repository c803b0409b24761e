package io.zksolvency.prover.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.Decimals;
import io.zksolvency.circuits.ledger.Entries;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.Keys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AccountIngestionTest {
  @TempDir Path directory;
  private Ingestions ingestions;

  @BeforeEach
  void start() {
    ingestions = new Ingestions(directory);
  }

  @Test
  void longAndWideFormsGiveTheSame() throws Exception {
    LedgerFacts fromLong =
        ingestions.ingestCsv(
            "account_id,asset,equity,debt\na,BTC,1.5,\na,USDC,0,100\n\"b, c\",ETH,2.25,\nz,BTC,0,0\n");
    Map<String, List<Entry>> first = ingestions.read(3);
    LedgerFacts fromWide =
        ingestions.ingestCsv(
            "\uFEFFaccount_id,debt_USDC,equity_BTC,equity_ETH\r\na,100,1.5,\r\n\"b, c\",,,2.25\r\nz,0,,\r\n");
    assertThat(ingestions.read(3)).isEqualTo(first);
    assertThat(new ArrayList<>(ingestions.read(3).keySet()))
        .isEqualTo(new ArrayList<>(first.keySet()));
    assertThat(fromWide.rows()).isEqualTo(fromLong.rows()).isEqualTo(3);
    assertThat(fromWide.entries()).isEqualTo(fromLong.entries()).isEqualTo(3);
    assertThat(fromWide.weights()).isEqualTo(fromLong.weights());
    assertThat(first.get("z")).isEmpty();
    assertThat(first.get("a"))
        .containsExactly(new Entry(0, 150_000_000L), new Entry(5, 100_000_000L));
  }

  @Test
  void positionsFollowTheKeyedOrder() throws Exception {
    ingestions.orderKeyHex = "5a".repeat(32);
    StringBuilder rows = new StringBuilder("account_id,asset,equity\n");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 5000; i++) {
      ids.add("\u00fcser " + i);
      rows.append(ids.get(i)).append(",BTC,1\n");
    }
    ingestions.ingestCsv(rows.toString());
    ids.sort(Comparator.comparing(this::orderHash));
    assertThat(new ArrayList<>(ingestions.read(5000).keySet())).isEqualTo(ids);
    try (OrderedAccounts accounts = ingestions.open()) {
      assertThat(accounts.find(ids.get(123))).hasValue(123);
      assertThat(accounts.idAt(123)).isEqualTo(ids.get(123));
      assertThat(accounts.find("nobody")).isEmpty();
      List<String> some = new ArrayList<>();
      accounts.read(100, 103, (id, entries) -> some.add(id));
      assertThat(some).isEqualTo(ids.subList(100, 103));
    }
  }

  private String orderHash(String id) {
    return Hex.format(
        HashInput.sha256((ingestions.orderKeyHex + id).getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void theOrderOfRowsDoesNotMatter() throws Exception {
    LedgerFacts first =
        ingestions.ingestCsv("account_id,asset,equity\na,BTC,1\nb,ETH,2\na,ETH,3\n");
    Map<String, List<Entry>> accounts = ingestions.read(2);
    LedgerFacts second =
        ingestions.ingestCsv("account_id,equity,asset\na,3,ETH\na,1,BTC\nb,2,ETH\n");
    assertThat(second).usingRecursiveComparison().ignoringFields("fileSha256").isEqualTo(first);
    assertThat(ingestions.read(2)).isEqualTo(accounts);
    assertThat(
            ingestions
                .ingestCsv("account_id,asset,equity\na,BTC,1\nb,ETH,2\na,ETH,4\n")
                .contentHash())
        .isNotEqualTo(first.contentHash());
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyRandomBalanceIsKeptExactly(long seed) throws Exception {
    Random random = new Random(seed);
    Map<String, List<Entry>> expected = new LinkedHashMap<>();
    StringBuilder rows = new StringBuilder("account_id,asset,equity,debt\n");
    long expectedEntries = 0;
    for (int account = 0; account < 400; account++) {
      String id = "a" + account;
      List<Entry> entries = new ArrayList<>();
      for (int asset = 0; asset < Ingestions.ASSETS.size(); asset++) {
        if (random.nextInt(3) > 0) {
          long equity = randomAmount(random);
          // At most as much as the haircut covers, in the same asset.
          long debt = random.nextInt(4) == 0 ? equity / 4 : 0;
          entries.addAll(Entries.split(Keys.equity(asset), equity));
          entries.addAll(Entries.split(Keys.debt(asset), debt));
          int decimals = Ingestions.ASSETS.get(asset).decimals();
          rows.append(id).append(',').append(Ingestions.ASSETS.get(asset).symbol()).append(',');
          rows.append(Decimals.format(equity, decimals)).append(',');
          rows.append(Decimals.format(debt, decimals)).append('\n');
          expected.put(id, entries);
        }
      }
      expectedEntries += entries.size();
    }
    LedgerFacts facts = ingestions.ingestCsv(rows.toString());
    assertThat(facts.accounts()).as("seed %d", seed).isEqualTo(expected.size());
    assertThat(facts.entries()).as("seed %d", seed).isEqualTo(expectedEntries);
    assertThat(ingestions.read(facts.accounts())).as("seed %d", seed).isEqualTo(expected);
    int longest = expected.values().stream().mapToInt(List::size).max().orElseThrow();
    assertThat(3 << facts.weights().maxStepsLog2()).isGreaterThanOrEqualTo(longest);
  }

  private static long randomAmount(Random random) {
    int bits = random.nextInt(60);
    return random.nextLong() & ((1L << bits) - 1);
  }

  @Test
  void amountsOf2To56AndMoreAreSplit() throws Exception {
    long large = (1L << 56) + 5;
    LedgerFacts facts =
        ingestions.ingestCsv("account_id,asset,equity\na,SHIB," + large + "\nb,SHIB,1\n");
    assertThat(facts.entries()).isEqualTo(3);
    assertThat(ingestions.read(2).get("a"))
        .containsExactly(new Entry(6, (1L << 56) - 1), new Entry(6, 6));
  }

  @Test
  void maxStepsFollowTheLongestAccount() throws Exception {
    String three = "account_id,asset,equity,debt\na,BTC,1,0.1\na,ETH,1,0\n";
    assertThat(ingestions.ingestCsv(three).weights().maxStepsLog2()).isZero();
    assertThat(ingestions.ingestCsv(three + "a,USDC,1,0\n").weights().maxStepsLog2()).isEqualTo(1);
  }

  @Test
  void excludedAccountsAreOutAndTheirShortfallIsListed() throws Exception {
    ingestions.excludeInsolvent = true;
    LedgerFacts facts =
        ingestions.ingestCsv(
            "account_id,asset,equity,debt\ngood,BTC,1,0\n"
                + "x,BTC,0.5,0.7\nx,USDC,0,5000\ny,USDC,10,5000\ny,BTC,0.01,0\n");
    assertThat(facts.accounts()).isEqualTo(1);
    assertThat(facts.excludedAccounts()).isEqualTo(2);
    // Per account and asset max(0, debt - equity); what y holds in BTC doesn't offset its USDC.
    assertThat(facts.shortfalls())
        .isEqualTo(new TreeMap<>(Map.of(0, 20_000_000L, 2, 9_990_000_000L)));
    assertThat(ingestions.insolvent).containsExactly("x", "y");
    assertThat(ingestions.read(1)).containsOnlyKeys("good");
  }

  @Test
  void netValueIsExactAtTheBoundary() throws Exception {
    ingestions.excludeInsolvent = true;
    long equityWeight = ingestions.ingestCsv("account_id,asset,equity\na,BTC,1\n").weights().of(0);
    long debtWeight = -ingestions.ingestCsv("account_id,asset,equity\na,BTC,1\n").weights().of(1);
    // equity * ew = debt * dw exactly: not negative; one base unit more of debt is.
    String exact =
        "a,BTC,%s,%s\n".formatted(Decimals.format(debtWeight, 8), Decimals.format(equityWeight, 8));
    String beyond =
        "b,BTC,%s,%s\n"
            .formatted(Decimals.format(debtWeight, 8), Decimals.format(equityWeight + 1, 8));
    LedgerFacts facts = ingestions.ingestCsv("account_id,asset,equity,debt\n" + exact + beyond);
    assertThat(facts.weights().of(0)).isEqualTo(equityWeight);
    assertThat(ingestions.insolvent).containsExactly("b");
    assertThat(facts.shortfalls().values()).allMatch(shortfall -> shortfall >= 0);
  }
}
