package io.zksolvency.service.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Published files named by their SHA-256: whole or absent, never changed. Thread-safe. */
public interface ContentStore extends AutoCloseable {
  /**
   * Keeps a file durably, if it is not kept already; in bounded memory.
   *
   * @throws StoreException if the store can't be reached
   */
  Kept put(Path file) throws IOException;

  /**
   * Opens a file for reading once. The read that meets its end fails with {@link
   * ContentDamagedException} if the bytes are not those that were kept.
   */
  InputStream open(byte[] sha256) throws IOException;

  @Override
  void close();

  /** What was kept. */
  record Kept(long size, byte[] sha256) {}
}
