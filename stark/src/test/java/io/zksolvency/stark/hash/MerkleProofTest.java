package io.zksolvency.stark.hash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zksolvency.stark.Vectors;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MerkleProofTest {
  private record Case(byte[] root, int[] indexes, MerkleProof proof) {
    static Case of(JsonNode line) {
      int[] indexes =
          Vectors.list(line.get("indexes")).stream().mapToInt(JsonNode::asInt).toArray();
      ByteBuffer in = ByteBuffer.wrap(Vectors.bytes(line.get("proof")));
      int depth = in.get();
      // Lengths below 128 take one byte: twice the length, plus one.
      byte[][][] paths = new byte[in.get() / 2][][];
      for (int path = 0; path < paths.length; path++) {
        paths[path] = new byte[in.get() / 2][Blake3.BYTES];
        Arrays.stream(paths[path]).forEach(in::get);
      }
      return new Case(Vectors.bytes(line.get("root")), indexes, new MerkleProof(depth, paths));
    }

    byte[][] leaves() {
      return Arrays.stream(indexes).mapToObj(MerkleProofTest::leaf).toArray(byte[][]::new);
    }

    boolean opens(byte[][][] paths) {
      return opens(paths, indexes, leaves());
    }

    boolean opens(byte[][][] paths, int[] indexes, byte[][] leaves) {
      return new MerkleProof(proof.depth(), paths)
          .root(indexes, leaves)
          .map(found -> Arrays.equals(found, root))
          .orElse(false);
    }
  }

  private static byte[] leaf(int index) {
    ByteBuffer bytes = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return Blake3.hash(bytes.putInt(index).array());
  }

  private static byte[][][] copy(byte[][][] paths) {
    return Arrays.stream(paths)
        .map(path -> Arrays.stream(path).map(byte[]::clone).toArray(byte[][]::new))
        .toArray(byte[][][]::new);
  }

  @Test
  void opensWhatWinterfellOpens() {
    for (JsonNode line : Vectors.read("merkle")) {
      Case c = Case.of(line);
      assertThat(c.opens(c.proof.paths())).as(line.toString()).isTrue();
    }
  }

  @Test
  void refusesOtherLeavesAndIndexes() {
    for (JsonNode line : Vectors.read("merkle")) {
      Case c = Case.of(line);
      byte[][][] paths = c.proof.paths();
      for (int i = 0; i < c.indexes.length; i++) {
        byte[][] leaves = c.leaves();
        leaves[i] = leaf(1000);
        assertThat(c.opens(paths, c.indexes, leaves)).isFalse();
      }
      byte[][] fewer = Arrays.copyOf(c.leaves(), c.indexes.length - 1);
      assertThat(c.opens(paths, c.indexes, fewer)).isFalse();
      int[] lessOne = Arrays.copyOf(c.indexes, c.indexes.length - 1);
      assertThat(c.opens(paths, lessOne, fewer)).isFalse();
    }
  }

  /** Every node changed, left out, or doubled; every path left out, or another added. */
  @Test
  void refusesWhatIsNotExactlyNeeded() {
    for (JsonNode line : Vectors.read("merkle")) {
      Case c = Case.of(line);
      byte[][][] paths = c.proof.paths();
      for (int path = 0; path < paths.length; path++) {
        for (int node = 0; node < paths[path].length; node++) {
          byte[][][] changed = copy(paths);
          changed[path][node][node % Blake3.BYTES] ^= 1;
          assertThat(c.opens(changed)).isFalse();
          byte[][][] shorter = copy(paths);
          int left = node;
          byte[][] old = shorter[path];
          shorter[path] =
              IntStream.range(0, old.length)
                  .filter(i -> i != left)
                  .mapToObj(i -> old[i])
                  .toArray(byte[][]::new);
          assertThat(c.opens(shorter)).isFalse();
        }
        byte[][][] longer = copy(paths);
        longer[path] = Arrays.copyOf(longer[path], longer[path].length + 1);
        longer[path][longer[path].length - 1] = leaf(1);
        assertThat(c.opens(longer)).isFalse();
      }
      byte[][][] more = Arrays.copyOf(paths, paths.length + 1);
      more[paths.length] = new byte[0][];
      assertThat(c.opens(more)).isFalse();
      assertThat(c.opens(Arrays.copyOf(paths, paths.length - 1))).isFalse();
    }
  }
}
