package io.zksolvency.prover.batch;

import io.netty.buffer.ByteBuf;
import io.zksolvency.circuits.hash.Digest;
import java.nio.ByteBuffer;

/** A proven ledger with its tree, which is secret; closing overwrites the tree. */
public final class ProvedLedger implements AutoCloseable {
  private final Digest root;
  private final Digest controlDigest;
  private final byte[] proof;
  private final ByteBuf tree;

  ProvedLedger(Digest root, Digest controlDigest, byte[] proof, ByteBuf tree) {
    this.root = root;
    this.controlDigest = controlDigest;
    this.proof = proof;
    this.tree = tree;
  }

  /** Returns the root of the tree. */
  public Digest root() {
    return root;
  }

  /** Returns the leaf digest of the control account. */
  public Digest controlDigest() {
    return controlDigest;
  }

  /** Returns the proof; not copied. */
  public byte[] proof() {
    return proof;
  }

  /** Returns the nodes in heap order, 32 bytes each, node 0 unused; valid until this is closed. */
  public ByteBuffer tree() {
    return tree.nioBuffer(0, tree.capacity()).asReadOnlyBuffer();
  }

  @Override
  public void close() {
    if (tree.refCnt() > 0) {
      tree.setZero(0, tree.capacity());
      tree.release();
    }
  }

  @Override
  public String toString() {
    return "ProvedLedger[" + root + "]";
  }
}
