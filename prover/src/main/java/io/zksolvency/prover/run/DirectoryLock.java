package io.zksolvency.prover.run;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Held while one program works in a directory; ends with it, however that ends. */
final class DirectoryLock implements AutoCloseable {
  private final FileChannel channel;

  private DirectoryLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the lock.
   *
   * @param file made when missing
   * @param busy what to say if another holds it
   * @throws DirectoryBusyException if another holds it, in this process or elsewhere
   */
  static DirectoryLock take(Path file, String busy) throws IOException, DirectoryBusyException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return new DirectoryLock(channel);
      }
    } catch (OverlappingFileLockException e) {
      // This process holds it: the same answer.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    throw new DirectoryBusyException(busy);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
