package io.zksolvency.verifier;

import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.ProofRejectedException;

/** Verifies with two implementations, and gives a verdict only if they give the same. */
final class BothEngines implements ProofVerifier {
  private final ProofVerifier nativeEngine;
  private final ProofVerifier javaEngine;

  BothEngines(ProofVerifier nativeEngine, ProofVerifier javaEngine) {
    this.nativeEngine = nativeEngine;
    this.javaEngine = javaEngine;
  }

  /**
   * @throws EnginesDisagreeException if one accepts what the other does not, or one rejects what
   *     the other calls malformed
   */
  @Override
  public void verify(byte[] publicInputs, byte[] proof)
      throws ProofRejectedException, MalformedProofException {
    Verdict ofNative = Verdict.of(nativeEngine, publicInputs, proof);
    Verdict ofJava = Verdict.of(javaEngine, publicInputs, proof);
    if (ofNative.kind != ofJava.kind) {
      throw new EnginesDisagreeException(
          "The verifiers disagree about a proof, so at least one of them is wrong. native: "
              + ofNative.words()
              + "; java: "
              + ofJava.words());
    }
    switch (ofNative.kind) {
      case ACCEPTED -> {}
      case REJECTED -> throw new ProofRejectedException(ofNative.reason);
      case MALFORMED -> throw new MalformedProofException(ofNative.reason);
    }
  }

  private enum Kind {
    ACCEPTED,
    REJECTED,
    MALFORMED
  }

  private record Verdict(Kind kind, String reason) {
    static Verdict of(ProofVerifier engine, byte[] publicInputs, byte[] proof) {
      try {
        engine.verify(publicInputs, proof);
        return new Verdict(Kind.ACCEPTED, "");
      } catch (ProofRejectedException e) {
        return new Verdict(Kind.REJECTED, e.getMessage());
      } catch (MalformedProofException e) {
        return new Verdict(Kind.MALFORMED, e.getMessage());
      }
    }

    String words() {
      return switch (kind) {
        case ACCEPTED -> "accepted";
        case REJECTED -> "rejected, " + reason;
        case MALFORMED -> "malformed, " + reason;
      };
    }
  }
}
