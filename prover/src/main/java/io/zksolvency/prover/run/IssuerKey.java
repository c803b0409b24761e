package io.zksolvency.prover.run;

import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.formats.Ed25519Keys;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.SignedStatement;
import io.zksolvency.prover.ingest.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The key that signs statements, kept in a PKCS#8 PEM file. The text form shows nothing. */
public final class IssuerKey {
  private final Ed25519Keys keys;

  private IssuerKey(Ed25519Keys keys) {
    this.keys = keys;
  }

  /** Returns the key in a file, made there first if the file is missing. */
  public static IssuerKey loadOrCreate(Path file) throws IOException, InputException {
    if (Files.exists(file)) {
      return load(file);
    }
    Ed25519Keys keys = Ed25519Keys.create();
    try {
      DurableFiles.createPrivate(
          file, ByteBuffer.wrap(keys.privatePem().getBytes(StandardCharsets.US_ASCII)));
    } catch (FileAlreadyExistsException e) {
      return load(file);
    }
    return new IssuerKey(keys);
  }

  /**
   * Returns the key in a file.
   *
   * @throws InputException if it is missing or holds something else
   */
  static IssuerKey load(Path file) throws IOException, InputException {
    if (!Files.isRegularFile(file)) {
      throw new InputException("there is no issuer key in " + file);
    }
    try {
      return new IssuerKey(Ed25519Keys.load(file));
    } catch (FormatException e) {
      throw new InputException(file + " is not an issuer key: " + e.getMessage());
    }
  }

  /** Returns the 32-byte public key. */
  public byte[] publicKey() {
    return keys.publicKey();
  }

  SignedStatement sign(SolvencyStatement statement) {
    return SignedStatement.sign(statement, keys);
  }

  @Override
  public String toString() {
    return "IssuerKey[redacted]";
  }
}
