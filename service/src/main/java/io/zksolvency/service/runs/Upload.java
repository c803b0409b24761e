package io.zksolvency.service.runs;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.prover.run.DurableFiles;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Balances that a client is sending, on their way to a file. Closing without {@link #finish}
 * deletes them. Not thread-safe.
 */
public final class Upload implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path directory;
  private final FileChannel channel;
  private final DigestOutputStream out;
  private final long most;
  private long bytes;
  private long rows;
  private boolean kept;

  Upload(Path directory, long most) throws IOException {
    this.directory = directory;
    this.most = most;
    DurableFiles.createPrivateDirectory(directory);
    channel =
        FileChannel.open(
            directory.resolve("accounts.csv"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.WRITE);
    out =
        new DigestOutputStream(
            new BufferedOutputStream(Channels.newOutputStream(channel), BUFFER_BYTES), newSha256());
    put(out, "account_id,asset,equity,debt\n");
  }

  private static MessageDigest newSha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** Writes a row of checked fields. */
  public void row(String accountId, String asset, String equity, String debt)
      throws IOException, RunRefusedException {
    put(
        out,
        '"' + accountId.replace("\"", "\"\"") + "\"," + asset + ',' + equity + ',' + debt + '\n');
    rows++;
    if (bytes > most) {
      throw new RunRefusedException(
          RunRefusedException.Reason.UPLOAD_TOO_LARGE, "more balances than runs.max-upload allows");
    }
  }

  private void put(OutputStream to, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    bytes += utf8.length;
    to.write(utf8);
  }

  /** Returns the number of rows so far. */
  public long rows() {
    return rows;
  }

  /** Makes the file durable and returns the SHA-256 of its bytes in hex. */
  String finish() throws IOException {
    out.flush();
    channel.force(true);
    channel.close();
    return Hex.format(out.getMessageDigest().digest());
  }

  Path directory() {
    return directory;
  }

  /** From now on the files belong to a run. */
  void keep() {
    kept = true;
  }

  @Override
  public void close() throws IOException {
    channel.close();
    if (!kept) {
      DurableFiles.deleteTree(directory);
    }
  }
}
