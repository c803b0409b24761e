package io.zksolvency.prover.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A file's size, time of change and SHA-256 at one moment. */
public record FileFingerprint(Path file, long size, long modifiedMillis, String sha256) {
  private static final int BUFFER_BYTES = 1 << 16;

  /** Reads the whole file. */
  public static FileFingerprint of(Path file) throws IOException {
    BasicFileAttributes before = Files.readAttributes(file, BasicFileAttributes.class);
    if (!before.isRegularFile()) {
      throw new IOException(file + " is not a regular file, which can be read twice");
    }
    MessageDigest digest = newSha256();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return new FileFingerprint(
        file,
        before.size(),
        before.lastModifiedTime().toMillis(),
        HexFormat.of().formatHex(digest.digest()));
  }

  /**
   * Reads the file again.
   *
   * @throws InputException if it is not as it was
   */
  public void requireUnchanged() throws IOException, InputException {
    if (!of(file).equals(this)) {
      throw changed(file);
    }
  }

  /** Returns the fault of a file that is not what it was a moment ago. */
  public static InputException changed(Path file) {
    return new InputException(
        file.getFileName()
            + " changed while it was being read; give a file that nothing writes to any more");
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
