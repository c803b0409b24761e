package io.zksolvency.prover.run;

/** Another run works in the directory now. */
public final class DirectoryBusyException extends Exception {
  private static final long serialVersionUID = 1;

  public DirectoryBusyException(String message) {
    super(message);
  }
}
