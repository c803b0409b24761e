package io.zksolvency.prover.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Weights;
import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.AssetsFile;
import io.zksolvency.prover.ingest.Ingestions;
import io.zksolvency.prover.ingest.LedgerFacts;
import io.zksolvency.prover.ingest.WeightRounding;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoExchangeTest {
  @TempDir Path directory;

  private Path write(String name, long accounts, long seed) throws Exception {
    Path target = Files.createDirectories(directory.resolve(name));
    DemoExchange.write(target, accounts, seed);
    return target.resolve("accounts.csv");
  }

  @Test
  void isTheSameForTheSameSeed() throws Exception {
    Path first = write("a", 1000, 1);
    assertThat(write("b", 1000, 1)).hasSameBinaryContentAs(first);
    assertThat(Files.mismatch(write("c", 1000, 2), first)).isNotNegative();
  }

  @Test
  void holdsTheSameInParquet() throws Exception {
    Path accounts = write("e", 500, 1);
    Ingestions ingestions = new Ingestions(directory);
    ingestions.assets = AssetsFile.read(accounts.resolveSibling("assets.csv"));
    LedgerFacts csv = ingestions.ingest(new AccountsSource.InFile(accounts));
    Path parquet = DemoParquet.of(accounts);
    assertThat(accounts).doesNotExist();
    assertThat(ingestions.ingest(new AccountsSource.InFile(parquet)).contentHash())
        .isEqualTo(csv.contentHash());
  }

  @Test
  void isSolventPreciselyPricedAndHasThreeEntriesAnAccount() throws Exception {
    Path accounts = write("d", 20_000, 1);
    AssetTable assets = AssetsFile.read(accounts.resolveSibling("assets.csv"));
    assertThat(assets.size()).isEqualTo(40);
    Ingestions ingestions = new Ingestions(directory);
    ingestions.assets = assets;
    LedgerFacts facts = ingestions.ingest(new AccountsSource.InFile(accounts));
    assertThat(facts.accounts()).isEqualTo(20_000);
    assertThat(facts.entries()).isBetween(55_000L, 65_000L);
    assertThat(facts.debts()).isTrue();
    for (int steps = 0; steps <= 4; steps++) {
      assertThat(new WeightRounding(assets, Weights.choose(assets, steps)).warnings()).isEmpty();
    }
  }
}
