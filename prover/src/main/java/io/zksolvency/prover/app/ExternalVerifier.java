package io.zksolvency.prover.app;

import io.zksolvency.prover.app.Failures.CommandException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The separate verifier, run as a process of its own, as anyone else would. */
final class ExternalVerifier {
  private static final String PROPERTY = "zksolvency.verify.command";
  private static final String VARIABLE = "SOLVENCY_VERIFY";

  private final Path command;

  private ExternalVerifier(Path command) {
    this.command = command;
  }

  /** What it said, and how long the process took. */
  record Answer(String words, long millis) {}

  /**
   * Finds it.
   *
   * @throws CommandException if it can't be found
   */
  static ExternalVerifier find() throws CommandException {
    String path = System.getProperty(PROPERTY, System.getenv(VARIABLE));
    if (path == null || !Files.isExecutable(Path.of(path))) {
      throw new CommandException(
          ExitCode.USAGE,
          "the separate verifier is not found; set %s to the path of solvency-verify"
              .formatted(VARIABLE));
    }
    return new ExternalVerifier(Path.of(path));
  }

  /**
   * Runs it.
   *
   * @throws CommandException if it does not accept
   */
  Answer accept(String... arguments) throws IOException, InterruptedException, CommandException {
    List<String> line = new ArrayList<>(List.of(command.toString()));
    line.addAll(List.of(arguments));
    long start = System.nanoTime();
    Process process =
        new ProcessBuilder(line)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int code = process.waitFor();
    if (code != 0) {
      throw new CommandException(
          ExitCode.BUG,
          "the verifier does not accept (exit %d): %s".formatted(code, words.strip()));
    }
    return new Answer(words.strip(), (System.nanoTime() - start) / 1_000_000);
  }
}
