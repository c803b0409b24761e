package io.zksolvency.prover.app;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command {@code solvency}. */
@Command(
    name = "solvency",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    description = "Proves what an exchange owes its customers, without showing any balance.",
    subcommands = {
      DemoCommand.class,
      ProveCommand.class,
      PublishCommand.class,
      InclusionCommand.class
    },
    footer = {
      "",
      "Start with:  solvency demo",
      "Then:        solvency prove --accounts balances.csv --assets assets.csv --out run",
      "             solvency publish --run run --to /var/www/solvency",
      "             solvency inclusion --run run --account ID --out ID.inclusion.json",
      "Check with:  solvency-verify statement run/public",
      "",
      "Exit codes: 0 done, 64 wrong usage, 65 unusable data, 69 native library missing,",
      "70 a bug, 73 can't create output, 74 input or output failed, 75 directory in use."
    })
public final class Main implements Runnable {
  /** What Java makes of bytes that the locale has no characters for. */
  private static final char UNREADABLE = '\uFFFD';

  @Spec private CommandSpec spec;

  /** Runs the command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    main(arguments, List.of());
  }

  /**
   * Runs the command with further subcommands and ends the process with its exit code.
   *
   * @param further picocli commands; their failures are told as ours are
   */
  public static void main(String[] arguments, List<Object> further) {
    AtomicBoolean ended = new AtomicBoolean();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  if (!ended.get()) {
                    System.err.println("solvency: stopped; the same command goes on where it was");
                  }
                }));
    int code =
        run(
            new PrintWriter(System.out, true, StandardCharsets.UTF_8),
            new PrintWriter(System.err, true, StandardCharsets.UTF_8),
            further,
            arguments);
    ended.set(true);
    System.exit(code);
  }

  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(out, err, List.of(), arguments);
  }

  private static int run(
      PrintWriter out, PrintWriter err, List<Object> further, String... arguments) {
    CommandLine command = new CommandLine(new Main());
    further.forEach(command::addSubcommand);
    command.setOut(out).setErr(err);
    // An account id may start with '@'.
    command.setExpandAtFiles(false);
    for (String argument : arguments) {
      if (argument.indexOf(UNREADABLE) >= 0) {
        // Going on would publish another name or look for another account.
        err.println(
            "solvency: an argument can't be read in this locale; set LC_ALL=C.UTF-8 and try again");
        return ExitCode.USAGE.code();
      }
    }
    command.setExecutionExceptionHandler((failure, at, parsed) -> Failures.report(failure, at));
    command.setParameterExceptionHandler(Main::usageError);
    try {
      return command.execute(arguments);
    } finally {
      out.flush();
      err.flush();
    }
  }

  private static int usageError(ParameterException failure, String[] arguments) {
    CommandLine command = failure.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("solvency: " + failure.getMessage());
    err.println("Try 'solvency %s--help'.".formatted(subcommand(command)));
    err.flush();
    return ExitCode.USAGE.code();
  }

  private static String subcommand(CommandLine command) {
    return command.getParent() == null ? "" : command.getCommandName() + " ";
  }

  @Override
  public void run() {
    throw new ParameterException(
        spec.commandLine(),
        "which command? One of " + String.join(", ", spec.subcommands().keySet()));
  }
}
