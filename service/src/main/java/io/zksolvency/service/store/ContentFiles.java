package io.zksolvency.service.store;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.prover.run.DurableFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;

/** Files named by their SHA-256, whole or absent, never changed. Thread-safe. */
public final class ContentFiles {
  private final Path root;

  /** Keeps files under a directory, made when missing. */
  public ContentFiles(Path root) throws IOException {
    this.root = root;
    if (!Files.isDirectory(root)) {
      DurableFiles.createPrivateDirectory(root);
      DurableFiles.syncDirectory(root.toAbsolutePath().getParent());
    }
  }

  /** Keeps the bytes durably and returns their SHA-256. */
  public byte[] put(byte[] bytes) throws IOException {
    byte[] sha256 = HashInput.sha256(bytes);
    Path file = path(sha256);
    if (Files.exists(file)) {
      return sha256;
    }
    if (!Files.isDirectory(file.getParent())) {
      DurableFiles.createPrivateDirectory(file.getParent());
      DurableFiles.syncDirectory(root);
    }
    DurableFiles.writePrivate(file, ByteBuffer.wrap(bytes));
    return sha256;
  }

  /** Returns where the file lies. */
  public Path path(byte[] sha256) {
    String name = Hex.format(sha256);
    return root.resolve(name.substring(0, 2)).resolve(name);
  }

  /** Opens a file for reading. */
  public FileChannel open(byte[] sha256) throws IOException {
    return FileChannel.open(path(sha256));
  }
}
