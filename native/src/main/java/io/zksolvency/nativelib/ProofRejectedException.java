package io.zksolvency.nativelib;

/** The verdict on a proof that does not prove its public inputs. */
public final class ProofRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  public ProofRejectedException(String reason) {
    super(reason);
  }
}
