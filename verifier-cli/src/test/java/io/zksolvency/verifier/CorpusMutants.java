package io.zksolvency.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.lang.reflect.Method;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.tools.ToolProvider;

/**
 * Takes each check of the Java verifier away, one at a time, and finds a case of the corpus that
 * then ends otherwise: docs/spec/mutation.md.
 *
 * <p>The sources are copied to a folder and each statement of mutants.json is wrapped there in a
 * condition on a name, so that one build has all mutants. The shipped sources have no such thing.
 */
final class CorpusMutants {
  private static final List<String> MODULES =
      List.of("circuits", "formats", "stark", "verifier-cli");
  private static final String SWITCH = "io.zksolvency.circuits.Mutation";
  private static final String SWITCH_SOURCE =
      """
      package io.zksolvency.circuits;
      public final class Mutation {
        private static volatile String active = "";
        public static void activate(String name) { active = name; }
        public static boolean on(String name) { return active.equals(name); }
      }
      """;

  private final Path root;
  private final Path work;

  private CorpusMutants(Path root, Path work) {
    this.root = root;
    this.work = work;
  }

  /** Returns the mutants that no case tells from the verifier, after printing how many it does. */
  static List<String> survivors() throws Exception {
    Path root = CorpusFiles.FOLDER.resolve("../..").toAbsolutePath().normalize();
    return new CorpusMutants(root, root.resolve("target/mutants")).run();
  }

  private List<String> run() throws Exception {
    JsonNode list = CorpusFiles.read("mutants.json").get("mutants");
    Path classes = build(list);
    List<CorpusCase> cases = CorpusCase.all();
    Path folder = Files.createTempDirectory("corpus");
    for (int number = 0; number < cases.size(); number++) {
      cases.get(number).unpack(Files.createDirectories(folder.resolve("case" + number)));
    }
    List<String> survivors = new ArrayList<>();
    Map<String, String> report = new TreeMap<>();
    try (URLClassLoader loader = loader(classes)) {
      Program program = new Program(loader);
      for (JsonNode mutant : list) {
        String id = mutant.get("id").asText();
        String killed = killer(program, name(mutant), mutant.path("by").asText(), cases, folder);
        report.put(id, killed);
        if (killed.isEmpty()) {
          survivors.add(id);
        }
      }
      String healthy = killer(program, "", "", cases, folder);
      if (!healthy.isEmpty()) {
        throw new IllegalStateException("without any mutant: " + healthy);
      }
    }
    StringBuilder text = new StringBuilder();
    report.forEach((id, by) -> text.append(id).append('\t').append(by).append('\n'));
    Files.writeString(root.resolve("target/mutants.tsv"), text);
    System.out.printf(
        "mutants: %d passed, %d failed%n", report.size() - survivors.size(), survivors.size());
    return survivors;
  }

  /** Returns the case that tells the mutant, and how it ends; the suspected one is tried first. */
  private static String killer(
      Program program, String id, String suspected, List<CorpusCase> cases, Path folder)
      throws Exception {
    program.activate(id);
    List<Integer> order = new ArrayList<>();
    for (int number = 0; number < cases.size(); number++) {
      if (!suspected.isEmpty() && cases.get(number).id().startsWith(suspected)) {
        order.add(0, number);
      } else {
        order.add(number);
      }
    }
    if (id.startsWith("constraint ") || id.startsWith("assertion ")) {
      // The statement's other proofs are of the whole relation: only the forged one is asked about.
      for (int number = 0; number < cases.size(); number++) {
        if (cases.get(number).id().startsWith(suspected)) {
          boolean accepted = program.acceptsFirstBatch(folder.resolve("case" + number));
          return accepted ? cases.get(number).id() + "\taccepted" : "";
        }
      }
    }
    String otherReason = "";
    for (int number : order) {
      CorpusCase c = cases.get(number);
      String[] ended = program.run(c.arguments(folder.resolve("case" + number), "java"));
      int exit = Integer.parseInt(ended[0]);
      if (exit != c.exit()) {
        return c.id()
            + "\t"
            + (exit == 0 ? "accepted" : "exit " + exit + " instead of " + c.exit());
      }
      if (otherReason.isEmpty() && !c.difference("java", exit, ended[1]).isEmpty()) {
        otherReason = c.id() + "\trefused, but not for its reason";
      }
    }
    return otherReason;
  }

