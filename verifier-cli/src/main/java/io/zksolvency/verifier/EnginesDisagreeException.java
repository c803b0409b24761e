package io.zksolvency.verifier;

/**
 * Two implementations gave different verdicts on one proof: one of them is wrong, so none counts.
 */
final class EnginesDisagreeException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  EnginesDisagreeException(String message) {
    super(message);
  }
}
