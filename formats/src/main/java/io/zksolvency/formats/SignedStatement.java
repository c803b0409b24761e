package io.zksolvency.formats;

import io.zksolvency.circuits.statement.SolvencyStatement;
import java.util.Arrays;

/**
 * A statement with the issuer's signature on its digest, checked or not.
 *
 * @param signature 64 bytes
 */
public record SignedStatement(SolvencyStatement statement, byte[] signature) {
  private static final int SIGNATURE_BYTES = 64;

  /**
   * @throws IllegalArgumentException if the signature has another length
   */
  public SignedStatement {
    if (signature.length != SIGNATURE_BYTES) {
      throw new IllegalArgumentException("a signature has 64 bytes");
    }
    signature = signature.clone();
  }

  /**
   * Returns the statement signed.
   *
   * @throws IllegalArgumentException if the statement names another issuer key
   */
  public static SignedStatement sign(SolvencyStatement statement, Ed25519Keys keys) {
    if (!Arrays.equals(statement.issuerKey(), keys.publicKey())) {
      throw new IllegalArgumentException("the statement names another issuer key");
    }
    return new SignedStatement(statement, keys.sign(statement.digest()));
  }

  /**
   * Returns if the signature is the issuer key's, which the statement itself names.
   *
   * @throws InvalidSignatureException if it is not
   */
  public void checkSignature() throws InvalidSignatureException {
    Ed25519Keys.verify(statement.issuerKey(), statement.digest(), signature);
  }

  /** Returns a copy. */
  @Override
  public byte[] signature() {
    return signature.clone();
  }
}
