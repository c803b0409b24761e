package io.zksolvency.service.security;

/** A token that was presented does not hold; the message tells why and repeats nothing of it. */
final class TokenRefusedException extends Exception {
  private static final long serialVersionUID = 1;

  TokenRefusedException(String message) {
    super(message);
  }
}
