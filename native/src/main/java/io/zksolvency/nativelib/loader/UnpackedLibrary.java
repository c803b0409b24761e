package io.zksolvency.nativelib.loader;

import io.zksolvency.nativelib.NativeUnavailableException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A library from the class path in a fresh directory that only this user can enter.
 *
 * <p>Closing deletes it: once linked, the library stays mapped without its file, so that a killed
 * process leaves nothing behind.
 */
final class UnpackedLibrary implements AutoCloseable {
  private final Path directory;
  private final Path file;

  private UnpackedLibrary(Path directory, Path file) {
    this.directory = directory;
    this.file = file;
  }

  /**
   * Returns the unpacked library after comparing its SHA-256 with the recorded one.
   *
   * @throws NativeUnavailableException if the class path lacks it or the digests differ
   */
  static UnpackedLibrary of(ClassLoader resources, NativeLibrary library, Platform platform)
      throws IOException {
    try (InputStream bytes = resources.getResourceAsStream(library.resource(platform))) {
      if (bytes == null) {
        throw missing(library, platform, library.resource(platform));
      }
      String expected = recordedDigest(resources, library, platform);
      Path directory = freshDirectory();
      UnpackedLibrary unpacked =
          new UnpackedLibrary(directory, directory.resolve(library.fileName()));
      try {
        unpacked.write(bytes, expected, library);
      } catch (IOException | RuntimeException e) {
        unpacked.close();
        throw e;
      }
      return unpacked;
    }
  }

  /** Returns the directory under which the fresh directories are made. */
  static Path parent() {
    return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
  }

  Path file() {
    return file;
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory);
    } catch (IOException e) {
      // Systems that lock mapped files: leave it to the end of the JVM.
      file.toFile().deleteOnExit();
      directory.toFile().deleteOnExit();
    }
  }

  private void write(InputStream bytes, String expected, NativeLibrary library) throws IOException {
    MessageDigest sha256 = sha256();
    try (DigestOutputStream out =
        new DigestOutputStream(
            Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            sha256)) {
      bytes.transferTo(out);
    }
    String found = HexFormat.of().formatHex(sha256.digest());
    if (!found.equals(expected)) {
      throw new NativeUnavailableException(
          "native library "
              + library.name()
              + " on the class path is not the one that was built: its SHA-256 is "
              + found
              + ", recorded is "
              + expected);
    }
  }

  private static String recordedDigest(
      ClassLoader resources, NativeLibrary library, Platform platform) throws IOException {
    try (InputStream in = resources.getResourceAsStream(library.digestResource(platform))) {
      if (in == null) {
        throw missing(library, platform, library.digestResource(platform));
      }
      return new String(in.readAllBytes(), StandardCharsets.US_ASCII).strip();
    }
  }

  private static NativeUnavailableException missing(
      NativeLibrary library, Platform platform, String resource) {
    return new NativeUnavailableException(
        "native library "
            + library.name()
            + " not found: the class path has no "
            + resource
            + "; add the jar of zksolvency-native with classifier "
            + library.classifier(platform)
            + " (./mvnw package makes it on such a machine), or set -D"
            + NativeLoader.PATH_PROPERTY
            + " to a directory that holds "
            + library.fileName());
  }

  private static Path freshDirectory() throws IOException {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    FileAttribute<?>[] ownerOnly =
        posix
            ? new FileAttribute<?>[] {
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
            }
            : new FileAttribute<?>[0];
    return Files.createTempDirectory(parent(), "zksolvency-", ownerOnly);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new UncheckedIOException(new IOException("this JVM lacks SHA-256", e));
    }
  }
}
