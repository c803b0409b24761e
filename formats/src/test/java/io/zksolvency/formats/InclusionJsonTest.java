package io.zksolvency.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InclusionJsonTest {
  private static String text() {
    return new String(InclusionJson.write(Samples.inclusion()), StandardCharsets.UTF_8);
  }

  private static InclusionFile read(String text) throws FormatException {
    return InclusionJson.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void readsWhatItWrites() throws FormatException {
    InclusionFile file = read(text());
    assertThat(file.accountId()).isEqualTo(Samples.inclusion().accountId());
    assertThat(file.entries()).isEqualTo(Samples.inclusion().entries());
    assertThat(file.path()).isEqualTo(Samples.inclusion().path());
    assertThat(file.salt()).isEqualTo(Samples.inclusion().salt());
    assertThat(file.statementDigest()).isEqualTo(Samples.inclusion().statementDigest());
    assertThat(file.batch()).isEqualTo(1);
    assertThat(file.index()).isEqualTo(17);
    assertThat(InclusionJson.write(file)).isEqualTo(InclusionJson.write(Samples.inclusion()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"index\" : 17|\"index\" : -1",
        "\"index\" : 17|\"index\" : 17.5",
        "\"index\" : 17|\"index\" : 17, \"index\" : 18",
        "\"index\" : 17|\"index\" : 17, \"x\" : 18",
        "\"batch\" : 1|\"batch\" : 2147483648",
        "\"batch\" : 1|\"batch\" : true",
        "\"987654321\"|\"987654321.0\"",
        "\"987654321\"|\"0x9\"",
        "[ 0, \"987654321\" ]|[ 0 ]",
        "[ 0, \"987654321\" ]|[ 0, \"987654321\", 1 ]",
        "[ 0, \"987654321\" ]|[ 8192, \"987654321\" ]",
        "[ 0, \"987654321\" ]|[ -1, \"987654321\" ]",
        "[ 0, \"987654321\" ]|{}",
        "inclusion/v1|inclusion/v0",
      })
  void refusesOtherSpellings(String from, String to) {
    assertThat(text()).contains(from);
    assertThatThrownBy(() -> read(text().replace(from, to))).isInstanceOf(FormatException.class);
  }

  @Test
  void refusesLongFiles() {
    assertThatThrownBy(() -> InclusionJson.read(new byte[InclusionJson.MAX_BYTES + 1]))
        .hasMessageContaining("limit");
    String many = "[ 0, \"1\" ], ".repeat(192);
    assertThatThrownBy(() -> read(text().replace("[ 0, \"987654321\" ]", many + "[ 0, \"1\" ]")))
        .hasMessageContaining("192");
  }

  @Test
  void refusesDigestsThatAreNone() {
    String sibling = Samples.digest("b").toHex();
    for (String bad : new String[] {"f".repeat(64), sibling.substring(2), "", sibling + "00"}) {
      assertThatThrownBy(() -> read(text().replace(sibling, bad)))
          .hasMessageContaining("/path/1")
          .isInstanceOf(FormatException.class);
    }
  }

  @Test
  void neverQuotesTheFile() {
    assertThat(Samples.inclusion().toString()).doesNotContain("alice").doesNotContain("987");
    for (String bad : new String[] {"\"98765", "98765x", "98765"}) {
      assertThatThrownBy(() -> read(text().replace("\"987654321\"", bad)))
          .hasMessageNotContaining("98765");
    }
  }
}
