package io.zksolvency.fuzz;

import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.ProofRejectedException;
import io.zksolvency.nativelib.verifier.LedgerVerifier;
import io.zksolvency.stark.LedgerProofVerifier;

/** The two verifiers, asked the same. */
final class Engines {
  private static final LedgerVerifier NATIVE = LedgerVerifier.load();

  private Engines() {}

  private enum Verdict {
    ACCEPTED,
    REJECTED,
    MALFORMED,
    INVALID_INPUTS
  }

  /** Returns if both accept; a finding if they differ, even in why they refuse. */
  static boolean accept(byte[] publicInputs, byte[] proof) {
    Verdict ofNative = ofNative(publicInputs, proof);
    Verdict[] ofJava = new Verdict[1];
    Memory.bounded(
        publicInputs.length + proof.length, () -> ofJava[0] = ofJava(publicInputs, proof));
    if (ofNative != ofJava[0]) {
      throw new Finding("native: " + ofNative + ", java: " + ofJava[0]);
    }
    return ofNative == Verdict.ACCEPTED;
  }

  private static Verdict ofNative(byte[] publicInputs, byte[] proof) {
    try {
      NATIVE.verify(publicInputs, proof);
      return Verdict.ACCEPTED;
    } catch (ProofRejectedException e) {
      return Verdict.REJECTED;
    } catch (MalformedProofException e) {
      return Verdict.MALFORMED;
    } catch (IllegalArgumentException e) {
      return Verdict.INVALID_INPUTS;
    }
  }

  private static Verdict ofJava(byte[] publicInputs, byte[] proof) {
    try {
      LedgerProofVerifier.verify(publicInputs, proof);
      return Verdict.ACCEPTED;
    } catch (io.zksolvency.stark.ProofRejectedException e) {
      return Verdict.REJECTED;
    } catch (io.zksolvency.stark.MalformedProofException e) {
      return Verdict.MALFORMED;
    } catch (IllegalArgumentException e) {
      return Verdict.INVALID_INPUTS;
    }
  }
}
