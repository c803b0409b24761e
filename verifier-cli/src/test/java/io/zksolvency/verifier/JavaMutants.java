package io.zksolvency.verifier;

import java.io.File;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/** The Java verifier in classes of its own, every mutant in it. */
final class JavaMutants implements AutoCloseable {
  /** The class that the mutated sources ask. */
  static final String SWITCH = "io.zksolvency.circuits.Mutation";

  private static final List<String> MODULES =
      List.of("circuits", "formats", "stark", "verifier-cli");
  private static final Path OWN = CorpusFiles.ROOT.resolve("tests/mutation/java");

  private final URLClassLoader loader;
  private final Method activate;
  private final Method run;
  private final Method verdict;

  private JavaMutants(URLClassLoader loader) throws ReflectiveOperationException {
    this.loader = loader;
    activate = loader.loadClass(SWITCH).getMethod("activate", List.class);
    Class<?> program = loader.loadClass("io.zksolvency.verifier.Mutated");
    run = program.getMethod("run", String.class, String[].class);
    verdict = program.getMethod("verdict", byte[].class, byte[].class);
  }

  /**
   * Returns the verifier of production, or the one of small traces that tests forge.
   *
   * @param mutants of all files; those of Java are used
   */
  static JavaMutants build(List<Mutant> mutants, boolean small) throws Exception {
    Path work = CorpusFiles.ROOT.resolve("target/mutants").resolve(small ? "java-small" : "java");
    Path sources = work.resolve("sources");
    Path classes = Files.createDirectories(work.resolve("classes"));
    List<String> files = new ArrayList<>();
    BiConsumer<Path, Path> write =
        (from, to) -> {
          String name = from.getFileName().toString();
          MutatedSource source = new MutatedSource(name, CorpusFiles.text(from));
          String module = CorpusFiles.ROOT.relativize(from).getName(0).toString();
          mutants.stream()
              .filter(m -> m.file().equals(module + "/" + name))
              .forEach(source::mutate);
          parts(name, source);
          if (small) {
            shrink(name, source);
          }
          CorpusFiles.write(to, source.text());
          files.add(to.toString());
        };
    for (String module : MODULES) {
      copy(CorpusFiles.ROOT.resolve(module).resolve("src/main/java"), sources, write);
    }
    copy(OWN, sources, write);
    compile(files, classes);
    List<URL> urls = new ArrayList<>(List.of(classes.toUri().toURL()));
    for (String entry : libraries()) {
      urls.add(Path.of(entry).toUri().toURL());
    }
    // Not this program's classes: those are not mutated.
    return new JavaMutants(
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
  }

  private static void copy(Path from, Path to, BiConsumer<Path, Path> write) throws IOException {
    try (Stream<Path> all = Files.walk(from)) {
      all.filter(f -> f.toString().endsWith(".java") && !f.endsWith("package-info.java"))
          .forEach(file -> write.accept(file, to.resolve(from.relativize(file).toString())));
    }
  }

  /** Makes each part of the relation a mutant, and each element of the coin's seed. */
  private static void parts(String name, MutatedSource source) {
    switch (name) {
      case "Quotient.java" ->
          source
              .replace(
                  "coefficients[i].mul(constraints.get(i))",
                  "coefficients[i].mul(constraints.get(i)).mul(" + off("\"constraint \" + i") + ")")
              .replace(
                  "coefficients[next++].mul(term)",
                  "coefficients[next].mul(term).mul("
                      + off("\"assertion \" + (next++ - constraints.size())")
                      + ")");
      case "Fractions.java" ->
          source.replace(
              "denominator.mul(n)", "denominator.mul(n).mul(" + off(SWITCH + ".term()") + ")");
      case "LookUps.java" ->
          source
              .replace("LookUps lookUps = new", SWITCH + ".restart();\n    LookUps lookUps = new")
              .replace(
                  "Limbs.low(frame.main(), entry)",
                  "Limbs.low(frame.main(), entry).mul("
                      + off("\"numerator \" + entry + \" low\"")
                      + ")")
              .replace(
                  "Limbs.high(frame.main(), entry)",
                  "Limbs.high(frame.main(), entry).mul("
                      + off("\"numerator \" + entry + \" high\"")
                      + ")")
              .replace(
                  ".ONE.add(sign.mul(words))",
                  ".ONE.mul("
                      + off("\"numerator \" + entry + \" price\"")
                      + ").add(sign.mul(words))");
      case "Transcript.java" ->
          source
              .replace(
                  "new PublicCoin(start(inputs, shape))",
                  "new PublicCoin(" + SWITCH + ".without(\"COIN-seed-\", start(inputs, shape)))")
              .replace(
                  "coin.reseed(proof.friCommitments().get(layer))",
                  "if (!"
                      + SWITCH
                      + ".on(\"COIN-fri-\" + layer)) coin.reseed(proof.friCommitments().get(layer))");
      case "ProofShape.java" -> source.replace("static final int QUERIES", "static int QUERIES");
      default -> {}
    }
  }

  /** An expression that is 0 when a mutant is switched on, else 1. */
  private static String off(String name) {
    return SWITCH + ".on(" + name + ") ? 0L : 1L";
  }

  /** Makes it the verifier of 2^11 rows, limbs of 8 bits and 8 keys: ledger-corpus/src/small.rs. */
  private static void shrink(String name, MutatedSource source) {
    switch (name) {
      case "PublicInputs.java" ->
          source
              .replace("MIN_LOG2_ROWS = 15", "MIN_LOG2_ROWS = 11")
              .replace("MAX_LOG2_ROWS = 18", "MAX_LOG2_ROWS = 11")
              .replace("2 * AssetTable.MAX_ASSETS", "8");
      case "Limbs.java" -> source.replace("BITS = 14", "BITS = 8");
      default -> {}
    }
  }

  private static void compile(List<String> files, Path classes) {
    List<String> arguments =
        new ArrayList<>(List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp"));
    arguments.add(String.join(File.pathSeparator, libraries()));
    arguments.addAll(files);
    String[] array = arguments.toArray(String[]::new);
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, array) != 0) {
      throw new IllegalStateException("the mutants do not compile");
    }
  }

  private static List<String> libraries() {
    return Stream.of(JavaProcess.classPath().split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty() && !isOurs(entry))
        .toList();
  }

  private static boolean isOurs(String entry) {
    return MODULES.stream()
        .anyMatch(
            m ->
                Path.of(entry).endsWith(Path.of(m, "target", "classes"))
                    || Path.of(entry).endsWith(Path.of(m, "target", "test-classes")));
  }

  /** Takes these away, and nothing else. */
  void activate(List<String> names) throws ReflectiveOperationException {
    activate.invoke(null, names);
  }

  /** Runs the program and returns the exit code and the output. */
  String[] run(String engine, String[] arguments) throws ReflectiveOperationException {
    return (String[]) run.invoke(null, engine, arguments);
  }

  /** Returns what a proof's verdict is. */
  String verdict(byte[] inputs, byte[] proof) throws ReflectiveOperationException {
    try {
      return (String) verdict.invoke(null, inputs, proof);
    } catch (InvocationTargetException e) {
      return "crashed: " + e.getCause();
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
