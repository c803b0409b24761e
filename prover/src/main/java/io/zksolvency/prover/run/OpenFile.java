package io.zksolvency.prover.run;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A kept file that many threads read anywhere, opened when it is read first and not for each
 * reading. Who still reads when it is closed is served, too. Thread-safe.
 */
final class OpenFile implements Closeable {
  private final Path path;
  private volatile FileChannel channel;

  OpenFile(Path path) {
    this.path = path;
  }

  /**
   * Returns bytes of the file.
   *
   * @throws IOException if it ends before
   */
  ByteBuffer read(long from, int bytes) throws IOException {
    ByteBuffer all = readUpTo(from, bytes);
    if (all.remaining() < bytes) {
      throw new IOException(path + " is damaged: it is cut off");
    }
    return all;
  }

  /** Returns so many bytes of the file, or those that there are. */
  ByteBuffer readUpTo(long from, int bytes) throws IOException {
    while (true) {
      FileChannel open = open();
      try {
        return readUpTo(open, from, bytes);
      } catch (ClosedChannelException e) {
        // Closed for others to have room, or by another thread's interruption; not by our own.
        if (Thread.currentThread().isInterrupted()) {
          throw e;
        }
        forget(open);
      }
    }
  }

  private static ByteBuffer readUpTo(FileChannel channel, long from, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining() && channel.read(buffer, from + buffer.position()) >= 0) {
      // Until it is full or the file ends.
    }
    return buffer.flip();
  }

  private FileChannel open() throws IOException {
    FileChannel open = channel;
    return open != null ? open : openNow();
  }

  private synchronized FileChannel openNow() throws IOException {
    if (channel == null) {
      channel = FileChannel.open(path);
    }
    return channel;
  }

  private synchronized void forget(FileChannel closed) {
    if (channel == closed) {
      channel = null;
    }
  }

  @Override
  public String toString() {
    return path.toString();
  }

  /** Gives its handle back; reading takes another. */
  @Override
  public synchronized void close() throws IOException {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }
}
