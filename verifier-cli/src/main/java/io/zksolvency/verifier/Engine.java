package io.zksolvency.verifier;

/** Which implementation verifies proofs. */
enum Engine {
  /** {@code io.zksolvency.stark}, plain Java. */
  JAVA,
  /** The native library, winterfell with stricter checks. */
  NATIVE,
  /** Both; they must agree. */
  BOTH;

  /**
   * Returns a verifier.
   *
   * @throws io.zksolvency.nativelib.NativeUnavailableException if it needs the native library, and
   *     that can't be loaded
   */
  ProofVerifier load() {
    return switch (this) {
      case JAVA -> new JavaProofVerifier();
      case NATIVE -> NativeProofVerifier.load();
      case BOTH -> new BothEngines(NativeProofVerifier.load(), new JavaProofVerifier());
    };
  }
}
