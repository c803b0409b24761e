package io.zksolvency.formats;

/** A signature is not the key's, or the key is none. */
public final class InvalidSignatureException extends Exception {
  private static final long serialVersionUID = 1L;

  /** Takes the reason in words. */
  public InvalidSignatureException(String reason) {
    super(reason);
  }
}
