package io.zksolvency.circuits.statement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zksolvency.circuits.Vectors;
import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.AccountTag;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DigestsTest {
  private static String hex(long[] elements) {
    ByteBuffer out = ByteBuffer.allocate(32).order(ByteOrder.LITTLE_ENDIAN);
    for (long element : elements) {
      out.putLong(element);
    }
    return Hex.format(out.array());
  }

  @Test
  void digestsAsTheVectors() throws IOException {
    for (JsonNode v : Statements.vectors()) {
      SolvencyStatement statement = Statements.statement(v);
      StatementHeader header = statement.header();
      assertThat(Hex.format(header.snapshotId())).isEqualTo(v.get("snapshot_id").asText());
      assertThat(Hex.format(header.digest())).isEqualTo(v.get("header_digest").asText());
      assertThat(hex(header.context(0, 0))).isEqualTo(v.get("batch_0_context").asText());
      assertThat(hex(header.context(0, 7))).isEqualTo(v.get("batch_7_context").asText());
      assertThat(hex(header.context(1, 0))).isEqualTo(v.get("general_ledger_context").asText());
      assertThat(Hex.format(statement.digest())).isEqualTo(v.get("statement_digest").asText());
    }
  }

  @Test
  void tagsAsTheVectors() throws IOException {
    for (JsonNode v : Statements.vectors()) {
      JsonNode account = v.get("account");
      AccountTag tag =
          AccountTag.of(
              Statements.header(v).snapshotId(),
              account.get("account_id").asText(),
              Statements.bytes(account.get("salt")));
      assertThat(Hex.format(tag.toBytes())).isEqualTo(account.get("tag").asText());
    }
  }

  @Test
  void totalsAddUpTheEntriesOfAKey() throws IOException {
    List<BigInteger> totals = Statements.statement(Statements.vectors().get(0)).totals();
    assertThat(totals).hasSize(4);
    assertThat(totals.get(1)).isEqualTo(BigInteger.valueOf(12345));
    assertThat(totals.get(3)).isEqualTo(BigInteger.valueOf(3 * 12345 + (1L << 56) - 1));
  }

  @Test
  void publicInputsAsTheVectors() throws IOException {
    for (JsonNode v : Vectors.read("public_inputs.json").get("accepted")) {
      PublicInputs inputs =
          new PublicInputs(
              HashInput.words(Statements.bytes(v.get("context"))),
              v.get("log2_rows").asInt(),
              v.get("accounts").asLong(),
              Digest.fromHex(v.get("root").asText()),
              Digest.fromHex(v.get("control_digest").asText()),
              v.get("max_steps_log2").asInt(),
              Vectors.list(v.get("weights")).stream().mapToLong(JsonNode::asLong).toArray());
      byte[] encoded = PublicInputsCodec.encode(inputs);
      assertThat(Hex.format(encoded)).isEqualTo(v.get("encoded").asText());
      assertThat(PublicInputsCodec.decode(encoded)).isEqualTo(inputs);
    }
  }

  @Test
  void refusesPublicInputsAsTheVectors() throws IOException {
    for (JsonNode v : Vectors.read("public_inputs.json").get("rejected")) {
      byte[] encoded = HexFormat.of().parseHex(v.get("encoded").asText());
      assertThatThrownBy(() -> PublicInputsCodec.decode(encoded))
          .as(v.get("why").asText())
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void everyByteOfPublicInputsMatters() throws IOException {
    JsonNode v = Vectors.read("public_inputs.json").get("accepted").get(1);
    byte[] encoded = HexFormat.of().parseHex(v.get("encoded").asText());
    PublicInputs inputs = PublicInputsCodec.decode(encoded);
    for (int i = 0; i < encoded.length; i++) {
      byte[] changed = encoded.clone();
      changed[i] ^= 1;
      try {
        assertThat(PublicInputsCodec.decode(changed)).isNotEqualTo(inputs);
      } catch (IllegalArgumentException refused) {
        assertThat(refused).hasMessageNotContaining("null");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-01",
        "2026-11-01T00:00:00",
        "2026-11-01T00:00:00z",
        "2026-13-01T00:00:00Z",
        "2026-02-30T00:00:00Z",
        "2026-11-01T24:00:00Z",
        "2026-11-01T00:00:60Z",
        "2026-11-01T00:00:00.0Z",
        "2026-11-01T00:00:00+00:00",
        " 2026-11-01T00:00:00Z",
        "+2026-11-01T00:00:00Z",
        "2026-11-01T00:00Z"
      })
  void refusesOtherTimes(String time) throws IOException {
    StatementHeader h = Statements.header(Statements.vectors().get(0));
    assertThatThrownBy(
            () ->
                new StatementHeader(
                    h.relationId(), "n", 0, new byte[32], time, h.assets(), h.weights()))
        .hasMessageContaining("snapshot_time");
  }

  @Test
  void refusesNamesWithoutUtf8() throws IOException {
    StatementHeader h = Statements.header(Statements.vectors().get(0));
    for (String name : List.of("", "\ud800", "x".repeat(257))) {
      assertThatThrownBy(
              () ->
                  new StatementHeader(
                      h.relationId(),
                      name,
                      0,
                      new byte[32],
                      h.snapshotTime(),
                      h.assets(),
                      h.weights()))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
