package io.zksolvency.stark;

import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.stark.proof.LedgerProof;
import io.zksolvency.stark.proof.ProofReader;
import io.zksolvency.stark.proof.ProofShape;
import java.util.Arrays;

/** Verifies ledger proofs in plain Java. Stateless, thread-safe; trusts no input. */
public final class LedgerProofVerifier {
  /** Longest proof that is looked at. An honest proof of the largest ledger has about 300 kB. */
  public static final int MAX_PROOF_BYTES = 2_000_000;

  private LedgerProofVerifier() {}

  /**
   * Returns if, and only if, the proof proves its public inputs. Allocates some megabytes; takes
   * some ten milliseconds once compiled.
   *
   * @param publicInputs encoded, from anyone
   * @param proof from anyone
   * @throws ProofRejectedException if it is a proof, but not of these public inputs
   * @throws MalformedProofException if it is no proof
   * @throws IllegalArgumentException if the public inputs are those of no ledger
   */
  public static void verify(byte[] publicInputs, byte[] proof)
      throws ProofRejectedException, MalformedProofException {
    PublicInputs inputs = PublicInputsCodec.decode(publicInputs);
    Soundness.pinned(inputs.log2Rows()).require();
    if (proof.length > MAX_PROOF_BYTES) {
      throw new MalformedProofException(
          proof.length + " bytes, at most " + MAX_PROOF_BYTES + " are read");
    }
    LedgerProof parts = ProofReader.read(proof, ProofShape.of(inputs));
    parts.requireCanonicalRemainder();
    if (!Arrays.equals(parts.remainder().hash(), parts.remainderCommitment())) {
      throw new ProofRejectedException("FRI's remainder is not the committed one");
    }
    parts.requireCanonicalValues();
    new Verification(inputs, parts).run();
  }
}
