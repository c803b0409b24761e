package io.zksolvency.nativelib;

/**
 * A native library is missing or cannot be linked; the message says what was tried and what to do.
 */
public final class NativeUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public NativeUnavailableException(String message) {
    super(message);
  }

  public NativeUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
