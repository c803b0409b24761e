package io.zksolvency.prover.app;

import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.run.DurableFiles;
import io.zksolvency.prover.run.InclusionExport;
import io.zksolvency.prover.run.RunDirectory;
import io.zksolvency.prover.run.RunOptions;
import io.zksolvency.prover.run.RunResult;
import io.zksolvency.prover.run.SolvencyRun;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code solvency demo}: everything once, on a synthetic exchange. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    sortOptions = false,
    description = {
      "Makes a synthetic exchange, proves its liabilities, has the separate verifier check the"
          + " statement and one customer's inclusion, and says where everything is."
    },
    footer = {"", "Example:", "  solvency demo --accounts 20000 --out /tmp/demo"})
final class DemoCommand implements Callable<Integer> {
  private static final long MOST_ACCOUNTS = 9_999_999;

  @Spec private CommandSpec spec;

  @Option(
      names = "--accounts",
      paramLabel = "N",
      defaultValue = "100000",
      description = "Number of customers. Default: ${DEFAULT-VALUE}.")
  private long accounts;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "solvency-run",
      description = "The run's directory. Default: ./${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Another seed makes another exchange. Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--parquet",
      description = "Balances in a Parquet file with decimals; the default is CSV.")
  private boolean parquet;

  @Option(
      names = "--only-balances",
      description = "Make DIR/input and prove nothing: data to try `solvency prove` with.")
  private boolean onlyBalances;

  @Option(
      names = "--fresh",
      description = "Delete what an earlier demo left in DIR and start over.")
  private boolean fresh;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    if (accounts < 1 || accounts > MOST_ACCOUNTS) {
      throw new ParameterException(
          spec.commandLine(), "--accounts: expected a number from 1 to " + MOST_ACCOUNTS);
    }
    RunDirectory directory = new RunDirectory(out);
    Path input = directory.root().resolve("input");
    if (onlyBalances) {
      try (ConsoleProgress progress = output.progress()) {
        makeExchange(input, progress);
      }
      return ExitCode.OK.code();
    }
    ExternalVerifier verifier = ExternalVerifier.find();
    RunResult result;
    try (ConsoleProgress progress = output.progress()) {
      Path balances = makeExchange(input, progress);
      result = SolvencyRun.run(options(directory, balances), progress);
      progress.phase("verifying the statement with the separate verifier");
    }
    report(directory, result, verifier);
    return ExitCode.OK.code();
  }

  /** Returns the file of balances; assets.csv is beside it. */
  private Path makeExchange(Path input, ConsoleProgress progress) throws IOException {
    progress.phase("making a synthetic exchange of %,d accounts".formatted(accounts));
    DurableFiles.createPrivateDirectory(input);
    Path csv = DemoExchange.write(input, accounts, seed);
    return parquet ? DemoParquet.of(csv) : csv;
  }

  private RunOptions options(RunDirectory directory, Path balances) {
    return new RunOptions(
        new AccountsSource.InFile(balances),
        balances.resolveSibling("assets.csv"),
        directory,
        Optional.empty(),
        "Demo Exchange",
        Optional.empty(),
        Optional.empty(),
        OptionalLong.empty(),
        Optional.empty(),
        false,
        fresh,
        OptionalInt.empty(),
        Runtime.getRuntime().availableProcessors());
  }

  private void report(RunDirectory directory, RunResult result, ExternalVerifier verifier)
      throws Exception {
    ExternalVerifier.Answer statement =
        verifier.accept("statement", directory.publicDirectory().toString());
    String customer;
    Path inclusion;
    try (InclusionExport export = InclusionExport.open(directory, Optional.empty())) {
      customer = export.anyAccount();
      inclusion = directory.root().resolve(customer + ".inclusion.json");
      export.write(customer, inclusion);
    }
    ExternalVerifier.Answer included =
        verifier.accept(
            "inclusion", inclusion.toString(), "--statement", directory.statement().toString());
    if (output.json) {
      Map<String, Object> fields = Summary.fields(result);
      fields.put("verify_statement_ms", statement.millis());
      fields.put("verify_inclusion_ms", included.millis());
      fields.put("inclusion_file", inclusion.toString());
      fields.put("inclusion_bytes", Files.size(inclusion));
      Summary.printJson(fields, spec.commandLine().getOut());
      return;
    }
    PrintWriter words = spec.commandLine().getOut();
    Summary.print(result, words);
    Summary.line(
        words,
        "verified",
        "in %d ms by solvency-verify, start included:".formatted(statement.millis()));
    printIndented(words, statement.words());
    Summary.line(
        words,
        "inclusion",
        "of %s, %,d bytes, checked in %d ms:"
            .formatted(customer, Files.size(inclusion), included.millis()));
    printIndented(words, included.words());
    printNext(words, directory, inclusion);
  }

  private static void printIndented(PrintWriter out, String words) {
    words.lines().forEach(line -> out.println("      " + line));
  }

  private static void printNext(PrintWriter out, RunDirectory directory, Path inclusion) {
    out.println();
    out.println("Look at next:");
    out.println("  " + directory.statement() + "  what anyone can verify");
    out.println("  " + directory.root().resolve("input") + "  the balances it is about, secret");
    out.println("  ./solvency-verify statement " + quoted(directory.publicDirectory()));
    out.println(
        "  ./solvency-verify inclusion %s --statement %s"
            .formatted(quoted(inclusion), quoted(directory.statement())));
    out.println(
        "  ./solvency inclusion --run %s --account customer-0000001 --out customer-0000001.json"
            .formatted(quoted(directory.root())));
    out.flush();
  }

  /** Returns the path as a shell takes it. */
  private static String quoted(Path path) {
    String text = path.toString();
    return text.matches("[A-Za-z0-9_./-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
