package io.zksolvency.verifier;

import io.zksolvency.nativelib.NativeUnavailableException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code solvency-verify parameters}. */
@Command(
    name = "parameters",
    mixinStandardHelpOptions = true,
    description = "Print the relation's id, its proof options and its proven security as JSON.")
final class ParametersCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    try {
      out.println(NativeProofVerifier.load().parametersJson());
    } catch (NativeUnavailableException e) {
      spec.commandLine().getErr().println(e.getMessage());
      return ExitCode.NATIVE_UNAVAILABLE;
    }
    return out.checkError() ? ExitCode.IO : ExitCode.ACCEPTED;
  }
}
