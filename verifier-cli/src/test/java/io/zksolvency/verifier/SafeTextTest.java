package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
  @Test
  void keepsWhatIsVisible() {
    String plain = "B\u00f6rse \u4e2d\u6587 \u05d0 \ud83d\udcb0 $1,000.00";
    assertThat(SafeText.of(plain)).isEqualTo(plain);
  }

  @Test
  void escapesWhatIsNot() {
    assertThat(SafeText.of("a\nb\u001b[31m\u202e\u200b\u2028\u00a0\ud800\ue000\u007f\u0085\\u"))
        .isEqualTo(
            "a\\u{a}b\\u{1b}[31m\\u{202e}\\u{200b}\\u{2028}\\u{a0}\\u{d800}\\u{e000}\\u{7f}"
                + "\\u{85}\\\\u");
  }
}
