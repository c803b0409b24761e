package io.zksolvency.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.formats.HistoryIndex.Place;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistoryJsonTest {
  private static final String DIGEST = "ab".repeat(32);
  private static final Place PLACE =
      new Place(7, "2026-11-01T00:00:00Z", DIGEST, "statements/00000007-ab");

  private static HistoryIndex read(String text) throws FormatException {
    return HistoryJson.read(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void isReadAsWritten() throws FormatException {
    for (List<Place> places : List.of(List.<Place>of(), List.of(PLACE), List.of(PLACE, PLACE))) {
      HistoryIndex index = new HistoryIndex(places);
      assertThat(HistoryJson.read(HistoryJson.write(index))).isEqualTo(index);
    }
  }

  @Test
  void leadsNowhereElse() {
    for (String path :
        List.of(
            "",
            ".",
            "..",
            "../a",
            "a/../b",
            "/a",
            "a/",
            "a//b",
            "a\\b",
            ".a",
            "a/.b",
            "a b",
            "a%2e",
            "http://x",
            "a?b",
            "a#b",
            "a\nb",
            "\u00e4",
            "a".repeat(201),
            "a/".repeat(8) + "a")) {
      assertThatIllegalArgumentException()
          .as(path)
          .isThrownBy(() -> new Place(0, "2026-11-01T00:00:00Z", DIGEST, path));
      String text =
          new String(HistoryJson.write(new HistoryIndex(List.of(PLACE))), StandardCharsets.UTF_8);
      String written = path.replace("\\", "\\\\").replace("\n", "\\n");
      assertThatThrownBy(() -> read(text.replace(PLACE.path(), written)))
          .as(path)
          .isInstanceOf(FormatException.class);
    }
  }

  @Test
  void refusesWhatIsNotExactlyOne() throws FormatException {
    String text =
        new String(HistoryJson.write(new HistoryIndex(List.of(PLACE))), StandardCharsets.UTF_8);
    assertThat(read(text).statements()).containsExactly(PLACE);
    for (String other :
        List.of(
            "",
            "[]",
            text + "{}",
            text.replace("history/v1", "history/v2"),
            text.replace("\"sequence\"", "\"sequenz\""),
            text.replace("\"sequence\" : 7", "\"sequence\" : -7"),
            text.replace("\"sequence\" : 7", "\"sequence\" : 7.0"),
            text.replace("\"sequence\" : 7,", ""),
            text.replace("\"sequence\" : 7,", "\"sequence\" : 7, \"sequence\" : 7,"),
            text.replace(DIGEST, "AB".repeat(32)),
            text.replace(DIGEST, "ab"))) {
      assertThat(other).isNotEqualTo(text);
      assertThatThrownBy(() -> read(other)).as(other).isInstanceOf(FormatException.class);
    }
    HistoryIndex long27Years =
        new HistoryIndex(Collections.nCopies(HistoryIndex.MAX_STATEMENTS, PLACE));
    assertThat(HistoryJson.read(HistoryJson.write(long27Years))).isEqualTo(long27Years);
    byte[] longer =
        HistoryJson.write(
            new HistoryIndex(Collections.nCopies(HistoryIndex.MAX_STATEMENTS + 1, PLACE)));
    assertThatThrownBy(() -> HistoryJson.read(longer)).hasMessageContaining("10000");
    assertThatThrownBy(() -> HistoryJson.read(new byte[HistoryJson.MAX_BYTES + 1]))
        .hasMessageContaining("limit");
  }
}
