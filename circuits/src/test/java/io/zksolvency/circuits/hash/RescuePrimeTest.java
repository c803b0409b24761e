package io.zksolvency.circuits.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zksolvency.circuits.Vectors;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.Entry;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class RescuePrimeTest {
  @Test
  void permutesAsWinterfell() throws IOException {
    JsonNode vectors = Vectors.read("rescue.json").get("permutations");
    assertThat(vectors).hasSizeGreaterThan(10);
    for (JsonNode vector : vectors) {
      long[] state = Vectors.unsigned(vector.get("in"));
      RescuePrime.permute(state);
      assertThat(state).isEqualTo(Vectors.unsigned(vector.get("out")));
    }
  }

  @Test
  void mergesAsWinterfell() throws IOException {
    for (JsonNode vector : Vectors.read("rescue.json").get("merges")) {
      Digest left = Digest.fromHex(vector.get("left").asText());
      Digest right = Digest.fromHex(vector.get("right").asText());
      assertThat(RescuePrime.merge(left, right).toHex()).isEqualTo(vector.get("out").asText());
    }
  }

  @Test
  void leavesAsWinterfell() throws IOException {
    JsonNode vectors = Vectors.read("leaf.json").get("leaves");
    assertThat(vectors).hasSizeGreaterThan(10);
    for (JsonNode vector : vectors) {
      AccountTag tag = AccountTag.fromBytes(Digest.fromHex(vector.get("tag").asText()).toBytes());
      List<Entry> entries = Vectors.entries(vector.get("entries"));
      assertThat(LeafHash.of(tag, entries).toHex()).isEqualTo(vector.get("digest").asText());
    }
  }

  @Test
  void wantsTwelveLanes() {
    assertThatThrownBy(() -> RescuePrime.permute(new long[11]))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aDigestHasOneTextForm() {
    String hex = "0102030405060708" + "00".repeat(24);
    assertThat(Digest.fromHex(hex).toHex()).isEqualTo(hex);
    assertThat(Digest.fromHex(hex).e0()).isEqualTo(0x0807060504030201L);
    for (String bad : List.of("", hex.substring(1), hex + "00", "G" + hex.substring(1))) {
      assertThatThrownBy(() -> Digest.fromHex(bad)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Digest.fromHex("AB" + hex.substring(2)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Digest.fromHex("01000000ffffffff" + hex.substring(16)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
