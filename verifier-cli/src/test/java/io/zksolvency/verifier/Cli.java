package io.zksolvency.verifier;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs the commands in this process, on 2 November 2026. */
record Cli(int exit, String out, String err) {
  static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-02T00:00:00Z"), ZoneOffset.UTC);

  static Cli run(Object... args) {
    return run(InsecureIssuer.InsecureProofVerifier::new, CLOCK, args);
  }

  static Cli run(Supplier<ProofVerifier> proofs, Clock clock, Object... args) {
    return runEngines(engine -> proofs.get(), clock, args);
  }

  static Cli runEngines(Function<Engine, ProofVerifier> engines, Clock clock, Object... args) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine commands = Main.commandLine(engines, clock);
    commands.setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
    String[] texts = Stream.of(args).map(Object::toString).toArray(String[]::new);
    int exit = commands.execute(texts);
    return new Cli(exit, out.toString(), err.toString());
  }

  static Cli statement(Path folder, Object... more) {
    return run(Stream.concat(Stream.of("statement", folder), Stream.of(more)).toArray());
  }

  /** Returns the broken rule of a run with --json. */
  String rule() {
    int start = out.indexOf("\"rule\":\"");
    return start < 0 ? "" : out.substring(start + 8, out.indexOf('"', start + 8));
  }
}
