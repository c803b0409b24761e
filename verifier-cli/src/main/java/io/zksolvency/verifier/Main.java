package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.RelationId;
import io.zksolvency.nativelib.NativeBugException;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code solvency-verify}. */
@Command(
    name = "solvency-verify",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = {
      "Verifies published statements of liabilities, offline; only `history URL` uses the network."
    },
    footer = {
      "",
      "Exit codes: 0 accepted; 1 rejected; 2 malformed; 3 all holds, but too old or",
      "in the future; 64 wrong usage; 65 unusable key or previous statement;",
      "69 native library unavailable; 70 internal error, or the two engines disagree;",
      "74 a file or an address cannot be read.",
      "Only 0 means accepted."
    })
public final class Main implements Runnable {
  @Spec private CommandSpec spec;

  private Main() {}

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] args) {
    int exit = ExitCode.INTERNAL;
    try {
      exit = run(Engine::load, Clock.systemUTC(), writer(FileDescriptor.out), args);
    } catch (Throwable e) {
      report(new PrintWriter(System.err, true), e);
    }
    System.exit(exit);
  }

  /**
   * Returns the exit code of a run; {@code engines} is asked only when proofs are to be verified.
   */
  static int run(
      Function<Engine, ProofVerifier> engines, Clock clock, PrintWriter out, String... args) {
    return commandLine(engines, clock).setOut(out).execute(args);
  }

  static CommandLine commandLine(Function<Engine, ProofVerifier> engines, Clock clock) {
    CommandLine commands =
        new CommandLine(new Main())
            .addSubcommand(new StatementCommand(engines, clock))
            .addSubcommand(new HistoryCommand(engines, clock, Download::new))
            .addSubcommand(new InclusionCommand())
            .addSubcommand(new ParametersCommand());
    commands.setErr(writer(FileDescriptor.err));
    // A file may be called @name; it is not a list of arguments.
    commands.setExpandAtFiles(false);
    commands.setCaseInsensitiveEnumValuesAllowed(true);
    commands.setParameterExceptionHandler(
        (e, args) -> {
          PrintWriter err = e.getCommandLine().getErr();
          err.println(SafeText.of(e.getMessage()));
          err.println("See `solvency-verify --help`.");
          return ExitCode.USAGE;
        });
    commands.setExecutionExceptionHandler(
        (e, line, result) -> {
          report(line.getErr(), e);
          return ExitCode.INTERNAL;
        });
    return commands;
  }

  /** Prints where it happened; other messages stay out: they might quote a customer's file. */
  private static void report(PrintWriter err, Throwable e) {
    err.println("No verdict: internal error, please report it: " + e.getClass().getName());
    if (e instanceof NativeBugException || e instanceof EnginesDisagreeException) {
      err.println(SafeText.of(e.getMessage()));
    }
    for (StackTraceElement frame : e.getStackTrace()) {
      err.println("  at " + frame);
    }
    err.flush();
  }

  private static PrintWriter writer(FileDescriptor descriptor) {
    return new PrintWriter(new FileOutputStream(descriptor), true, StandardCharsets.UTF_8);
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected a command");
  }

  /** Version of the program and of its relation. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "solvency-verify " + (version == null ? "(unpackaged)" : version),
        "relation " + RelationId.HEX
      };
    }
  }
}
