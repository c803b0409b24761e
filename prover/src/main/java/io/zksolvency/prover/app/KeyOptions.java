package io.zksolvency.prover.app;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Where secret keys are, if not in the run's directory. */
final class KeyOptions {
  @Option(
      names = "--master-key",
      paramLabel = "FILE",
      description = {
        "The key that salts derive from: 64 hex digits.",
        "Default: made on first use in DIR/private/master.key."
      })
  Path masterKey;

  @Option(
      names = "--issuer-key",
      paramLabel = "FILE",
      description = {
        "The Ed25519 key that signs statements: PKCS#8 PEM.",
        "Default: made on first use in DIR/private/issuer.pem."
      })
  Path issuerKey;
}
