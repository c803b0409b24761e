package io.zksolvency.prover.ingest;

/**
 * The operator's data can't be used; the message says where and what was expected, and never holds
 * an account id or a balance.
 */
public final class InputException extends Exception {
  private static final long serialVersionUID = 1;

  public InputException(String message) {
    super(message);
  }
}
