package io.zksolvency.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StatementJsonTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private static String text() {
    return new String(StatementJson.write(Samples.signed()), StandardCharsets.UTF_8);
  }

  private static SignedStatement read(String text) throws FormatException {
    return StatementJson.read(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void refused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(FormatException.class);
  }

  @Test
  void readsWhatItWrites() throws FormatException, InvalidSignatureException {
    SignedStatement signed = Samples.signed();
    SignedStatement back = StatementJson.read(StatementJson.write(signed));
    assertThat(back.statement()).isEqualTo(signed.statement());
    assertThat(back.signature()).isEqualTo(signed.signature());
    back.checkSignature();
    assertThat(StatementJson.write(back)).isEqualTo(StatementJson.write(signed));
  }

  @Test
  void hasTheMembersOfTheSpecificationInItsOrder() throws IOException {
    List<String> names = new ArrayList<>();
    MAPPER.readTree(text()).fieldNames().forEachRemaining(names::add);
    assertThat(names).isEqualTo(StatementDraft.MEMBERS);
  }

  @Test
  void takesMembersInAnyOrder() throws IOException, FormatException {
    ObjectNode root = (ObjectNode) MAPPER.readTree(text());
    List<String> names = new ArrayList<>(StatementDraft.MEMBERS);
    Collections.reverse(names);
    ObjectNode reversed = MAPPER.createObjectNode();
    names.forEach(name -> reversed.set(name, root.get(name)));
    assertThat(read(reversed.toString()).statement()).isEqualTo(Samples.statement());
  }

  /** Every scalar of the file replaced by another of its type: never read as the same statement. */
  @Test
  void everyValueMatters() throws IOException {
    JsonNode root = MAPPER.readTree(text());
    List<String> pointers = new ArrayList<>();
    scalars("", root, pointers);
    assertThat(pointers).hasSizeGreaterThan(50);
    for (String pointer : pointers) {
      ObjectNode copy = root.deepCopy();
      replace(copy, pointer);
      if (pointer.equals("/signature")) {
        assertThatThrownBy(() -> read(copy.toString()).checkSignature())
            .isInstanceOf(InvalidSignatureException.class);
      } else {
        assertThatThrownBy(() -> read(copy.toString()))
            .as(pointer)
            .isInstanceOf(FormatException.class);
      }
    }
  }

  private static void scalars(String pointer, JsonNode node, List<String> found) {
    if (node.isObject()) {
      // The names of proof files are not in the digest; StatementRules compares them.
      node.fieldNames()
          .forEachRemaining(
              name -> {
                if (!name.equals("proof")) {
                  scalars(pointer + "/" + name, node.get(name), found);
                }
              });
    } else if (node.isArray()) {
      for (int i = 0; i < node.size(); i++) {
        scalars(pointer + "/" + i, node.get(i), found);
      }
    } else {
      found.add(pointer);
    }
  }

  private static void replace(ObjectNode root, String pointer) {
    int slash = pointer.lastIndexOf('/');
    JsonNode parent = root.at(pointer.substring(0, slash));
    JsonNode old = root.at(pointer);
    JsonNode changed;
    if (old.isNumber()) {
      changed = MAPPER.getNodeFactory().numberNode(old.asLong() + 1);
    } else {
      String text = old.asText();
      char last = text.charAt(text.length() - 1);
      char other = last == '1' ? '2' : '1';
      changed = MAPPER.getNodeFactory().textNode(text.substring(0, text.length() - 1) + other);
    }
    String name = pointer.substring(slash + 1);
    if (parent instanceof ObjectNode object) {
      object.set(name, changed);
    } else {
      ((ArrayNode) parent).set(Integer.parseInt(name), changed);
    }
  }

  @Test
  void everyMemberIsNeededOnce() throws IOException {
    JsonNode root = MAPPER.readTree(text());
    for (String name : StatementDraft.MEMBERS) {
      ObjectNode copy = root.deepCopy();
      copy.remove(name);
      assertThatThrownBy(() -> read(copy.toString())).hasMessageContaining(name);
      String member = MAPPER.writeValueAsString(name) + ":" + root.get(name);
      String first = "{" + Matcher.quoteReplacement(member) + ",";
      String twice = root.toString().replaceFirst("\\{", first);
      assertThatThrownBy(() -> read(twice)).hasMessageContaining("repeated");
    }
    refused(text().replaceFirst("\\{", "{\"extra\": 1,"));
    refused(text().replaceFirst("\"symbol\"", "\"extra\": 1, \"symbol\""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"sequence\" : 3|\"sequence\" : 3.0",
        "\"sequence\" : 3|\"sequence\" : 3e0",
        "\"sequence\" : 3|\"sequence\" : 03",
        "\"sequence\" : 3|\"sequence\" : +3",
        "\"sequence\" : 3|\"sequence\" : -0",
        "\"sequence\" : 3|\"sequence\" : -3",
        "\"sequence\" : 3|\"sequence\" : \"3\"",
        "\"sequence\" : 3|\"sequence\" : null",
        "\"sequence\" : 3|\"sequence\" : 9223372036854775808",
        "\"sequence\" : 3|\"sequence\" : 18446744073709551619",
        "\"sequence\" : 3|\"sequence\" : NaN",
        "\"sequence\" : 3|\"sequence\" : 0x3",
        "\"sequence\" : 3|\"sequence\" : 3 // comment",
        "\"sequence\" : 3|'sequence' : 3",
        "\"sequence\" : 3|sequence : 3",
        "\"150000000\"|\"1.5\"",
        "\"150000000\"|\"0150000000\"",
        "\"150000000\"|\"-150000000\"",
        "\"150000000\"|\"72057594037927936\"",
        "\"150000000\"|150000000",
        "\"64250.17\"|\"64250.170\"",
        "\"64250.17\"|\"6.425017e4\"",
        "\"64250.17\"|64250.17",
        "\"2026-11-01T00:00:00Z\"|\"2026-11-01T00:00:00+00:00\"",
        "zksolvency.statement/v1|zksolvency.statement/v2",
        "\"amount\" : \"0.10000000\"|\"amount\" : \"0.1\"",
        "\"decimals\" : 8|\"decimals\" : 19",
      })
  void refusesOtherSpellings(String from, String to) {
    assertThat(text()).contains(from);
    refused(text().replace(from, to));
  }

  @Test
  void refusesUpperCaseHex() {
    String digest = Samples.digest("r0").toHex();
    refused(text().replace(digest, digest.toUpperCase(Locale.ROOT)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "null", "[]", "1", "\"x\"", "{", "{}", "{\"format\":", "\u0000"})
  void refusesWhatIsNoStatement(String text) {
    refused(text);
  }

  @Test
  void refusesTextAroundTheValue() throws FormatException {
    refused("\ufeff" + text());
    refused(text() + "x");
    refused(text() + "{}");
    refused(text() + "\u0000");
    refused("x" + text());
    read(text() + " \n");
  }

  @Test
  void refusesOtherEncodings() {
    for (var charset : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      assertThatThrownBy(() -> StatementJson.read(text().getBytes(charset)))
          .isInstanceOf(FormatException.class);
    }
    byte[] latin = text().getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> StatementJson.read(latin)).isInstanceOf(FormatException.class);
  }

  @Test
  void refusesLoneSurrogates() {
    refused(text().replaceFirst("\"name\" : \"", "\"name\" : \"\\\\ud800"));
  }

  @Test
  void survivesDepthAndLength() {
    refused("[".repeat(1_000_000));
    refused("{\"batches\":" + "[".repeat(1_000_000));
    refused("{\"" + "a".repeat(1_000_000) + "\":1}");
    refused("{\"name\":\"" + "a".repeat(1_000_000) + "\"}");
    refused("{\"sequence\":" + "9".repeat(1_000_000) + "}");
    refused("{\"batches\":[" + "{},".repeat(100_000) + "{}]}");
    assertThatThrownBy(() -> StatementJson.read(new byte[StatementJson.MAX_BYTES + 1]))
        .hasMessageContaining("limit");
  }

  @Test
  void tellsContradictionsFromNonsense() {
    String total = "\"equity\" : \"7.000001\"";
    assertThat(text()).contains(total);
    assertThatThrownBy(() -> read(text().replace(total, "\"equity\" : \"7.000002\"")))
        .isInstanceOf(InconsistentFileException.class)
        .hasMessageContaining("/totals/1");
    assertThatThrownBy(() -> read(text().replace("\"accounts\" : 32000", "\"accounts\" : 31999")))
        .isInstanceOf(InconsistentFileException.class)
        .hasMessageContaining("/statement_digest");
    assertThatThrownBy(() -> read(text().replace(total, "\"equity\" : \"7.0000010\"")))
        .isInstanceOf(FormatException.class)
        .isNotInstanceOf(InconsistentFileException.class);
  }

  @Test
  void shortfallsKeepTheOrderOfTheTable() throws IOException {
    JsonNode root = MAPPER.readTree(text());
    String one = "{\"asset\":\"BTC\",\"amount\":\"0.10000000\"}";
    String two = "{\"asset\":\"USDT\",\"amount\":\"0.100000\"}";
    for (String list : List.of(one + "," + one, two + "," + one, one.replace("BTC", "ETH"))) {
      ObjectNode copy = root.deepCopy();
      ((ObjectNode) copy.get("exclusions")).set("shortfalls", MAPPER.readTree("[" + list + "]"));
      assertThatThrownBy(() -> read(copy.toString())).hasMessageContaining("in its order");
    }
  }
}
