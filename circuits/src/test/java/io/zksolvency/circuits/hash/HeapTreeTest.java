package io.zksolvency.circuits.hash;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.zksolvency.circuits.Seeds;
import io.zksolvency.circuits.Vectors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class HeapTreeTest {
  @Test
  void rootsAndPathsAsWinterfell() throws IOException {
    for (JsonNode vector : Vectors.read("tree.json").get("trees")) {
      List<Digest> leaves = Vectors.digests(vector.get("leaves"));
      Digest root = Digest.fromHex(vector.get("root").asText());
      assertThat(HeapTree.root(leaves)).isEqualTo(root);

      List<Digest> nodes = new ArrayList<>(List.of(Digest.ZERO));
      nodes.addAll(Vectors.digests(vector.get("inner")));
      nodes.addAll(leaves);
      ByteBuffer tree = ByteBuffer.allocateDirect(Digest.BYTES * nodes.size());
      nodes.forEach(node -> tree.put(node.toBytes()));
      tree.flip();
      for (int i = 0; i < leaves.size(); i++) {
        InclusionPath path = InclusionPath.read(tree, leaves.size(), i);
        assertThat(path.rootFrom(leaves.get(i))).isEqualTo(root);
      }
    }
  }

  @Test
  void filledTreesAsWinterfell() throws IOException {
    for (JsonNode vector : Vectors.read("tree.json").get("filled")) {
      Digest root =
          HeapTree.rootWithFiller(
              Vectors.digests(vector.get("first")),
              vector.get("accounts").asLong(),
              Digest.fromHex(vector.get("filler").asText()),
              Digest.fromHex(vector.get("last").asText()));
      assertThat(root.toHex()).isEqualTo(vector.get("root").asText());
    }
  }

  @Test
  void filledTreesAreTheTreesOverAllLeaves() {
    RandomGenerator random = Seeds.random("filled trees");
    Digest filler = Seeds.digest(random);
    Digest last = Seeds.digest(random);
    for (int accounts = 2; accounts <= 40; accounts++) {
      for (int known = 0; known < accounts; known++) {
        List<Digest> first = new ArrayList<>();
        for (int i = 0; i < known; i++) {
          first.add(Seeds.digest(random));
        }
        List<Digest> leaves = new ArrayList<>(first);
        leaves.addAll(Collections.nCopies(accounts - 1 - known, filler));
        leaves.add(last);
        assertThat(HeapTree.rootWithFiller(first, accounts, filler, last))
            .as("%d of %d", known, accounts)
            .isEqualTo(HeapTree.root(leaves));
      }
    }
  }

  @Test
  void aPathLeadsToTheRootFromItsOwnPlaceOnly() {
    RandomGenerator random = Seeds.random("paths");
    List<Digest> leaves = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      leaves.add(Seeds.digest(random));
    }
    Digest root = HeapTree.root(leaves);
    for (int i = 0; i < 13; i++) {
      List<Digest> siblings = siblings(leaves, i);
      Digest leaf = leaves.get(i);
      assertThat(new InclusionPath(13, i, siblings).rootFrom(leaf)).isEqualTo(root);
      for (int other = 0; other < 13; other++) {
        if (other != i && InclusionPath.lengthFor(13, other) == siblings.size()) {
          assertThat(new InclusionPath(13, other, siblings).rootFrom(leaf)).isNotEqualTo(root);
        }
      }
      for (int s = 0; s < siblings.size(); s++) {
        List<Digest> swapped = new ArrayList<>(siblings);
        swapped.set(s, Seeds.digest(random));
        assertThat(new InclusionPath(13, i, swapped).rootFrom(leaf)).isNotEqualTo(root);
      }
    }
  }

  private static List<Digest> siblings(List<Digest> leaves, int index) {
    int m = leaves.size();
    Digest[] nodes = new Digest[2 * m];
    for (int j = 2 * m - 1; j > 0; j--) {
      nodes[j] = j >= m ? leaves.get(j - m) : RescuePrime.merge(nodes[2 * j], nodes[2 * j + 1]);
    }
    List<Digest> siblings = new ArrayList<>();
    for (int node = m + index; node > 1; node >>= 1) {
      siblings.add(nodes[node ^ 1]);
    }
    return siblings;
  }

  @Test
  void refusesPathsOfOtherLengths() {
    assertThat(InclusionPath.lengthFor(2, 1)).isEqualTo(1);
    assertThat(InclusionPath.lengthFor(5, 0)).isEqualTo(2);
    assertThat(InclusionPath.lengthFor(5, 4)).isEqualTo(3);
    for (int length : new int[] {0, 1, 3, 4}) {
      List<Digest> siblings = Collections.nCopies(length, Digest.ZERO);
      assertThatThrownBy(() -> new InclusionPath(5, 0, siblings))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (long[] outside : new long[][] {{5, 5}, {5, -1}, {1, 0}, {0, 0}, {-1, 0}, {1L << 40, 0}}) {
      assertThatThrownBy(() -> InclusionPath.lengthFor(outside[0], outside[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> InclusionPath.read(ByteBuffer.allocate(319), 5, 0))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesTreesThatDoNotExist() {
    Digest d = Digest.ZERO;
    assertThatThrownBy(() -> HeapTree.root(List.of(d)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HeapTree.rootWithFiller(List.of(d, d), 2, d, d))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> HeapTree.rootWithFiller(List.of(), 1, d, d))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
