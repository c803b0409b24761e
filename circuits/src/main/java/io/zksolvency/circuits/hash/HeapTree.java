package io.zksolvency.circuits.hash;

import java.util.ArrayList;
import java.util.List;

/**
 * The liabilities tree in heap order: leaf i of M is node M + i, node j has children 2j and 2j + 1,
 * the root is node 1. Any M of at least 2.
 */
public final class HeapTree {
  private HeapTree() {}

  /**
   * Returns the root over the leaves, in order.
   *
   * @throws IllegalArgumentException if there are fewer than two leaves
   */
  public static Digest root(List<Digest> leaves) {
    int accounts = leaves.size();
    requireAccounts(accounts);
    Digest[] nodes = new Digest[accounts];
    for (int j = accounts - 1; j >= 1; j--) {
      nodes[j] = RescuePrime.merge(child(nodes, leaves, 2 * j), child(nodes, leaves, 2 * j + 1));
    }
    return nodes[1];
  }

  private static Digest child(Digest[] nodes, List<Digest> leaves, int node) {
    return node < nodes.length ? nodes[node] : leaves.get(node - nodes.length);
  }

  /**
   * Returns the root over {@code first}, then copies of {@code filler}, then {@code last}: {@code
   * accounts} leaves in all. Costs a few hashes per leaf of {@code first}, not per filler.
   *
   * @throws IllegalArgumentException if the first leaves and the last don't fit
   */
  public static Digest rootWithFiller(
      List<Digest> first, long accounts, Digest filler, Digest last) {
    requireAccounts(accounts);
    if (first.size() > accounts - 1) {
      throw new IllegalArgumentException("more leaves than accounts");
    }
    return new Filled(first, accounts, filler, last).node(1, 0);
  }

  private static void requireAccounts(long accounts) {
    if (accounts < 2 || accounts > 1L << 32) {
      throw new IllegalArgumentException("a tree has 2 to 2^32 leaves");
    }
  }

  /** A tree that is mostly one repeated leaf. */
  private static final class Filled {
    private final List<Digest> first;
    private final long accounts;
    private final Digest last;

    /** Depth of the deepest leaves. */
    private final int deepest;

    /** fillerAt.get(h) is the root of a perfect tree of height h over fillers. */
    private final List<Digest> fillerAt = new ArrayList<>();

    Filled(List<Digest> first, long accounts, Digest filler, Digest last) {
      this.first = List.copyOf(first);
      this.accounts = accounts;
      this.last = last;
      this.deepest = 63 - Long.numberOfLeadingZeros(2 * accounts - 1);
      fillerAt.add(filler);
    }

    Digest node(long node, int depth) {
      int height = fillerHeight(node, depth);
      if (height >= 0) {
        return filler(height);
      }
      if (node >= accounts) {
        return node == 2 * accounts - 1 ? last : first.get((int) (node - accounts));
      }
      return RescuePrime.merge(node(2 * node, depth + 1), node(2 * node + 1, depth + 1));
    }

    /**
     * Returns the height of the node's subtree if it is perfect and holds only fillers, else -1.
     */
    private int fillerHeight(long node, int depth) {
      int height = deepest - depth;
      if (((node + 1) << height) - 1 > 2 * accounts - 1) {
        // Some of the deepest row's places under this node are empty; all of them are, or it is
        // not perfect.
        if (height == 0 || node << height <= 2 * accounts - 1) {
          return -1;
        }
        height--;
      }
      long lowest = (node << height) - accounts;
      long highest = ((node + 1) << height) - 1 - accounts;
      return lowest >= first.size() && highest <= accounts - 2 ? height : -1;
    }

    private Digest filler(int height) {
      while (fillerAt.size() <= height) {
        Digest below = fillerAt.get(fillerAt.size() - 1);
        fillerAt.add(RescuePrime.merge(below, below));
      }
      return fillerAt.get(height);
    }
  }
}
