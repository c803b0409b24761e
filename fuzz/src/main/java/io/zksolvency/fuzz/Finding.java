package io.zksolvency.fuzz;

/** What no input may lead to. */
final class Finding extends RuntimeException {
  private static final long serialVersionUID = 1;

  Finding(String message) {
    super(message);
  }
}
