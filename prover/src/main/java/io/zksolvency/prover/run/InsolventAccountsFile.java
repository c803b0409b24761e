package io.zksolvency.prover.run;

import io.zksolvency.prover.ingest.AccountIngestion;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Lists the ids of accounts with a negative net value in a private file, for the operator. */
final class InsolventAccountsFile implements AccountIngestion.InsolventAccounts, AutoCloseable {
  private final Path file;
  private BufferedWriter writer;

  InsolventAccountsFile(Path file) throws IOException {
    this.file = file;
    Files.deleteIfExists(file);
  }

  @Override
  public void accept(String accountId) throws IOException {
    if (writer == null) {
      DurableFiles.writePrivate(file, ByteBuffer.allocate(0));
      writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
      writer.write("account_id\n");
    }
    writer.write('"' + accountId.replace("\"", "\"\"") + "\"\n");
  }

  @Override
  public void close() throws IOException {
    if (writer != null) {
      writer.close();
    }
  }
}
