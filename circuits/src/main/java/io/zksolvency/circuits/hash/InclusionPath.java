package io.zksolvency.circuits.hash;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The way from one leaf to the root of a {@link HeapTree}.
 *
 * @param accounts number of leaves M
 * @param index the leaf, from 0
 * @param siblings the sibling digests from the leaf's to that below the root
 */
public record InclusionPath(long accounts, long index, List<Digest> siblings) {
  /**
   * @throws IllegalArgumentException if no leaf has this index or its path another length
   */
  public InclusionPath {
    siblings = List.copyOf(siblings);
    if (siblings.size() != lengthFor(accounts, index)) {
      throw new IllegalArgumentException(
          "a path of leaf "
              + index
              + " of "
              + accounts
              + " has "
              + lengthFor(accounts, index)
              + " siblings, not "
              + siblings.size());
    }
  }

  /**
   * Returns the number of siblings of a leaf's path.
   *
   * @throws IllegalArgumentException if no leaf has this index
   */
  public static int lengthFor(long accounts, long index) {
    if (accounts < 2 || accounts > 1L << 32) {
      throw new IllegalArgumentException("a tree has 2 to 2^32 leaves");
    }
    if (index < 0 || index >= accounts) {
      throw new IllegalArgumentException(
          "index " + index + " is outside the tree of " + accounts + " leaves");
    }
    return 63 - Long.numberOfLeadingZeros(accounts + index);
  }

  /**
   * Returns the path of a leaf from the prover's tree.
   *
   * @param tree 2 * accounts digests from position 0; node j at byte 32 j (node 0 unused)
   * @throws IllegalArgumentException if the buffer is too short or no leaf has this index
   */
  public static InclusionPath read(ByteBuffer tree, long accounts, long index) {
    int length = lengthFor(accounts, index);
    if (tree.limit() < 2 * accounts * Digest.BYTES) {
      throw new IllegalArgumentException("the tree is shorter than its accounts need");
    }
    List<Digest> siblings = new ArrayList<>(length);
    for (long node = accounts + index; node > 1; node >>= 1) {
      siblings.add(Digest.read(tree, Math.toIntExact((node ^ 1) * Digest.BYTES)));
    }
    return new InclusionPath(accounts, index, siblings);
  }

  /** Returns the root of the tree that has {@code leaf} at this place. */
  public Digest rootFrom(Digest leaf) {
    Digest digest = leaf;
    long node = accounts + index;
    for (Digest sibling : siblings) {
      digest =
          (node & 1) == 0 ? RescuePrime.merge(digest, sibling) : RescuePrime.merge(sibling, digest);
      node >>= 1;
    }
    return digest;
  }
}
