package io.zksolvency.verifier;

import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.ProofRejectedException;
import io.zksolvency.stark.LedgerProofVerifier;

/** Verifies in plain Java. */
final class JavaProofVerifier implements ProofVerifier {
  @Override
  public void verify(byte[] publicInputs, byte[] proof)
      throws ProofRejectedException, MalformedProofException {
    try {
      LedgerProofVerifier.verify(publicInputs, proof);
    } catch (io.zksolvency.stark.ProofRejectedException e) {
      throw new ProofRejectedException(e.getMessage());
    } catch (io.zksolvency.stark.MalformedProofException e) {
      throw new MalformedProofException(e.getMessage());
    }
  }
}
