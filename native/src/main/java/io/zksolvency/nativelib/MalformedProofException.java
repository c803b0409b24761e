package io.zksolvency.nativelib;

/** The verdict on bytes that are not a proof at all. */
public final class MalformedProofException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedProofException(String reason) {
    super(reason);
  }
}
