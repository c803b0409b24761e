package io.zksolvency.prover.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every kind of bad balances: one error that names the place and tells no id and no amount. */
class BadAccountsTest {
  private static final String LONG = "account_id,asset,equity,debt\ngood,BTC,1,0\n";
  private static final String WIDE = "account_id,equity_BTC,debt_BTC,equity_USDC\ngood,1,0,2\n";

  @TempDir Path directory;
  private Ingestions ingestions;

  @BeforeEach
  void start() {
    ingestions = new Ingestions(directory);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "alice,BTC,1e5,0; line 3, field equity: is written with an exponent",
        "alice,BTC,NaN,0; line 3, field equity: is not a number",
        "alice,BTC,0.1+0.2,0; line 3, field equity: is not a number",
        "alice,BTC,\"1,5\",0; line 3, field equity: has a comma",
        "alice,BTC,1,5,0; line 3 has 5 fields",
        "alice,BTC,-1,0; line 3, field equity: has a minus sign",
        "alice,BTC,-0,0; line 3, field equity: has a minus sign",
        "alice,BTC,,0; line 3, field equity: is empty",
        "alice,BTC,1,-3; line 3, field debt: has a minus sign",
        "alice,BTC,1,1e3; line 3, field debt: is written with an exponent",
        "alice,BTC,0.123456789,0; line 3, field equity: has 9 decimals, but BTC has 8",
        "alice,XYZ,1,0; line 3, field asset: XYZ is not in the assets file",
        "alice,,1,0; line 3, field asset: its text is not in the assets file",
        "alice,77.25,1,0; line 3, field asset: its text is not in the assets file",
        "alice,btc,1,0; line 3, field asset: btc is not in the assets file",
        "alice,BTC,92233720368.54775808,0; line 3, field equity: is too large",
        "alice,BTC,0,92233720368.54775808; line 3, field debt: is too large",
        ",BTC,1,0; line 3, field account_id: is empty",
        "~ alice,BTC,1,0~; line 3, field account_id: starts or ends with a space",
        "al\u200bice,BTC,1,0; line 3, field account_id: has a control character",
        "al\u0007ice,BTC,1,0; line 3, field account_id: has a control character",
        "alice\u0301,BTC,1,0; line 3, field account_id: is not in Unicode normal form",
        "good,BTC,2,0; line 3 is a duplicate: it has the account and asset of line 2 once more",
      })
  void inTheLongForm(String row, String message) {
    assertThatThrownBy(() -> ingestions.ingestCsv(LONG + row + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("accounts.csv " + message)
        .hasMessageNotContaining("alice")
        .hasMessageNotContaining("77.25")
        .hasMessageNotContaining("0.123456789");
    assertThat(ingestions.result()).doesNotExist();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "alice,1,0,1e5; line 3, field equity_USDC: is written with an exponent",
        "alice,1,-1,0; line 3, field debt_BTC: has a minus sign",
        "alice,,,; line 3 has no amount at all",
        "good,1,0,0; line 3 is a duplicate: it has the account of line 2 once more",
        "alice,1,0; line 3 has 3 fields",
        "alice,1,0,0.1234567; line 3, field equity_USDC: has 7 decimals, but USDC has 6",
      })
  void inTheWideForm(String row, String message) {
    assertThatThrownBy(() -> ingestions.ingestCsv(WIDE + row + "\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("accounts.csv " + message)
        .hasMessageNotContaining("alice");
  }

  @Test
  void aWideColumnOfAnUnknownAsset() {
    assertThatThrownBy(() -> ingestions.ingestCsv("account_id,equity_XYZ\na,1\n"))
        .hasMessageContaining("XYZ, which is not in the assets file");
  }

  @Test
  void theFirstBadLineIsTheOneNamed() {
    assertThatThrownBy(() -> ingestions.ingestCsv(LONG + "a,BTC,1,0\nb,BTC,x,0\nc,BTC,y,0\n"))
        .hasMessageContaining("line 4,");
  }

  @Test
  void anEmptyFileAHeaderAloneAndNoHeader() {
    assertThatThrownBy(() -> ingestions.ingestCsv("")).hasMessageContaining("is empty");
    assertThatThrownBy(() -> ingestions.ingestCsv("account_id,asset,equity\n"))
        .hasMessageContaining("has a header but no rows");
    assertThatThrownBy(() -> ingestions.ingestCsv("alice,BTC,1\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("accounts.csv line 1 has no column account_id")
        .hasMessageNotContaining("alice");
  }

  @Test
  void aMissingFileAndACompressedOne() throws Exception {
    assertThatThrownBy(
            () -> ingestions.ingest(new AccountsSource.InFile(directory.resolve("none.csv"))))
        .isInstanceOf(java.nio.file.NoSuchFileException.class);
    Path gzip = ingestions.file("a.csv.gz", new byte[] {0x1f, (byte) 0x8b, 8, 0});
    assertThatThrownBy(() -> ingestions.ingest(new AccountsSource.InFile(gzip)))
        .hasMessageContaining("is compressed");
    Path glob = ingestions.file("a[1].csv", LONG);
    assertThatThrownBy(() -> ingestions.ingest(new AccountsSource.InFile(glob)))
        .hasMessageContaining("please rename it");
  }

  @Test
  void totalsBeyondWhatAGeneralLedgerCarries() throws Exception {
    StringBuilder rows = new StringBuilder("account_id,asset,equity\n");
    for (int i = 0; i < 60; i++) {
      rows.append("whale").append(i).append(",SHIB,9223372036854775807\n");
    }
    assertThatThrownBy(() -> ingestions.ingestCsv(rows.toString()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("totals are too large")
        .hasMessageContaining("SHIB")
        .hasMessageNotContaining("whale");
  }

  @Test
  void anAccountOfTooManyEntries() {
    assertThatThrownBy(
            () ->
                ingestions.ingestCsv(
                    "account_id,asset,equity,debt\n"
                        + "whale,SHIB,9223372036854775807,9223372036854775807\n"))
        .hasMessageContaining("has 258 entries")
        .hasMessageContaining("at most 192");
  }

  @Test
  void insolventAccountsAreCountedAndNamedByTheirLabelOnly() {
    assertThatThrownBy(
            () ->
                ingestions.ingestCsv(
                    LONG + "alice,USDC,0,77.31\nbob,USDC,1,1.000001\nbarely,USDC,1.01,1\n"))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("2 accounts have a negative net value")
        .hasMessageContaining("account #")
        .hasMessageContaining("--exclude-insolvent")
        .hasMessageNotContaining("alice")
        .hasMessageNotContaining("77.31");
    assertThat(ingestions.insolvent).containsExactly("alice", "bob");
  }

  @Test
  void aFileThatChangesWhileItIsRead() throws Exception {
    Path file = ingestions.file("accounts.csv", LONG);
    FileFingerprint before = FileFingerprint.of(file);
    before.requireUnchanged();
    Files.writeString(file, LONG.replace("good,BTC,1,0", "good,BTC,2,0"));
    assertThatThrownBy(before::requireUnchanged)
        .isInstanceOf(InputException.class)
        .hasMessageContaining("accounts.csv changed while it was being read");
  }

  @Test
  void aBadLineFarIntoALargeFileIsNamedExactly() throws Exception {
    StringBuilder rows = new StringBuilder("account_id,asset,equity\r\n");
    for (int i = 0; i < 400_000; i++) {
      rows.append("customer-").append(i).append(",BTC,").append(i == 391_234 ? "1.5x" : "1.5");
      rows.append("\r\n");
    }
    assertThatThrownBy(() -> ingestions.ingestCsv(rows.toString()))
        .hasMessageContaining("line 391236, field equity: is not a number");
    String repeated =
        rows.toString().replace("1.5x", "1.5").replace("customer-390000,", "customer-9,");
    assertThatThrownBy(() -> ingestions.ingestCsv(repeated))
        .hasMessageContaining(
            "line 390002 is a duplicate: it has the account and asset of line 11");
  }
}
