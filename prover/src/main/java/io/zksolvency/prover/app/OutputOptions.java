package io.zksolvency.prover.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Option;

/** How much is printed, and in which form. */
final class OutputOptions {
  @Option(names = "--json", description = "Print the summary as one JSON object.")
  boolean json;

  @Option(
      names = "--quiet",
      description = "Show no progress; only warnings, errors and the summary.")
  boolean quiet;

  ConsoleProgress progress() {
    PrintStream err =
        new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
    return new ConsoleProgress(err, System.console() != null, quiet);
  }
}
