package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.RescuePrime;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * A batch's tree as it lies on the disk: node j at byte 32 j, from 1, the root. Remembers the nodes
 * next to the root that some way has shown to be under it; ways that meet one need not be read and
 * hashed any further. Thread-safe.
 */
final class KeptTree implements Closeable {
  /** Nodes from this index on are not remembered: fourteen levels are, in a megabyte at most. */
  private static final int END = 1 << 14;

  private final OpenFile file;
  private final long accounts;

  /**
   * A node stands here after those above it and their siblings, and counts as known when its
   * sibling stands here, too.
   */
  private final AtomicReferenceArray<Digest> known;

  /** The tree of so many accounts under this root. */
  KeptTree(Path file, long accounts, Digest root) {
    this.file = new OpenFile(file);
    this.accounts = accounts;
    this.known = new AtomicReferenceArray<>((int) Math.min(END, 2 * accounts));
    known.set(1, root);
  }

  /**
   * Returns the siblings on the way from an account's leaf to the root.
   *
   * @throws IOException if the way does not lead there
   */
  List<Digest> siblings(long place, Digest leaf) throws IOException {
    List<Digest> siblings = new ArrayList<>();
    List<Digest> way = new ArrayList<>();
    Digest reached = leaf;
    long node = accounts + place;
    for (; !isKnown(node); node >>= 1) {
      Digest sibling = read(node ^ 1);
      siblings.add(sibling);
      way.add(reached);
      reached =
          (node & 1) == 0
              ? RescuePrime.merge(reached, sibling)
              : RescuePrime.merge(sibling, reached);
    }
    if (!reached.equals(known.get((int) node))) {
      throw new IOException(
          file + " or the kept balances are damaged: an account is not under its root");
    }
    for (int step = way.size() - 1; step >= 0; step--) {
      remember((accounts + place) >> step, way.get(step), siblings.get(step));
    }
    for (; node > 1; node >>= 1) {
      siblings.add(known.get((int) node ^ 1));
    }
    return siblings;
  }

  private boolean isKnown(long node) {
    return node == 1
        || node < known.length()
            && known.get((int) node) != null
            && known.get((int) node ^ 1) != null;
  }

  private void remember(long node, Digest digest, Digest sibling) {
    if ((node | 1) < known.length()) {
      known.set((int) node, digest);
      known.set((int) node ^ 1, sibling);
    }
  }

  private Digest read(long node) throws IOException {
    try {
      return Digest.read(file.read(node * Digest.BYTES, Digest.BYTES), 0);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + " is damaged: it holds what is no digest");
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
