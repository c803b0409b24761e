package io.zksolvency.prover.app;

import io.zksolvency.prover.run.InclusionExport;
import io.zksolvency.prover.run.RunDirectory;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code solvency inclusion}: one customer's file. */
@Command(
    name = "inclusion",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    sortOptions = false,
    description = {
      "Writes what one customer needs to see the account counted in the statement. The file tells"
          + " the account's balances and salt: give it to this customer only."
    },
    footer = {
      "",
      "Example:",
      "  solvency inclusion --run 2026-11 --account alice --out alice.json",
      "  solvency-verify inclusion alice.json --statement 2026-11/public/statement.json"
    })
final class InclusionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "The directory of a finished run.")
  private Path run;

  @Option(
      names = "--account",
      required = true,
      paramLabel = "ID",
      description = "The account's id.")
  private String account;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "FILE",
      description = "The file to write; readable by its owner only.")
  private Path out;

  @Option(
      names = "--master-key",
      paramLabel = "FILE",
      description = "The run's master key, if it is not in DIR/private.")
  private Path masterKey;

  @Option(names = "--json", description = "Print one JSON object instead of words.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    try (InclusionExport export =
        InclusionExport.open(new RunDirectory(run), Optional.ofNullable(masterKey))) {
      export.write(account, out);
    }
    if (json) {
      Summary.printJson(
          Map.of("inclusion_file", out.toAbsolutePath().toString()), spec.commandLine().getOut());
    } else {
      spec.commandLine().getOut().println("Wrote " + out + ": for this customer's eyes only.");
    }
    return ExitCode.OK.code();
  }
}
