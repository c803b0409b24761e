package io.zksolvency.nativelib;

/**
 * Native code broke its contract: a panic, or an answer that no input may cause. Never a verdict.
 */
public final class NativeBugException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NativeBugException(String message) {
    super(message);
  }
}
