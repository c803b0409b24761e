package io.zksolvency.stark.hash;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Siblings that lead from some leaves of a tree to its root.
 *
 * <p>Path k belongs to the k-th pair of sibling leaves that holds an opened one. On each level the
 * k-th node from the left takes its sibling from path k, unless the sibling is at hand.
 *
 * @param depth log2 of the number of leaves
 * @param paths digests, path by path, from the leaves up
 */
public record MerkleProof(int depth, byte[][][] paths) {
  /**
   * Returns the root that these leaves lead to, or nothing unless there are as many leaves as
   * indexes and the proof holds exactly the nodes that are needed.
   *
   * @param indexes of the leaves, at least one, all different, each below 2^depth, in any order
   * @param leaves digest of each
   */
  public Optional<byte[]> root(int[] indexes, byte[][] leaves) {
    if (leaves.length != indexes.length) {
      return Optional.empty();
    }
    Integer[] order = IntStream.range(0, indexes.length).boxed().toArray(Integer[]::new);
    Arrays.sort(order, Comparator.comparingInt(i -> indexes[i]));
    int[] nodes = Arrays.stream(order).mapToInt(i -> indexes[i]).toArray();
    byte[][] digests = Arrays.stream(order).map(i -> leaves[i]).toArray(byte[][]::new);
    int[] used = new int[paths.length];
    for (int level = 0; level < depth; level++) {
      int parents = 0;
      for (int at = 0; at < nodes.length; at++, parents++) {
        int node = nodes[at];
        byte[] digest = digests[at];
        boolean together = at + 1 < nodes.length && nodes[at + 1] == (node | 1) && node % 2 == 0;
        byte[] sibling;
        if (together) {
          at++;
          sibling = digests[at];
        } else {
          // On the level of the leaves a path belongs to a pair; further up, to a node.
          int path = level == 0 ? parents : at;
          if (path >= paths.length || used[path] == paths[path].length) {
            return Optional.empty();
          }
          sibling = paths[path][used[path]++];
        }
        nodes[parents] = node / 2;
        digests[parents] =
            node % 2 == 0 ? Blake3.merge(digest, sibling) : Blake3.merge(sibling, digest);
      }
      if (level == 0 && parents != paths.length) {
        return Optional.empty();
      }
      nodes = Arrays.copyOf(nodes, parents);
      digests = Arrays.copyOf(digests, parents);
    }
    return usedUp(used) ? Optional.of(digests[0]) : Optional.empty();
  }

  private boolean usedUp(int[] used) {
    return IntStream.range(0, paths.length).allMatch(path -> used[path] == paths[path].length);
  }
}
