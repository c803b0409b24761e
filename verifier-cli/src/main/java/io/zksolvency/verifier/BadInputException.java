package io.zksolvency.verifier;

/** What the reader gave for comparison, a key or an earlier statement, is unusable: no verdict. */
final class BadInputException extends Exception {
  private static final long serialVersionUID = 1L;

  BadInputException(String reason) {
    super(reason);
  }
}
