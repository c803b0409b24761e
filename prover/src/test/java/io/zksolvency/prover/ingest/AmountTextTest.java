package io.zksolvency.prover.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.circuits.ledger.Decimals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AmountTextTest {
  private static final long SEED = 20261101;

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(strings = {"0", "0.0", "1", "1.5", "0.00000001", "92233720368.54775807"})
  void acceptsPlainDecimals(String text) {
    assertThat(AmountText.problem(text, "BTC", 8)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "~~; is empty",
        "1e5; exponent",
        "1E-5; exponent",
        "NaN; is not a number",
        "Infinity; is not a number",
        "0x10; is not a number",
        "0.1+0.2; is not a number",
        "1,5; has a comma",
        "1.234,56; has a comma",
        "-1; has a minus sign",
        "-0; has a minus sign",
        "+1; has a plus sign",
        "~ 1~; has spaces",
        "~1 ~; has spaces",
        "1_000; is not a number",
        "007; has leading zeros",
        ".5; has no digits on one side",
        "5.; has no digits on one side",
        "1.2.3; two points",
        "1.000000000; has 9 decimals, but BTC has 8",
        "92233720368.54775808; is too large",
        "99999999999999999999999999; is too large",
        "\u0661; is not a number",
        "\uff11; is not a number",
        "1\u00a0000; is not a number",
      })
  void saysWhatIsWrongWithoutRepeatingIt(String text, String problem) {
    assertThat(AmountText.problem(text, "BTC", 8))
        .hasValueSatisfying(words -> assertThat(words).contains(problem));
    if (text.length() > 3) {
      assertThat(AmountText.problem(text, "BTC", 8).orElseThrow()).doesNotContain(text);
    }
  }

  @Test
  void theDatabaseHasTheSameRule() throws Exception {
    Random random = new Random(SEED);
    List<String> texts = new ArrayList<>(List.of("", "0", "-0", "1e5", "9223372036854775807"));
    for (int i = 0; i < 3000; i++) {
      texts.add(randomText(random));
    }
    try (LedgerDatabase database = new Ingestions(directory).scratch()) {
      for (int decimals : new int[] {0, 6, 8, 18}) {
        List<Object> found = new ArrayList<>();
        StringBuilder values = new StringBuilder();
        for (String text : texts) {
          values
              .append(values.isEmpty() ? "" : ", ")
              .append("(")
              .append(StagedRows.literal(text))
              .append(")");
        }
        database.query(
            "SELECT t, %s FROM (VALUES %s) v(t)"
                .formatted(AmountText.sqlBaseUnits("t", Integer.toString(decimals)), values),
            row -> {
              String text = row.getString(1);
              long units = row.getLong(2);
              boolean refused = row.wasNull();
              found.add(text);
              assertThat(AmountText.problem(text, "X", decimals).isPresent())
                  .as("seed %d, text %s, decimals %d", SEED, text, decimals)
                  .isEqualTo(refused);
              if (!refused) {
                assertThat(Decimals.parse(text, decimals)).isEqualTo(units);
              }
            });
        assertThat(found).hasSize(texts.size());
      }
    }
  }

  private static String randomText(Random random) {
    String alphabet = random.nextInt(4) == 0 ? "0123456789.,eE+- \u0661\u00a0" : "0012345678999.";
    int length = random.nextInt(28);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(alphabet.charAt(random.nextInt(alphabet.length())));
    }
    return text.toString();
  }
}
