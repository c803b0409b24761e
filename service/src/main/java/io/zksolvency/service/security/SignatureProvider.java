package io.zksolvency.service.security;

import java.security.Provider;
import java.util.Optional;
import org.conscrypt.Conscrypt;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who checks signatures: BoringSSL, by Conscrypt, where it has a library for the platform, since
 * the JDK takes many times as long for one of P-256; or else the JDK.
 */
final class SignatureProvider {
  private static final Logger LOG = LoggerFactory.getLogger(SignatureProvider.class);

  private SignatureProvider() {}

  /** Returns the provider to use; empty for the JDK's own. */
  static Optional<Provider> find() {
    try {
      return Optional.of(Conscrypt.newProvider());
    } catch (LinkageError | RuntimeException e) {
      LOG.warn(
          "Conscrypt can't be used here ({}): the JDK checks tokens, which takes longer",
          e.getClass().getSimpleName());
      return Optional.empty();
    }
  }
}
