package io.zksolvency.prover.app;

import io.zksolvency.prover.run.PublishedHistory;
import io.zksolvency.prover.run.RunDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code solvency publish}: a run's statement into a directory for a web server. */
@Command(
    name = "publish",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    sortOptions = false,
    description = {
      "Copies a finished run's statement and proofs, nothing secret, into a directory that any web"
          + " server can serve as it is, and lists it in DIR/history.json. A statement must continue"
          + " the last one there; one that is there already stays as it is."
    },
    footer = {
      "",
      "Example:",
      "  solvency publish --run 2026-11 --to /var/www/solvency",
      "  solvency-verify history https://example.org/solvency/"
    })
final class PublishCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "The directory of a finished run (of a server: DATA/runs/ID/run).")
  private Path run;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "DIR",
      description = "The directory to publish into; made when missing.")
  private Path to;

  @Option(names = "--json", description = "Print one JSON object instead of words.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Path published = new PublishedHistory(to).add(new RunDirectory(run));
    if (json) {
      Summary.printJson(
          Map.of("published_directory", published.toString()), spec.commandLine().getOut());
    } else {
      spec.commandLine().getOut().println("Published as " + published);
    }
    return ExitCode.OK.code();
  }
}
