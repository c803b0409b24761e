package io.zksolvency.stark.hash;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.stark.Vectors;
import org.junit.jupiter.api.Test;

class Blake3Test {
  @Test
  void hashesAsWinterfellDoes() {
    for (var line : Vectors.read("hashes")) {
      byte[] bytes = new byte[line.get("length").asInt()];
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] = (byte) (i % 251);
      }
      assertThat(Blake3.hash(bytes)).isEqualTo(Vectors.bytes(line.get("digest")));
    }
  }
}
