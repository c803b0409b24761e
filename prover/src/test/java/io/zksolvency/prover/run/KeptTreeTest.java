package io.zksolvency.prover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.InclusionPath;
import io.zksolvency.circuits.hash.RescuePrime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ways to the root, with and without what is remembered of others. */
class KeptTreeTest {
  private static final int ACCOUNTS = 37;

  @TempDir Path directory;
  private final Digest[] nodes = new Digest[2 * ACCOUNTS];
  private Path file;

  @BeforeEach
  void writeTree() throws Exception {
    for (int leaf = 0; leaf < ACCOUNTS; leaf++) {
      nodes[ACCOUNTS + leaf] = new Digest(leaf, 1, 2, 3);
    }
    for (int node = ACCOUNTS - 1; node > 0; node--) {
      nodes[node] = RescuePrime.merge(nodes[2 * node], nodes[2 * node + 1]);
    }
    file = directory.resolve("batch.tree");
    Files.write(file, bytes());
  }

  private byte[] bytes() {
    ByteBuffer all = ByteBuffer.allocate(2 * ACCOUNTS * Digest.BYTES);
    all.position(Digest.BYTES);
    for (int node = 1; node < 2 * ACCOUNTS; node++) {
      all.put(nodes[node].toBytes());
    }
    return all.array();
  }

  private KeptTree tree() {
    return new KeptTree(file, ACCOUNTS, nodes[1]);
  }

  private List<Digest> expected(int place) {
    return InclusionPath.read(ByteBuffer.wrap(bytes()), ACCOUNTS, place).siblings();
  }

  @Test
  void everyWayIsTheSameInWhateverOrderTheyAreAskedFor() throws Exception {
    Random random = new Random(7);
    for (int round = 0; round < 20; round++) {
      List<Integer> order = new ArrayList<>(IntStream.range(0, ACCOUNTS).boxed().toList());
      Collections.shuffle(order, random);
      try (KeptTree tree = tree()) {
        for (int twice = 0; twice < 2; twice++) {
          for (int place : order) {
            assertThat(tree.siblings(place, nodes[ACCOUNTS + place])).isEqualTo(expected(place));
          }
        }
      }
    }
  }

  @Test
  void manyThreadsSeeTheSame() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try (KeptTree tree = tree()) {
      List<Callable<Void>> readers = new ArrayList<>();
      for (int reader = 0; reader < 8; reader++) {
        Random random = new Random(reader);
        readers.add(
            () -> {
              for (int i = 0; i < 200; i++) {
                int place = random.nextInt(ACCOUNTS);
                assertThat(tree.siblings(place, nodes[ACCOUNTS + place]))
                    .isEqualTo(expected(place));
                if (i % 50 == 49) {
                  tree.close(); // for room: who reads is served all the same
                }
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(readers)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aWrongLeafOrADamagedNodeHasNoWayEvenBesideKnownOnes() throws Exception {
    try (KeptTree tree = tree()) {
      for (int known = 0; known < 2; known++) {
        assertThatThrownBy(() -> tree.siblings(5, nodes[ACCOUNTS + 6]))
            .isInstanceOf(IOException.class)
            .hasMessageContaining("not under its root");
        for (int place = 0; place < ACCOUNTS; place++) {
          tree.siblings(place, nodes[ACCOUNTS + place]);
        }
      }
    }
    for (int node = 2; node < 2 * ACCOUNTS; node++) {
      byte[] damaged = bytes();
      damaged[node * Digest.BYTES] ^= 1;
      Files.write(file, damaged);
      // The way whose sibling this is.
      int leaf = node ^ 1;
      while (leaf < ACCOUNTS) {
        leaf *= 2;
      }
      int place = leaf - ACCOUNTS;
      try (KeptTree tree = tree()) {
        assertThatThrownBy(() -> tree.siblings(place, nodes[ACCOUNTS + place]))
            .as("node %d", node)
            .isInstanceOf(IOException.class);
      }
    }
    Files.write(file, new byte[Digest.BYTES]);
    try (KeptTree tree = tree()) {
      assertThatThrownBy(() -> tree.siblings(0, nodes[ACCOUNTS]))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("batch.tree is damaged: it is cut off");
    }
  }

  @Test
  void anInterruptedReaderSpoilsNothingForOthers() throws Exception {
    try (KeptTree tree = tree()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> tree.siblings(3, nodes[ACCOUNTS + 3]))
          .isInstanceOf(IOException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(tree.siblings(3, nodes[ACCOUNTS + 3])).isEqualTo(expected(3));
    }
  }

  @Test
  void onlyTheTreesUsedLastStayOpen() throws Exception {
    Path handles = Path.of("/proc/self/fd");
    org.junit.jupiter.api.Assumptions.assumeTrue(Files.isDirectory(handles));
    try (OpenTrees trees = new OpenTrees(3)) {
      for (int copy = 0; copy < 10; copy++) {
        Path tree = Files.copy(file, directory.resolve("copy-" + copy + ".tree"));
        for (int place : new int[] {0, 9, 36}) {
          assertThat(trees.get(tree, ACCOUNTS, nodes[1]).siblings(place, nodes[ACCOUNTS + place]))
              .isEqualTo(expected(place));
        }
        assertThat(open(handles)).isEqualTo(Math.min(copy + 1, 3));
      }
    }
    assertThat(open(handles)).isZero();
  }

  /** Returns how many files of this test are open in this process. */
  private long open(Path handles) throws IOException {
    try (var all = Files.list(handles)) {
      return all.filter(
              handle -> {
                try {
                  return Files.readSymbolicLink(handle).startsWith(directory.toRealPath());
                } catch (IOException e) {
                  return false; // the listing's own
                }
              })
          .count();
    }
  }
}
