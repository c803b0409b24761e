package io.zksolvency.prover.run;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.UUID;

/** Files that are whole or absent, also after a loss of power, and readable by whom they should. */
public final class DurableFiles {
  private static final Set<PosixFilePermission> PRIVATE_FILE =
      PosixFilePermissions.fromString("rw-------");
  private static final Set<PosixFilePermission> PUBLIC_FILE =
      PosixFilePermissions.fromString("rw-r--r--");
  private static final Set<PosixFilePermission> PRIVATE_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> PUBLIC_DIRECTORY =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private DurableFiles() {}

  /** Puts a file that only its owner can read in place, replacing an older one. */
  public static void writePrivate(Path file, ByteBuffer content) throws IOException {
    write(file, content, PRIVATE_FILE, true);
  }

  /**
   * Puts a file that only its owner can read in place.
   *
   * @throws java.nio.file.FileAlreadyExistsException if there is one
   */
  public static void createPrivate(Path file, ByteBuffer content) throws IOException {
    write(file, content, PRIVATE_FILE, false);
  }

  /**
   * Fills a new file that only its owner can read; a loss of power may leave a part of it, unless
   * its directory is put in place afterwards.
   */
  static void fillPrivate(Path file, ByteBuffer content) throws IOException {
    try (FileChannel channel = open(file)) {
      ByteBuffer rest = content.duplicate();
      while (rest.hasRemaining()) {
        channel.write(rest);
      }
      channel.force(true);
    }
  }

  /** Puts a file that everyone can read in place, replacing an older one. */
  public static void writePublic(Path file, ByteBuffer content) throws IOException {
    write(file, content, PUBLIC_FILE, true);
  }

  /** Puts a copy that only its owner can read in place, replacing an older one. */
  public static void copyPrivate(Path from, Path file) throws IOException {
    try (FileChannel source = FileChannel.open(from)) {
      write(
          file,
          target -> {
            long size = source.size();
            for (long done = 0; done < size; ) {
              done += source.transferTo(done, size - done, target);
            }
          },
          PRIVATE_FILE,
          true);
    }
  }

  private static void write(
      Path file, ByteBuffer content, Set<PosixFilePermission> permissions, boolean replace)
      throws IOException {
    write(
        file,
        target -> {
          ByteBuffer rest = content.duplicate();
          while (rest.hasRemaining()) {
            target.write(rest);
          }
        },
        permissions,
        replace);
  }

  /** Fills a new file. */
  @FunctionalInterface
  private interface Filler {
    void fill(FileChannel target) throws IOException;
  }

  private static void write(
      Path file, Filler content, Set<PosixFilePermission> permissions, boolean replace)
      throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Path temporary = directory.resolve("." + file.getFileName() + ".tmp-" + UUID.randomUUID());
    try {
      try (FileChannel channel = open(temporary)) {
        setPermissions(temporary, permissions);
        content.fill(channel);
        channel.force(true);
      }
      if (replace) {
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } else {
        Files.createLink(file, temporary);
      }
      syncDirectory(directory);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  private static FileChannel open(Path file) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try {
      return isPosix(file)
          ? FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(PRIVATE_FILE))
          : FileChannel.open(file, options);
    } catch (IOException e) {
      throw new CannotCreateException("cannot create a file in " + file.getParent(), e);
    }
  }

  /** Makes a directory, and those above it, that only its owner can enter. */
  public static void createPrivateDirectory(Path directory) throws IOException {
    createDirectory(directory, PRIVATE_DIRECTORY);
  }

  /** Makes a directory, and those above it, that everyone can read. */
  public static void createPublicDirectory(Path directory) throws IOException {
    createDirectory(directory, PUBLIC_DIRECTORY);
  }

  private static void createDirectory(Path directory, Set<PosixFilePermission> permissions)
      throws IOException {
    try {
      if (!Files.isDirectory(directory)) {
        Path parent = directory.toAbsolutePath().getParent();
        if (parent != null) {
          Files.createDirectories(parent);
        }
        Files.createDirectory(directory, attributes(directory, permissions));
      }
      setPermissions(directory, permissions);
    } catch (IOException e) {
      throw new CannotCreateException("cannot create the directory " + directory, e);
    }
  }

  private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> permissions) {
    return isPosix(path)
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private static void setPermissions(Path path, Set<PosixFilePermission> permissions)
      throws IOException {
    if (isPosix(path)) {
      Files.setPosixFilePermissions(path, permissions);
    }
  }

  private static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  /** Makes renames in a directory survive a loss of power. */
  public static void syncDirectory(Path directory) throws IOException {
    if (isPosix(directory)) {
      try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }

  /** Deletes a file or a directory with all it holds, if it is there; links are not followed. */
  public static void deleteTree(Path path) throws IOException {
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return;
    }
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, IOException e)
              throws IOException {
            if (e != null) {
              throw e;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
