package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * The issuer's 32 secret bytes, kept in a file as 64 lower-case hex digits. The text form shows
 * nothing.
 */
public final class MasterKey {
  private static final int BYTES = 32;
  private static final int MAX_FILE_BYTES = 256;

  private final byte[] key;

  private MasterKey(byte[] key) {
    this.key = key;
  }

  /** Returns the key in a file, made there first if the file is missing. */
  public static MasterKey loadOrCreate(Path file) throws IOException, InputException {
    if (Files.exists(file)) {
      return load(file);
    }
    byte[] key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    String text = HexFormat.of().formatHex(key) + "\n";
    try {
      DurableFiles.createPrivate(file, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    } catch (FileAlreadyExistsException e) {
      return load(file);
    }
    return new MasterKey(key);
  }

  /**
   * Returns the key in a file.
   *
   * @throws InputException if it is missing or holds something else
   */
  public static MasterKey load(Path file) throws IOException, InputException {
    if (!Files.isRegularFile(file)) {
      throw new InputException("there is no master key in " + file);
    }
    if (Files.size(file) <= MAX_FILE_BYTES) {
      String text = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).strip();
      if (text.matches("[0-9a-f]{" + 2 * BYTES + "}")) {
        return new MasterKey(HexFormat.of().parseHex(text));
      }
    }
    throw new InputException(
        "%s is not a master key: expected %d lower-case hex digits".formatted(file, 2 * BYTES));
  }

  /** Returns what a snapshot derives from this key. */
  public SnapshotSecrets secrets(byte[] snapshotId) {
    return new SnapshotSecrets(key, snapshotId);
  }

  /** Returns a hash that tells this key from others and reveals nothing about it. */
  public String fingerprint() {
    return HexFormat.of().formatHex(new HashInput("zksolvency/master-key/v1").raw(key).sha256());
  }

  @Override
  public String toString() {
    return "MasterKey[redacted]";
  }
}
