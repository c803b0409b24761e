package io.zksolvency.verifier;

import io.zksolvency.circuits.Mutation;
import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.ProofRejectedException;
import io.zksolvency.stark.proof.ProofShape;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Clock;
import picocli.CommandLine;

/** The mutated program's entry. */
public final class Mutated {
  private static final int QUERIES = ProofShape.QUERIES;

  private Mutated() {}

  /** Runs a command by an engine and returns the exit code and the output. */
  public static String[] run(String engine, String[] arguments) {
    StringWriter out = new StringWriter();
    CommandLine commands =
        Main.commandLine(
            e -> engine.equals("java") ? new JavaProofVerifier() : NativeProofVerifier.load(),
            Clock.systemUTC());
    commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(new StringWriter()));
    commands.getSubcommands().values().forEach(c -> c.setErr(new PrintWriter(new StringWriter())));
    return new String[] {String.valueOf(commands.execute(arguments)), out.toString()};
  }

  /** Returns what the Java verifier says of a proof. */
  public static String verdict(byte[] inputs, byte[] proof) {
    // A careless change of the constants, for the check that is there for such.
    ProofShape.QUERIES = Mutation.on("BITS") ? QUERIES - 10 : QUERIES;
    try {
      new JavaProofVerifier().verify(inputs, proof);
      return "accepted";
    } catch (ProofRejectedException e) {
      return "rejected: " + e.getMessage();
    } catch (MalformedProofException e) {
      return "malformed: " + e.getMessage();
    } catch (IllegalArgumentException e) {
      return "invalid inputs: " + e.getMessage();
    }
  }
}
