package io.zksolvency.prover.app;

import io.zksolvency.prover.run.BulkInclusion;
import io.zksolvency.prover.run.InclusionExport;
import io.zksolvency.prover.run.RunDirectory;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code solvency inclusion}: one customer's file, or everyone's. */
@Command(
    name = "inclusion",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    sortOptions = false,
    description = {
      "Writes what one customer needs to see the account counted in the statement. The file tells"
          + " the account's balances and salt: give it to this customer only.",
      "With --all: every customer's, in portions of 10,000, each a directory or (--archive) a zip"
          + " file, with a CSV file that tells whose is which; names of files tell nothing by"
          + " themselves. The same command goes on where it was stopped."
    },
    footer = {
      "",
      "Example:",
      "  solvency inclusion --run 2026-11 --account alice --out alice.json",
      "  solvency-verify inclusion alice.json --statement 2026-11/public/statement.json",
      "  solvency inclusion --run 2026-11 --all --archive --out 2026-11-inclusion"
    })
final class InclusionCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--run",
      required = true,
      paramLabel = "DIR",
      description = "The directory of a finished run.")
  private Path run;

  @ArgGroup(multiplicity = "1")
  private Whose whose;

  private static final class Whose {
    @Option(
        names = "--account",
        required = true,
        paramLabel = "ID",
        description = "The account's id.")
    private String account;

    @Option(names = "--all", required = true, description = "Every account of the run.")
    private boolean all;
  }

  @Option(
      names = "--archive",
      description = "With --all: zip archives of 10,000 accounts instead of files.")
  private boolean archive;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "PATH",
      description = "The file to write, with --all the directory; readable by its owner only.")
  private Path out;

  @Option(
      names = "--master-key",
      paramLabel = "FILE",
      description = "The run's master key, if it is not in DIR/private.")
  private Path masterKey;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    RunDirectory directory = new RunDirectory(run);
    if (whose.all) {
      exportAll(directory);
      return ExitCode.OK.code();
    }
    if (archive) {
      throw new ParameterException(spec.commandLine(), "--archive goes with --all");
    }
    try (InclusionExport export = InclusionExport.open(directory, Optional.ofNullable(masterKey))) {
      export.write(whose.account, out);
    }
    if (output.json) {
      Summary.printJson(
          Map.of("inclusion_file", out.toAbsolutePath().toString()), spec.commandLine().getOut());
    } else {
      spec.commandLine().getOut().println("Wrote " + out + ": for this customer's eyes only.");
    }
    return ExitCode.OK.code();
  }

  private void exportAll(RunDirectory directory) throws Exception {
    BulkInclusion.Result result;
    try (ConsoleProgress progress = output.progress()) {
      result =
          BulkInclusion.export(
              directory,
              Optional.ofNullable(masterKey),
              out,
              archive ? BulkInclusion.Form.ARCHIVES : BulkInclusion.Form.FILES,
              progress);
    }
    if (output.json) {
      Map<String, Object> fields = new LinkedHashMap<>();
      fields.put("inclusion_directory", out.toAbsolutePath().toString());
      fields.put("accounts", result.accounts());
      fields.put("made_now", result.made());
      Summary.printJson(fields, spec.commandLine().getOut());
    } else {
      spec.commandLine()
          .getOut()
          .println(
              "%s holds the inclusion files of %,d accounts (%,d made now): each for its customer's eyes only."
                  .formatted(out, result.accounts(), result.made()));
    }
  }
}
