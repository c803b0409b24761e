package io.zksolvency.service.store;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.prover.run.DurableFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Published files in a directory. */
public final class ContentFiles implements ContentStore {
  private final Path root;

  /** Keeps files under a directory, made when missing. */
  public ContentFiles(Path root) throws IOException {
    this.root = root;
    if (!Files.isDirectory(root)) {
      DurableFiles.createPrivateDirectory(root);
      DurableFiles.syncDirectory(root.toAbsolutePath().getParent());
    }
  }

  @Override
  public Kept put(Path file) throws IOException {
    byte[] sha256 = Sha256.of(file);
    Path kept = path(sha256);
    if (!Files.exists(kept)) {
      if (!Files.isDirectory(kept.getParent())) {
        DurableFiles.createPrivateDirectory(kept.getParent());
        DurableFiles.syncDirectory(root);
      }
      DurableFiles.copyPrivate(file, kept);
    }
    return new Kept(Files.size(kept), sha256);
  }

  private Path path(byte[] sha256) {
    String name = Hex.format(sha256);
    return root.resolve(name.substring(0, 2)).resolve(name);
  }

  @Override
  public InputStream open(byte[] sha256) throws IOException {
    try {
      return new VerifiedStream(Files.newInputStream(path(sha256)), sha256);
    } catch (NoSuchFileException e) {
      throw new ContentDamagedException(
          "the kept file " + Hex.format(sha256) + " is missing: restore it");
    }
  }

  @Override
  public void close() {
    // Nothing is held open between calls.
  }
}
