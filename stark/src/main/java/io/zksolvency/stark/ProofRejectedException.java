package io.zksolvency.stark;

/** The verdict on a proof that does not prove its public inputs. */
public final class ProofRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason which check failed, without any value
   */
  public ProofRejectedException(String reason) {
    super(reason);
  }
}
