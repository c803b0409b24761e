package io.zksolvency.circuits.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.Seeds;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecimalsTest {
  @Test
  void parses() {
    assertThat(Decimals.parse("1.5", 8)).isEqualTo(150_000_000);
    assertThat(Decimals.parse("1.50000000", 8)).isEqualTo(150_000_000);
    assertThat(Decimals.parse("0", 0)).isZero();
    assertThat(Decimals.parse("0.000", 3)).isZero();
    assertThat(Decimals.parse("9223372036854775807", 0)).isEqualTo(Long.MAX_VALUE);
    assertThat(Decimals.parse("9.223372036854775807", 18)).isEqualTo(Long.MAX_VALUE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "-1",
        "-0",
        "+1",
        "1e5",
        "1E5",
        "NaN",
        "Infinity",
        "0.1+0.2",
        "1,5",
        "1,000",
        "1.",
        ".5",
        "01",
        "00",
        "1.5 ",
        " 1.5",
        "0x10",
        "1_000",
        "1.2.3",
        "1.123456789",
        "9223372036854775808",
        "92233720368.54775808",
        "1f",
        "1d",
        "\u0661",
        "\uff11",
        "1\n",
        "1\u00a0"
      })
  void refusesWhatIsNotAPlainAmount(String text) {
    assertThatThrownBy(() -> Decimals.parse(text, 8)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void messagesDoNotHoldTheBalance() {
    for (String text : new String[] {"98765x", "9876.54321", "9876500000000000000000"}) {
      assertThatThrownBy(() -> Decimals.parse(text, 4)).hasMessageNotContaining("9876");
    }
  }

  @Test
  void refusesLongTexts() {
    assertThatThrownBy(() -> Decimals.parse("1".repeat(1_000_000), 8))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void formatsAndParsesBack() {
    RandomGenerator random = Seeds.random("decimals");
    for (int i = 0; i < 10_000; i++) {
      long amount = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(63);
      int decimals = random.nextInt(19);
      String text = Decimals.format(amount, decimals);
      assertThat(Decimals.parse(text, decimals)).isEqualTo(amount);
      assertThat(Decimals.parseExact(text, decimals)).isEqualTo(BigInteger.valueOf(amount));
    }
    assertThat(Decimals.format(150_000_000, 8)).isEqualTo("1.50000000");
    assertThat(Decimals.format(0, 8)).isEqualTo("0.00000000");
    assertThat(Decimals.format(5, 0)).isEqualTo("5");
  }

  @Test
  void exactMeansExactly() {
    assertThatThrownBy(() -> Decimals.parseExact("1.5", 8)).hasMessageContaining("8 fractional");
    assertThatThrownBy(() -> Decimals.parseExact("1", 1)).hasMessageContaining("1 fractional");
    assertThat(Decimals.parseExact("123456789012345678901234567890.1", 1))
        .isEqualTo(new BigInteger("1234567890123456789012345678901"));
  }

  @Test
  void canonicalIsTheShortestPlainForm() {
    assertThat(Decimals.formatCanonical(new BigDecimal("1.50"))).isEqualTo("1.5");
    assertThat(Decimals.formatCanonical(new BigDecimal("100.0"))).isEqualTo("100");
    assertThat(Decimals.formatCanonical(new BigDecimal("1E+2"))).isEqualTo("100");
    assertThat(Decimals.formatCanonical(new BigDecimal("0.00"))).isEqualTo("0");
    assertThat(Decimals.formatCanonical(new BigDecimal("1E-8"))).isEqualTo("0.00000001");
    assertThat(Decimals.parseCanonical("64250.17")).isEqualTo(new BigDecimal("64250.17"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1.50", "01", "-1", "1e3", "", ".5", "5.", "NaN", "+1", "1 "})
  void refusesOtherFormsOfPrices(String text) {
    assertThatThrownBy(() -> Decimals.parseCanonical(text))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesHugeExponentsWithoutWritingThemOut() {
    assertThatThrownBy(() -> Decimals.formatCanonical(new BigDecimal("1E+999999999")))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Decimals.formatCanonical(new BigDecimal("1E-999999999")))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
