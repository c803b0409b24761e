package io.zksolvency.nativelib;

/** The job was cancelled before its proof was ready. */
public final class ProvingCancelledException extends Exception {
  private static final long serialVersionUID = 1L;

  public ProvingCancelledException() {
    super("proving was cancelled");
  }

  /** Called from native code. */
  public ProvingCancelledException(String message) {
    super(message);
  }
}
