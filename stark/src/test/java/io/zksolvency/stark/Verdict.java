package io.zksolvency.stark;

/**
 * How a verification ended.
 *
 * @param kind accepted, rejected, malformed or invalid-inputs
 * @param reason in words, empty if accepted
 */
record Verdict(String kind, String reason) {
  /** Returns the verdict; any other exception fails the test. */
  static Verdict of(byte[] inputs, byte[] proof) {
    try {
      LedgerProofVerifier.verify(inputs, proof);
      return new Verdict("accepted", "");
    } catch (ProofRejectedException e) {
      return new Verdict("rejected", e.getMessage());
    } catch (MalformedProofException e) {
      return new Verdict("malformed", e.getMessage());
    } catch (IllegalArgumentException e) {
      return new Verdict("invalid-inputs", e.getMessage());
    }
  }

  boolean accepted() {
    return kind.equals("accepted");
  }
}
