package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.RescuePrime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * The nodes of a batch's tree next to its root, checked once: 16 kB that spare every inclusion file
 * the upper part of its way, in reading and in hashing. Immutable.
 */
final class TreeTop {
  /** Nodes from this index on are not kept: nine levels are. */
  private static final int END = 512;

  private final Digest[] nodes;

  private TreeTop(Digest[] nodes) {
    this.nodes = nodes;
  }

  /**
   * Reads the top of a tree.
   *
   * @param tree node j at byte 32 j, from 1, the root; 2 * accounts of them
   * @throws IOException if it can't be read or does not make this root
   */
  static TreeTop read(FileChannel tree, long accounts, Digest root) throws IOException {
    int end = (int) Math.min(END, 2 * accounts);
    ByteBuffer bytes = ByteBuffer.allocate(end * Digest.BYTES);
    while (bytes.hasRemaining()) {
      if (tree.read(bytes, bytes.position()) < 0) {
        throw damaged();
      }
    }
    Digest[] nodes = new Digest[end];
    try {
      for (int node = 1; node < end; node++) {
        nodes[node] = Digest.read(bytes, node * Digest.BYTES);
      }
    } catch (IllegalArgumentException e) {
      throw damaged();
    }
    boolean holds = nodes[1].equals(root);
    for (int node = 1; 2 * node + 1 < end; node++) {
      holds &= nodes[node].equals(RescuePrime.merge(nodes[2 * node], nodes[2 * node + 1]));
    }
    if (!holds) {
      throw damaged();
    }
    return new TreeTop(nodes);
  }

  private static IOException damaged() {
    return new IOException("a kept tree is damaged");
  }

  /** Returns if a node is kept here. */
  boolean has(long node) {
    return node < nodes.length;
  }

  /** Returns a node that is kept here. */
  Digest node(long node) {
    return nodes[(int) node];
  }
}
