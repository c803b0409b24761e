package io.zksolvency.prover.batch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.LeafHash;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.NativeBugException;
import io.zksolvency.nativelib.ProofRejectedException;
import io.zksolvency.nativelib.ProvingCancelledException;
import io.zksolvency.nativelib.UnsatisfiedStatementException;
import io.zksolvency.nativelib.prover.LedgerProver;
import io.zksolvency.nativelib.prover.ProofJob;
import io.zksolvency.nativelib.prover.Proved;
import io.zksolvency.nativelib.verifier.LedgerVerifier;
import java.util.Arrays;

/**
 * Proves ledgers and trusts no proof, its own neither: each is verified before it is handed on, and
 * the control account's digest is recomputed in Java.
 */
public final class LedgerProving {
  private static final int TREE_BYTES_PER_ACCOUNT = 2 * Digest.BYTES;

  private final LedgerProver prover;
  private final LedgerVerifier verifier;

  private LedgerProving(LedgerProver prover, LedgerVerifier verifier) {
    this.prover = prover;
    this.verifier = verifier;
  }

  /**
   * Links both libraries.
   *
   * @throws io.zksolvency.nativelib.NativeUnavailableException if one can't be loaded
   * @throws NativeBugException if they are about different relations
   */
  public static LedgerProving load() {
    LedgerProver prover = LedgerProver.load();
    LedgerVerifier verifier = LedgerVerifier.load();
    if (!Arrays.equals(prover.relationId(), verifier.relationId())) {
      throw new NativeBugException(
          "the proving and the verifying library have different relations");
    }
    return new LedgerProving(prover, verifier);
  }

  /** Returns the 32 bytes that name the relation. */
  public byte[] relationId() {
    return prover.relationId();
  }

  /**
   * Returns the verified proof of one ledger.
   *
   * @param request public inputs with root and control digest zero
   * @throws UnsatisfiedStatementException if the witness breaks a constraint
   * @throws ProvingCancelledException if the job was cancelled
   * @throws NativeBugException if the proof is not what it must be
   */
  public ProvedLedger prove(PublicInputs request, LedgerWitness witness, ProofJob job)
      throws UnsatisfiedStatementException, ProvingCancelledException {
    int treeBytes = Math.toIntExact(request.accounts() * TREE_BYTES_PER_ACCOUNT);
    ByteBuf tree = PooledByteBufAllocator.DEFAULT.directBuffer(treeBytes, treeBytes);
    boolean handedOn = false;
    try {
      Proved proved =
          prover.prove(
              PublicInputsCodec.encode(request),
              witness.buffer(),
              tree.nioBuffer(0, treeBytes),
              job);
      ProvedLedger ledger =
          new ProvedLedger(
              Digest.fromBytes(proved.root()),
              Digest.fromBytes(proved.controlDigest()),
              proved.proof(),
              tree);
      requireRight(request, witness, ledger);
      handedOn = true;
      return ledger;
    } finally {
      if (!handedOn) {
        tree.setZero(0, treeBytes);
        tree.release();
      }
    }
  }

  private void requireRight(PublicInputs request, LedgerWitness witness, ProvedLedger ledger) {
    Digest control = LeafHash.of(witness.controlTag(), witness.controlEntries());
    if (!control.equals(ledger.controlDigest())) {
      throw new NativeBugException("the prover's control digest is not the control account's");
    }
    if (!Digest.read(ledger.tree(), Digest.BYTES).equals(ledger.root())) {
      throw new NativeBugException("the prover's root is not that of its tree");
    }
    PublicInputs proven =
        new PublicInputs(
            request.context(),
            request.log2Rows(),
            request.accounts(),
            ledger.root(),
            ledger.controlDigest(),
            request.maxStepsLog2(),
            request.weights());
    verify(proven, ledger.proof());
  }

  /**
   * Returns if the proof proves the public inputs.
   *
   * @throws NativeBugException if it does not
   */
  public void verify(PublicInputs inputs, byte[] proof) {
    try {
      verifier.verify(PublicInputsCodec.encode(inputs), proof);
    } catch (ProofRejectedException | MalformedProofException e) {
      throw new NativeBugException("a proof of our own was not accepted: " + e.getMessage());
    }
  }
}
