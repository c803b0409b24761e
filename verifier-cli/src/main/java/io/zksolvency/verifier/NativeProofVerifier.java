package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.RelationId;
import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.NativeBugException;
import io.zksolvency.nativelib.ProofRejectedException;
import io.zksolvency.nativelib.verifier.LedgerVerifier;
import java.util.Arrays;

/** Verifies with the native library, after making sure that it verifies this program's relation. */
final class NativeProofVerifier implements ProofVerifier {
  private final LedgerVerifier verifier;

  private NativeProofVerifier(LedgerVerifier verifier) {
    this.verifier = verifier;
  }

  /**
   * Returns a verifier.
   *
   * @throws io.zksolvency.nativelib.NativeUnavailableException if the library can't be loaded
   * @throws NativeBugException if the library is another version's
   */
  static NativeProofVerifier load() {
    LedgerVerifier verifier = LedgerVerifier.load();
    if (!Arrays.equals(verifier.relationId(), RelationId.bytes())) {
      throw new NativeBugException(
          "the native library verifies another relation than this program is about");
    }
    return new NativeProofVerifier(verifier);
  }

  @Override
  public void verify(byte[] publicInputs, byte[] proof)
      throws ProofRejectedException, MalformedProofException {
    verifier.verify(publicInputs, proof);
  }

  /** Returns the library's parameters: relation id, proof options, proven security by size. */
  String parametersJson() {
    return verifier.parametersJson();
  }
}
