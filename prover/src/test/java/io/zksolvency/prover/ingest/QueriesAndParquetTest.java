package io.zksolvency.prover.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.ledger.Entry;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueriesAndParquetTest {
  @TempDir Path directory;
  private Ingestions ingestions;

  @BeforeEach
  void start() {
    ingestions = new Ingestions(directory);
  }

  private AccountsSource parquet(String select) throws Exception {
    Path file = directory.resolve("it's.parquet");
    try (LedgerDatabase database = ingestions.scratch()) {
      database.run("COPY (%s) TO %s".formatted(select, StagedRows.literal(file.toString())));
    }
    return new AccountsSource.InFile(file);
  }

  @Test
  void textDecimalAndIntegerColumnsOfParquetAreExact() throws Exception {
    LedgerFacts facts =
        ingestions.ingest(
            parquet(
                "SELECT 7 AS account_id, 'BTC' AS asset, 1.5::DECIMAL(38,18) AS equity, '2' AS debt"
                    + " UNION ALL SELECT 7, 'USDC', 9007199254.740993, NULL"));
    assertThat(facts.accounts()).isEqualTo(1);
    assertThat(ingestions.read(1))
        .containsEntry(
            "7",
            List.of(
                new Entry(0, 150_000_000L),
                new Entry(1, 200_000_000L),
                new Entry(4, 9_007_199_254_740_993L)));
  }

  @Test
  void floatingPointColumnsAreErrors() throws Exception {
    for (String type : List.of("DOUBLE", "FLOAT")) {
      AccountsSource source =
          parquet("SELECT 'a' AS account_id, 'BTC' AS asset, 1.5::" + type + " AS equity");
      assertThatThrownBy(() -> ingestions.ingest(source))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("column equity: its type " + type + " is binary floating point");
    }
  }

  @Test
  void parquetErrorsNameTheRow() throws Exception {
    AccountsSource source =
        parquet(
            "SELECT 'a' AS account_id, 'BTC' AS asset, '1' AS equity"
                + " UNION ALL SELECT 'b', 'BTC', NULL");
    assertThatThrownBy(() -> ingestions.ingest(source))
        .hasMessageContaining("it's.parquet row 2, field equity: is empty");
  }

  @Test
  void aQueryOverFilesIsRead() throws Exception {
    Path csv = ingestions.file("raw.csv", "user,coin,amount\na,BTC,1.5\nb,BTC,2\n");
    LedgerFacts facts =
        ingestions.ingest(
            new AccountsSource.InQuery(
                "SELECT \"user\" AS account_id, coin AS asset, amount AS equity FROM read_csv("
                    + StagedRows.literal(csv.toString())
                    + ", all_varchar = true) -- all of it ;\n;"));
    assertThat(facts.accounts()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "DROP TABLE asset; is not a query",
        "SELECT 1 AS account_id, 'BTC' AS asset, 0.5::DOUBLE AS equity; binary floating point",
        "SELECT 1 AS account_id, 'BTC' AS asset; has no column equity",
        "SELECT 1 AS account_id, 'BTC' AS asset, DATE '2026-01-01' AS equity; its type is DATE",
        "SELEC; is not a query",
        "SELECT FROM WHERE; Parser Error",
        "SELECT * FROM nowhere; Catalog Error",
        "SELECT * FROM 'nowhere.csv'; No files found",
        "SELECT * FROM 'https://example.com/a.parquet'; httpfs",
        "SELECT 'a' AS account_id, 'BTC' AS asset, '1' AS equity WHERE false; has no rows",
        "SELECT 'a' AS account_id, 'BTC' AS asset, CAST('77.31x' AS DECIMAL) AS equity; can't be read",
      })
  void badQueriesAreTheOperatorsErrors(String sql, String message) {
    assertThatThrownBy(() -> ingestions.ingest(new AccountsSource.InQuery(sql)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("77.31");
  }
}
