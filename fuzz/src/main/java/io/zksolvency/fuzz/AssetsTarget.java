package io.zksolvency.fuzz;

import io.zksolvency.prover.ingest.AssetsFile;
import io.zksolvency.prover.ingest.InputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Any bytes as the file of assets and prices, which the reader of balances' CSV headers reads too:
 * a table, or a fault of the data.
 */
public final class AssetsTarget {
  private static final Path FILE = file();

  private AssetsTarget() {}

  private static Path file() {
    try {
      Path file = Files.createTempFile("assets", ".csv");
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) throws IOException {
    Files.write(FILE, input);
    Memory.bounded(input.length, AssetsTarget::read);
  }

  private static void read() throws IOException {
    try {
      AssetsFile.read(FILE);
    } catch (InputException e) {
      // Refused, as it should be.
    }
  }
}
