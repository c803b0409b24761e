package io.zksolvency.verifier;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes each part of the relation and each check of the verifiers away, one at a time, and finds a
 * case that the verifier without it gets wrong: docs/spec/mutation.md.
 *
 * <p>The sources are copied to target/mutants and every mutant is wrapped there in a condition on
 * its name, so that one build has all of them.
 */
final class CorpusMutants {
  private final List<Mutant> mutants = Mutant.all();
  private final List<CorpusCase> cases = CorpusCase.all();
  private final Path folder;
  private final MutationReport report;

  private CorpusMutants(Path folder, MutationReport report) {
    this.folder = folder;
    this.report = report;
  }

  /** Takes all of them away and reports. */
  static void run(MutationReport report) throws Exception {
    new CorpusMutants(Files.createTempDirectory("corpus"), report).run();
  }

  private void run() throws Exception {
    for (int number = 0; number < cases.size(); number++) {
      cases.get(number).unpack(Files.createDirectories(place(number)));
    }
    try (RustMutants rust = RustMutants.build(mutants)) {
      try (JavaMutants small = JavaMutants.build(mutants, true)) {
        smallCases(small, rust);
      }
      try (JavaMutants java = JavaMutants.build(mutants, false)) {
        for (String engine : List.of("java", "native")) {
          Engines program = new Engines(java, rust, engine);
          String healthy = killer(program, List.of(), "", false).text();
          if (!healthy.isEmpty()) {
            throw new IllegalStateException("without any mutant, " + engine + ": " + healthy);
          }
          for (Mutant mutant : mutants) {
            // One with small proofs of its own has been told by them.
            boolean told = !mutant.cases().isEmpty() && mutant.by().isEmpty();
            if (!told && mutant.isNative() == engine.equals("native")) {
              report.check(mutant, killed(program, mutant));
            }
          }
        }
      }
    }
  }

  private Path place(int number) {
    return folder.resolve("case" + number);
  }

  /** A mutated verifier of either kind. */
  private record Engines(JavaMutants java, RustMutants rust, String engine) {
    /** Runs the program; where the native one may take its process down, in one of its own. */
    String[] run(List<String> names, boolean apart, String[] arguments) throws Exception {
      return apart && engine.equals("native")
          ? NativeMutantProcess.run(rust.library(), names, arguments)
          : java.run(engine, arguments);
    }

    void activate(List<String> names) throws ReflectiveOperationException {
      boolean isNative = engine.equals("native");
      java.activate(isNative ? List.of() : names);
      rust.activate(isNative ? names : List.of());
    }
  }

  private void smallCases(JavaMutants java, RustMutants rust) throws Exception {
    for (SmallCase c : SmallCase.all()) {
      byte[] inputs = c.inputs();
      byte[] proof = c.proof();
      java.activate(List.of());
      rust.activate(List.of());
      boolean honest = c.name().equals(SmallCase.HONEST);
      String byJava = java.verdict(inputs, proof);
      String byRust = rust.verdict(inputs, proof);
      boolean expected = honest || !c.accepts();
      if (expected != byJava.equals("accepted") || expected != byRust.equals("accepted")) {
        throw new IllegalStateException(
            c.name() + " without any mutant: java " + byJava + ", native " + byRust);
      }
      if (honest) {
        continue;
      }
      java.activate(List.of(c.taken()));
      rust.activate(List.of(c.taken()));
      // Rust's half has taken the parts of the native relation away: ledger-corpus/src/mutant.rs.
      String without = c.isPart() ? "" : rust.verdict(inputs, proof);
      report.check(c, c.byJava() ? java.verdict(inputs, proof) : "", without);
    }
  }

  /** How the verifier without a mutant gets a case wrong. */
  record Kill(String id, String how) {
    static final Kill NONE = new Kill("", "");

    boolean isAccepted() {
      return how.equals("accepted");
    }

    String text() {
      return id.isEmpty() ? "" : id + ": " + how;
    }
  }

  private Kill killed(Engines program, Mutant mutant) throws Exception {
    if (mutant.behind().isEmpty()) {
      // One that is known to let nothing false through isn't tried on every case.
      return killer(program, List.of(mutant.id()), mutant.by(), !mutant.why().isEmpty());
    }
    // A second line: all of the first ones must go too, and without them it must stop the case
    // alone.
    List<String> names = new ArrayList<>(mutant.behind());
    Kill first = killer(program, names, mutant.by(), true);
    names.add(mutant.id());
    Kill second = killer(program, names, mutant.by(), true);
    return first.isAccepted() && first.id().equals(second.id()) ? Kill.NONE : second;
  }

  /** Returns the case that tells the mutant; the suspected ones are tried first, or alone. */
  private Kill killer(Engines program, List<String> names, String suspected, boolean alone)
      throws Exception {
    program.activate(names);
    List<Integer> order = new ArrayList<>();
    for (int number = 0; number < cases.size(); number++) {
      if (!suspected.isEmpty() && cases.get(number).id().startsWith(suspected)) {
        order.add(0, number);
      } else if (!alone) {
        order.add(number);
      }
    }
    Kill other = Kill.NONE;
    for (int number : order) {
      CorpusCase c = cases.get(number);
      if (program.engine().equals("native") && !c.hasEngines()) {
        continue;
      }
      String[] ended = program.run(names, alone, c.arguments(place(number), program.engine()));
      int exit = Integer.parseInt(ended[0]);
      if (exit != c.exit() && exit == 0) {
        return new Kill(c.id(), "accepted");
      }
      boolean differs = !c.difference(program.engine(), exit, ended[1]).isEmpty();
      if (differs && other.id().isEmpty()) {
        boolean reason = exit == c.exit();
        other =
            new Kill(
                c.id(),
                reason ? "refused for another reason" : "exit " + exit + ", not " + c.exit());
      }
    }
    return other;
  }
}
