package io.zksolvency.prover.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvFileTest {
  @TempDir Path directory;

  private CsvFile scan(String content) throws Exception {
    return scan(content.getBytes(StandardCharsets.UTF_8));
  }

  private CsvFile scan(byte[] content) throws Exception {
    return CsvFile.scan(Files.write(directory.resolve("x.csv"), content));
  }

  @Test
  void readsHeaderAndCountsRecords() throws Exception {
    assertThat(scan("a,b\n1,2\n3,4\n").header()).containsExactly("a", "b");
    assertThat(scan("a,b\n1,2\n3,4\n").records()).isEqualTo(2);
    assertThat(scan("a,b\n1,2\n3,4").records()).isEqualTo(2);
  }

  @Test
  void acceptsByteOrderMarkCarriageReturnsQuotesAndBlankLinesAtTheEnd() throws Exception {
    CsvFile csv = scan("\uFEFF\"a\",b\r\n\"x, \"\"y\"\"\",2\r\n,\r\n\r\n\r\n");
    assertThat(csv.header()).containsExactly("a", "b");
    assertThat(csv.records()).isEqualTo(2);
  }

  @Test
  void handsOverUnquotedFieldsWithTheirLines() throws Exception {
    List<String> seen = new ArrayList<>();
    Path file = Files.writeString(directory.resolve("x.csv"), "a,b\n\"x, \"\"y\"\"\",\n1,\"\"\n");
    CsvFile.scan(file, (fields, line) -> seen.add(line + ":" + String.join("|", fields)));
    assertThat(seen).containsExactly("2:x, \"y\"|", "3:1|");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "~~; is empty",
        "a,b|1,2|3; line 3 has 1 fields, but the header has 2",
        "a,b|1,2,3; line 2 has 3 fields, but the header has 2",
        "a,b|1,2||3,4; line 3 is empty",
        "a,b|1,2^|3,4; line 2 ends otherwise than the lines before it",
        "a,b^|1,2|3,4; line 2 ends otherwise than the lines before it",
        "a,b|1,^2; line 2 has a carriage return that is not followed",
        "a,b|1,2^; line 2 has a carriage return that is not followed",
        "a,b|1,\"2|3\"; line 2 ends inside quotation marks",
        "a,b|1,\"2; line 2 ends inside quotation marks",
        "a,b|1,2\"; line 2 has a quotation mark inside a field",
        "a,b|1,\"2\"3; line 2 has text after a closing quotation mark",
      })
  void namesTheLineOfTheFirstFault(String content, String message) {
    String text = content.replace('|', '\n').replace('^', '\r');
    assertThatThrownBy(() -> scan(text))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("x.csv " + message);
  }

  @Test
  void namesTheLineOfInvalidUtf8FarIntoAFile() {
    byte[] content =
        ("a,b\n" + "1,2\n".repeat(50_000) + "\u00e9,2\n").getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> scan(content)).hasMessageContaining("line 50002 is not valid UTF-8");
    byte[] truncated = "a,b\n1,\u00e9".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> scan(java.util.Arrays.copyOf(truncated, truncated.length - 1)))
        .hasMessageContaining("line 2 is not valid UTF-8");
  }

  @Test
  void boundsTheLengthOfALine() {
    assertThatThrownBy(() -> scan("a,b\n1," + "2".repeat(1 << 21)))
        .hasMessageContaining("line 2 is longer than");
  }
}
