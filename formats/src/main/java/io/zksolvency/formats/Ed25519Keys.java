package io.zksolvency.formats;

import io.zksolvency.circuits.hash.HashInput;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.signers.Ed25519Signer;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PrivateKeyInfoFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;
import org.bouncycastle.crypto.util.SubjectPublicKeyInfoFactory;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/**
 * An issuer's Ed25519 key pair, which signs statement digests. Secret: the text form shows nothing.
 *
 * <p>Source: RFC 8032 (signatures), RFC 8410 (the PEM files). Thread-safe.
 */
public final class Ed25519Keys {
  /** Length of a public key. */
  public static final int PUBLIC_KEY_BYTES = 32;

  private static final String SIGNATURE_DOMAIN = "zksolvency/signature/v1";
  private static final String PRIVATE_PEM = "PRIVATE KEY";
  private static final String PUBLIC_PEM = "PUBLIC KEY";
  private static final int MAX_PEM_BYTES = 16 << 10;

  private final Ed25519PrivateKeyParameters key;

  private Ed25519Keys(Ed25519PrivateKeyParameters key) {
    this.key = key;
  }

  /** Returns a new key pair. */
  public static Ed25519Keys create() {
    return new Ed25519Keys(new Ed25519PrivateKeyParameters(new SecureRandom()));
  }

  /**
   * Returns the key pair of a PKCS#8 PEM file.
   *
   * @throws IOException if the file cannot be read
   * @throws FormatException if it holds anything but one Ed25519 private key
   */
  public static Ed25519Keys load(Path file) throws IOException, FormatException {
    return fromPem(new String(BoundedFiles.read(file, MAX_PEM_BYTES), StandardCharsets.US_ASCII));
  }

  /**
   * Returns the key pair of a PKCS#8 PEM text.
   *
   * @throws FormatException if it holds anything but one Ed25519 private key
   */
  public static Ed25519Keys fromPem(String pem) throws FormatException {
    try {
      AsymmetricKeyParameter key = PrivateKeyFactory.createKey(content(pem, PRIVATE_PEM));
      if (key instanceof Ed25519PrivateKeyParameters ed25519) {
        return new Ed25519Keys(ed25519);
      }
    } catch (IOException | RuntimeException e) {
      // Falls through: a cause could quote the key.
    }
    throw new FormatException("", "expected one Ed25519 private key in PKCS#8 PEM");
  }

  /**
   * Writes the private key to a new PKCS#8 PEM file that only its owner can read.
   *
   * @throws IOException if the file exists or cannot be written
   */
  public void save(Path file) throws IOException {
    byte[] pem = privatePem().getBytes(StandardCharsets.US_ASCII);
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    if (posix) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    } else {
      Files.createFile(file);
    }
    Files.write(file, pem, StandardOpenOption.WRITE);
  }

  /** Returns the private key as a PKCS#8 PEM text; secret. */
  public String privatePem() {
    try {
      return pem(PRIVATE_PEM, PrivateKeyInfoFactory.createPrivateKeyInfo(key).getEncoded());
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }

  /** Returns the public key as a SubjectPublicKeyInfo PEM text. */
  public String publicPem() {
    return publicPem(publicKey());
  }

  /**
   * Returns a public key as a SubjectPublicKeyInfo PEM text.
   *
   * @param publicKey 32 bytes
   */
  public static String publicPem(byte[] publicKey) {
    Ed25519PublicKeyParameters parameters = new Ed25519PublicKeyParameters(publicKey);
    try {
      byte[] encoded =
          SubjectPublicKeyInfoFactory.createSubjectPublicKeyInfo(parameters).getEncoded();
      return pem(PUBLIC_PEM, encoded);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
  }

  /**
   * Returns the 32-byte public key of a PEM file.
   *
   * @throws IOException if the file cannot be read
   * @throws FormatException if it holds anything but one Ed25519 public key
   */
  public static byte[] loadPublic(Path file) throws IOException, FormatException {
    byte[] bytes = BoundedFiles.read(file, MAX_PEM_BYTES);
    try {
      byte[] content = content(new String(bytes, StandardCharsets.US_ASCII), PUBLIC_PEM);
      if (PublicKeyFactory.createKey(content) instanceof Ed25519PublicKeyParameters key) {
        return key.getEncoded();
      }
    } catch (IOException | RuntimeException e) {
      // Falls through.
    }
    throw new FormatException("", "expected one Ed25519 public key in PEM");
  }

  /** Returns the 32-byte public key. */
  public byte[] publicKey() {
    return key.generatePublicKey().getEncoded();
  }

  /**
   * Returns the signature of a statement digest, 64 bytes.
   *
   * @param statementDigest 32 bytes
   */
  public byte[] sign(byte[] statementDigest) {
    Ed25519Signer signer = new Ed25519Signer();
    signer.init(true, key);
    byte[] message = message(statementDigest);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  /**
   * Returns if the signature of a statement digest is the key's.
   *
   * @param publicKey 32 bytes, from anyone
   * @throws InvalidSignatureException if it is not, or the key is no usable point
   */
  public static void verify(byte[] publicKey, byte[] statementDigest, byte[] signature)
      throws InvalidSignatureException {
    Ed25519PublicKeyParameters key;
    try {
      key = new Ed25519PublicKeyParameters(publicKey);
    } catch (IllegalArgumentException e) {
      throw new InvalidSignatureException("the issuer key is not an Ed25519 public key");
    }
    Ed25519Signer verifier = new Ed25519Signer();
    verifier.init(false, key);
    byte[] message = message(statementDigest);
    verifier.update(message, 0, message.length);
    if (!verifier.verifySignature(signature)) {
      throw new InvalidSignatureException("the signature is not the issuer key's");
    }
  }

  /** Returns what is signed: a domain, then the digest. */
  static byte[] message(byte[] statementDigest) {
    return new HashInput(SIGNATURE_DOMAIN).raw(statementDigest).toBytes();
  }

  private static byte[] content(String pem, String type) throws IOException, FormatException {
    try (PemReader reader = new PemReader(new StringReader(pem))) {
      PemObject first = reader.readPemObject();
      if (first == null || !first.getType().equals(type) || reader.readPemObject() != null) {
        throw new FormatException("", "expected one " + type + " in PEM");
      }
      return first.getContent();
    }
  }

  private static String pem(String type, byte[] content) throws IOException {
    StringWriter text = new StringWriter();
    try (PemWriter writer = new PemWriter(text)) {
      writer.writeObject(new PemObject(type, content));
    }
    return text.toString().replace("\r\n", "\n");
  }

  @Override
  public String toString() {
    return "Ed25519Keys[redacted]";
  }
}
