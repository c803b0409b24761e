package io.zksolvency.stark;

/** The verdict on bytes that are not a proof of this size and these options at all. */
public final class MalformedProofException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * @param reason what was expected, with positions and sizes, without any value
   */
  public MalformedProofException(String reason) {
    super(reason);
  }
}
