package io.zksolvency.verifier;

import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.ProofRejectedException;

/** Verifies the proof of one ledger. */
interface ProofVerifier {
  /**
   * Returns if, and only if, the proof proves the public inputs.
   *
   * @throws ProofRejectedException if it does not
   * @throws MalformedProofException if it is no proof
   */
  void verify(byte[] publicInputs, byte[] proof)
      throws ProofRejectedException, MalformedProofException;
}
