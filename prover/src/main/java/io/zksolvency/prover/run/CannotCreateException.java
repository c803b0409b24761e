package io.zksolvency.prover.run;

import java.io.IOException;

/** An output file or directory can't be made. */
public final class CannotCreateException extends IOException {
  private static final long serialVersionUID = 1;

  public CannotCreateException(String message, Throwable cause) {
    super(message, cause);
  }
}
