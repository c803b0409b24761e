package io.zksolvency.stark;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every case of testdata/proofs/v1/manifest.json; its README says what a change means. */
class ManifestTest {
  @TestFactory
  Stream<DynamicTest> cases() throws IOException {
    JsonNode manifest =
        new ObjectMapper().readTree(Golden.FOLDER.resolve("manifest.json").toFile());
    return StreamSupport.stream(manifest.get("cases").spliterator(), false)
        .map(c -> DynamicTest.dynamicTest(c.get("case").asText(), () -> check(c)));
  }

  private static void check(JsonNode c) {
    Golden golden = Golden.of(c.get("of").asText());
    Map<String, Integer> sections = golden.sections();
    byte[] inputs = golden.inputs();
    byte[] proof = golden.proof();
    if (c.has("proof_of")) {
      proof = Golden.of(c.get("proof_of").asText()).proof();
    }
    if (c.has("proof")) {
      proof = changed(proof, c.get("proof"), sections.get(c.get("proof").get("section").asText()));
    }
    if (c.has("inputs")) {
      inputs = changed(inputs, c.get("inputs"), 0);
    }
    Verdict verdict = Verdict.of(inputs, proof);
    assertThat(verdict.kind())
        .as(verdict + "; " + Golden.AGAIN)
        .isEqualTo(c.get("verdict").asText());
    assertThat(verdict.reason()).contains(c.get("reason").asText());
  }

  private static byte[] changed(byte[] bytes, JsonNode change, int section) {
    int at = section + change.get("at").asInt();
    byte[] with = HexFormat.of().parseHex(change.get("hex").asText());
    int end = at;
    switch (change.get("op").asText()) {
      case "xor" -> {
        end += with.length;
        for (int i = 0; i < with.length; i++) {
          with[i] ^= bytes[at + i];
        }
      }
      case "set" -> end += with.length;
      case "insert" -> {}
      case "delete" -> end += change.get("length").asInt();
      case "cut" -> end = bytes.length;
      default -> throw new AssertionError(change.toString());
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Arrays.copyOf(bytes, at));
    out.writeBytes(with);
    out.writeBytes(Arrays.copyOfRange(bytes, end, bytes.length));
    return out.toByteArray();
  }
}
