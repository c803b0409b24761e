package io.zksolvency.stark.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.stark.MalformedProofException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class ByteReaderTest {
  private static ByteReader reader(String hex) {
    return new ByteReader(HexFormat.of().parseHex(hex));
  }

  /** Returns the shortest encoding, as docs/spec/proof.md has it. */
  private static byte[] encode(long value) {
    int more = 0;
    while (more < 8 && value >>> (7 * (more + 1)) != 0) {
      more++;
    }
    long word = (value << 1 | 1) << more;
    byte[] bytes = new byte[more + 1];
    for (int i = 0; i <= more; i++) {
      bytes[i] = (byte) (word >>> (8 * i));
    }
    return bytes;
  }

  @Test
  void readsLengths() throws MalformedProofException {
    assertThat(reader("6b").length()).isEqualTo(53);
    assertThat(reader("8603").length()).isEqualTo(225);
    assertThat(reader("841c0c").length()).isEqualTo(99_216);
    for (int bit = 0; bit < 32; bit++) {
      for (long value : new long[] {(1L << bit) - 1, 1L << bit, 0xffffffffL}) {
        byte[] bytes = encode(value);
        assertThat(new ByteReader(bytes).length()).isEqualTo(value);
        for (int cut = 0; cut < bytes.length; cut++) {
          ByteReader reader = new ByteReader(Arrays.copyOf(bytes, cut));
          assertThatThrownBy(reader::length).hasMessageContaining("truncated");
        }
      }
    }
  }

  @Test
  void refusesLongFormsAndHugeLengths() {
    List<String> refused =
        List.of(
            "0600", // 1 in two bytes
            "0c0000", // 1 in three
            "000100000000000000", // 1 in nine
            "00ffffffffffffffff",
            "000000000000000080",
            "100000002000", // 2^32 in five or more
            "80ffffffffffffff");
    for (String hex : refused) {
      assertThatThrownBy(reader(hex)::length)
          .as(hex)
          .isInstanceOf(MalformedProofException.class)
          .hasMessageContaining("a length is not in its shortest form, or far too large");
    }
  }

  @Test
  void readsLittleEndianUnsigned() throws MalformedProofException {
    assertThat(reader("ff").u8()).isEqualTo(255);
    assertThat(reader("01ff").u16()).isEqualTo(0xff01);
    assertThat(reader("010000ff").u32()).isEqualTo(0xff000001L);
    assertThat(reader("01000000000000ff").u64()).isEqualTo(0xff00000000000001L);
    assertThat(reader("0102").take(2).copy()).containsExactly(1, 2);
  }

  @Test
  void neverReadsPastTheEnd() {
    assertThatThrownBy(() -> reader("0102").take(3)).hasMessageContaining("truncated");
    assertThatThrownBy(() -> reader("0102").take(0xffffffffL)).hasMessageContaining("truncated");
    assertThatThrownBy(() -> reader("010203").u32()).hasMessageContaining("truncated");
    assertThat(reader("").atEnd()).isTrue();
  }
}
