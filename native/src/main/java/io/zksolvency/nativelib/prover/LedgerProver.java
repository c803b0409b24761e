package io.zksolvency.nativelib.prover;

import io.zksolvency.nativelib.NativeBugException;
import io.zksolvency.nativelib.NativeUnavailableException;
import io.zksolvency.nativelib.ProvingCancelledException;
import io.zksolvency.nativelib.UnsatisfiedStatementException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Objects;

/** Proves ledgers with the native library. Thread-safe; one proof uses every core. */
public final class LedgerProver {
  private static final int DIGEST_BYTES = 32;

  /** Bytes per account of the tree: a heap of 2M nodes of 32 bytes. */
  private static final int TREE_BYTES_PER_ACCOUNT = 2 * DIGEST_BYTES;

  /**
   * Where the encoded public inputs hold the number of accounts: after version, context, log2_rows.
   */
  private static final int ACCOUNTS_OFFSET = 4 + 32 + 4;

  /** Bytes of public inputs without a weight, and with those of 4,096 assets, two each. */
  private static final int MIN_PUBLIC_INPUTS = 4 + 32 + 4 + 8 + 32 + 32 + 4 + 4;

  private static final int MAX_PUBLIC_INPUTS = MIN_PUBLIC_INPUTS + 8 * 8192;

  private LedgerProver() {}

  /**
   * Returns a prover, after linking the library when it is the first.
   *
   * @throws NativeUnavailableException if the library cannot be loaded
   */
  public static LedgerProver load() {
    ProverBinding.load();
    return new LedgerProver();
  }

  /** Returns the 32 bytes that name the relation which the library proves. */
  public byte[] relationId() {
    byte[] id = ProverBinding.relationId();
    if (id == null || id.length != DIGEST_BYTES) {
      throw new NativeBugException("the proving library gave no relation id");
    }
    return id;
  }

  /**
   * Returns the proof of one ledger and fills {@code tree} with the nodes over its accounts.
   *
   * <p>Runs for seconds to minutes; needs about 24 kB of memory a row outside the Java heap. Nobody
   * else may write to the buffers meanwhile. Their positions and limits delimit what is used and
   * stay as they are.
   *
   * @param publicInputs the encoded public inputs, with root and control digest zero
   * @param witness a direct buffer of the witness columns; secret
   * @param tree a direct buffer of 64 bytes an account, overwritten; secret
   * @throws UnsatisfiedStatementException if the witness breaks a constraint
   * @throws ProvingCancelledException if the job was cancelled
   * @throws IllegalArgumentException if the public inputs, a buffer or the job is not as it must be
   * @throws NativeBugException if the library fails
   */
  public Proved prove(byte[] publicInputs, ByteBuffer witness, ByteBuffer tree, ProofJob job)
      throws UnsatisfiedStatementException, ProvingCancelledException {
    checkPublicInputs(publicInputs);
    checkWitness(witness);
    checkTree(tree, publicInputs);
    Objects.requireNonNull(job, "job");
    try {
      // Slices: native code sees a buffer from its first byte to its last, whatever the position.
      return split(ProverBinding.prove(publicInputs, witness.slice(), tree.slice(), job.id()));
    } finally {
      Reference.reachabilityFence(job);
      Reference.reachabilityFence(witness);
      Reference.reachabilityFence(tree);
    }
  }

  private static void checkPublicInputs(byte[] publicInputs) {
    Objects.requireNonNull(publicInputs, "publicInputs");
    require(
        publicInputs.length >= MIN_PUBLIC_INPUTS && publicInputs.length <= MAX_PUBLIC_INPUTS,
        "public inputs of " + publicInputs.length + " bytes");
  }

  private static void checkWitness(ByteBuffer witness) {
    Objects.requireNonNull(witness, "witness");
    require(witness.isDirect(), "the witness is not in a direct buffer");
    require(
        witness.hasRemaining() && witness.remaining() % Long.BYTES == 0,
        "a witness of " + witness.remaining() + " bytes is not one of whole cells");
  }

  private static void checkTree(ByteBuffer tree, byte[] publicInputs) {
    Objects.requireNonNull(tree, "tree");
    require(tree.isDirect(), "the tree is not in a direct buffer");
    require(!tree.isReadOnly(), "the tree is in a read-only buffer");
    long accounts =
        ByteBuffer.wrap(publicInputs).order(ByteOrder.LITTLE_ENDIAN).getLong(ACCOUNTS_OFFSET);
    require(
        accounts > 0
            && accounts <= Integer.MAX_VALUE / TREE_BYTES_PER_ACCOUNT
            && tree.remaining() == accounts * TREE_BYTES_PER_ACCOUNT,
        "a tree of " + tree.remaining() + " bytes for " + accounts + " accounts");
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static Proved split(byte[] answer) {
    if (answer == null || answer.length <= 2 * DIGEST_BYTES) {
      throw new NativeBugException("the proving library gave no proof");
    }
    return new Proved(
        Arrays.copyOf(answer, DIGEST_BYTES),
        Arrays.copyOfRange(answer, DIGEST_BYTES, 2 * DIGEST_BYTES),
        Arrays.copyOfRange(answer, 2 * DIGEST_BYTES, answer.length));
  }
}