  /** The mutated program, in classes of its own. */
  private static final class Program {
    private final Method activate;
    private final Method run;
    private final Method first;

    Program(ClassLoader loader) throws ReflectiveOperationException {
      activate = loader.loadClass(SWITCH).getMethod("activate", String.class);
      Class<?> program = loader.loadClass("io.zksolvency.verifier.Mutated");
      run = program.getMethod("run", String[].class);
      first = program.getMethod("acceptsFirstBatch", Path.class);
    }

    void activate(String id) throws ReflectiveOperationException {
      activate.invoke(null, id);
    }

    /** Returns whether the proof of a published folder's first batch is accepted. */
    boolean acceptsFirstBatch(Path folder) throws ReflectiveOperationException {
      return (boolean) first.invoke(null, folder);
    }

    /** Returns the exit code and the output. */
    String[] run(String[] arguments) throws ReflectiveOperationException {
      return (String[]) run.invoke(null, (Object) arguments);
    }
  }

  private URLClassLoader loader(Path classes) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    urls.add(classes.toUri().toURL());
    for (String entry : classPath().split(java.io.File.pathSeparator)) {
      if (!entry.isEmpty() && !isOurs(entry)) {
        urls.add(Path.of(entry).toUri().toURL());
      }
    }
    // Not this program's classes: those are not mutated.
    return new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
  }

  private static boolean isOurs(String entry) {
    return MODULES.stream().anyMatch(m -> Path.of(entry).endsWith(Path.of(m, "target", "classes")));
  }

  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  private Path build(JsonNode list) throws IOException {
    Path sources = work.resolve("sources");
    Path classes = Files.createDirectories(work.resolve("classes"));
    List<String> files = new ArrayList<>();
    for (String module : MODULES) {
      Path from = root.resolve(module).resolve("src/main/java");
      try (Stream<Path> all = Files.walk(from)) {
        for (Path file : all.filter(f -> f.toString().endsWith(".java")).toList()) {
          Path to = sources.resolve(from.relativize(file).toString());
          String name = file.getFileName().toString();
          if (name.equals("package-info.java")) {
            continue;
          }
          Files.createDirectories(to.getParent());
          Files.writeString(to, mutated(module, name, Files.readString(file), list));
          files.add(to.toString());
        }
      }
    }
    files.add(write(sources, "io/zksolvency/circuits/Mutation.java", SWITCH_SOURCE));
    files.add(write(sources, "io/zksolvency/verifier/Mutated.java", MUTATED_SOURCE));
    List<String> arguments =
        new ArrayList<>(
            List.of("-nowarn", "-proc:none", "-d", classes.toString(), "-cp", libraries()));
    arguments.addAll(files);
    if (ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new))
        != 0) {
      throw new IllegalStateException("the mutants do not compile");
    }
    return classes;
  }

  private static final String MUTATED_SOURCE =
      """
      package io.zksolvency.verifier;
      import java.io.PrintWriter;
      import java.io.StringWriter;
      public final class Mutated {
        public static String[] run(String[] arguments) {
          StringWriter out = new StringWriter();
          picocli.CommandLine commands =
              Main.commandLine(engine -> new JavaProofVerifier(), java.time.Clock.systemUTC());
          commands.setOut(new PrintWriter(out, true)).setErr(new PrintWriter(new StringWriter()));
          commands.getSubcommands().values().forEach(c -> c.setErr(new PrintWriter(new StringWriter())));
          return new String[] {String.valueOf(commands.execute(arguments)), out.toString()};
        }
        public static boolean acceptsFirstBatch(java.nio.file.Path folder) throws Exception {
          byte[] json = java.nio.file.Files.readAllBytes(folder.resolve("statement.json"));
          var statement = io.zksolvency.formats.StatementJson.read(json).statement();
          var inputs = io.zksolvency.circuits.statement.LedgerInputs.batch(statement, 0);
          byte[] proof = java.nio.file.Files.readAllBytes(folder.resolve("proofs/batch-00000.proof"));
          try {
            new JavaProofVerifier().verify(io.zksolvency.circuits.statement.PublicInputsCodec.encode(inputs), proof);
            return true;
          } catch (io.zksolvency.nativelib.ProofRejectedException e) {
            return false;
          }
        }
      }
      """;

  private static String write(Path sources, String name, String text) throws IOException {
    return Files.writeString(sources.resolve(name), text).toString();
  }

  private static String libraries() {
    return Stream.of(classPath().split(java.io.File.pathSeparator))
        .filter(entry -> !isOurs(entry))
        .reduce((a, b) -> a + java.io.File.pathSeparator + b)
        .orElse("");
  }

  private static String mutated(String module, String name, String source, JsonNode list) {
    String text = source;
    if (name.equals("Quotient.java")) {
      text = withoutParts(text);
    }
    for (JsonNode mutant : list) {
      if (mutant.path("file").asText().equals(module + "/" + name)) {
        String on = SWITCH + ".on(\"" + mutant.get("id").asText() + "\")";
        text = mutated(text, mutant, on);
      }
    }
    return text;
  }

  /** Makes each constraint and assertion a mutant, by its number. */
  private static String withoutParts(String text) {
    String constraint = "coefficients[i].mul(constraints.get(i))";
    String assertion = "coefficients[next++].mul(term)";
    if (!text.contains(constraint) || !text.contains(assertion)) {
      throw new IllegalStateException("Quotient.java adds up in another way now");
    }
    return text.replace(
            constraint,
            "(" + SWITCH + ".on(\"constraint \" + i) ? Cubic.ZERO : " + constraint + ")")
        .replace(
            assertion,
            "("
                + SWITCH
                + ".on(\"assertion \" + (next - constraints.size())) ? coefficients[next++].mul(0) : "
                + assertion
                + ")");
  }

  /** Returns what the switch calls a mutant: a part of the relation by its number, else its id. */
  private static String name(JsonNode mutant) {
    for (String kind : List.of("constraint", "assertion")) {
      if (mutant.has(kind)) {
        return kind + " " + mutant.get(kind).asInt();
      }
    }
    return mutant.get("id").asText();
  }

  private static String mutated(String text, JsonNode mutant, String on) {
    String at = mutant.get("text").asText();
    int found = text.indexOf(at);
    if (found < 0 || text.indexOf(at, found + 1) >= 0) {
      throw new IllegalStateException(
          "mutants.json, " + mutant.get("id") + ": its text must stand in the file once: " + at);
    }
    if (mutant.has("with")) {
      String with = mutant.get("with").asText().replace("MUTANT", on);
      return text.substring(0, found) + with + text.substring(found + at.length());
    }
    int start = found;
    while (";{}".indexOf(text.charAt(start - 1)) < 0) {
      start--;
    }
    int end = end(text, start);
    return text.substring(0, start)
        + "\nif (!"
        + on
        + ") {"
        + text.substring(start, end)
        + "}"
        + text.substring(end);
  }

  /** Returns where the statement that starts here ends: after its semicolon, or its block. */
  private static int end(String text, int start) {
    int depth = 0;
    for (int i = start; ; i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ';' && depth == 0) {
        return i + 1;
      } else if (c == '{' && depth == 0) {
        return block(text, i);
      }
    }
  }

  private static int block(String text, int open) {
    int depth = 0;
    for (int i = open; ; i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return i + 1;
      }
    }
  }
}
