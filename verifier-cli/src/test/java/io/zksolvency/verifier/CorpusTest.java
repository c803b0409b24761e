package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.zksolvency.nativelib.loader.NativeLoader;
import io.zksolvency.verifier.JavaProcess.Ended;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Every case of testdata/corpus, by each engine; and that each known attack has cases or a test.
 */
class CorpusTest {
  private static final int MIN_CASES = 200;

  @TempDir private Path temp;

  @Test
  void everyCaseByEveryEngine() throws Exception {
    Map<Engine, ProofVerifier> engines = new EnumMap<>(Engine.class);
    for (Engine engine : Engine.values()) {
      engines.put(engine, engine.load());
    }
    run(
        "in this process",
        List.of("java", "native", "both"),
        arguments -> {
          StringWriter out = new StringWriter();
          int exit =
              Main.run(engines::get, Clock.systemUTC(), new PrintWriter(out, true), arguments);
          return new Ended(exit, out.toString());
        });
  }

  /** The program as users run it, in a process of its own: its exit status is what counts. */
  @Test
  @EnabledIfSystemProperty(named = "corpus.processes", matches = "true")
  void everyCaseByTheProgram() throws Exception {
    run("by the program", List.of("both"), CorpusTest::process);
  }

  /** Runs the command. */
  private interface Program {
    Ended run(String... arguments) throws IOException, InterruptedException;
  }

  private void run(String how, List<String> engines, Program program) throws Exception {
    List<CorpusCase> cases = CorpusCase.all();
    assertThat(cases).hasSizeGreaterThanOrEqualTo(MIN_CASES);
    List<Callable<List<String>>> tasks = new ArrayList<>();
    for (int number = 0; number < cases.size(); number++) {
      Path folder = temp.resolve(how.replace(' ', '-') + number);
      CorpusCase c = cases.get(number);
      tasks.add(() -> differences(c, folder, c.hasEngines() ? engines : List.of("both"), program));
    }
    List<String> wrong = new ArrayList<>();
    int failed = 0;
    ExecutorService pool = Executors.newFixedThreadPool(2);
    try {
      for (Future<List<String>> task : pool.invokeAll(tasks)) {
        wrong.addAll(task.get());
        failed += task.get().isEmpty() ? 0 : 1;
      }
    } finally {
      pool.shutdown();
    }
    wrong.forEach(System.out::println);
    System.out.printf("corpus, %s: %d passed, %d failed%n", how, cases.size() - failed, failed);
    assertThat(wrong).isEmpty();
  }

  private static List<String> differences(
      CorpusCase c, Path folder, List<String> engines, Program program) throws Exception {
    Files.createDirectories(folder);
    c.unpack(folder);
    List<String> wrong = new ArrayList<>();
    for (String engine : engines) {
      Ended ended = program.run(c.arguments(folder, engine));
      String difference = c.difference(engine, ended.exit(), ended.out());
      if (!difference.isEmpty()) {
        wrong.add(difference);
      }
    }
    return wrong;
  }

  private static Ended process(String... arguments) throws IOException, InterruptedException {
    // Where Maven runs this, the library lies beside the jars, not in them.
    String library = System.getProperty(NativeLoader.PATH_PROPERTY);
    List<String> options =
        library == null ? List.of() : List.of("-D" + NativeLoader.PATH_PROPERTY + "=" + library);
    return JavaProcess.run(Main.class, options, List.of(arguments));
  }

  @Test
  void everyAttackHasCasesOrATest() throws IOException {
    Set<String> unused = new HashSet<>();
    CorpusCase.all().forEach(c -> unused.add(c.id()));
    List<String> holes = new ArrayList<>();
    for (JsonNode attack : CorpusFiles.read("attacks.json").get("attacks")) {
      String name = attack.get("attack").asText();
      if (!attack.has("cases") && !attack.has("tests")) {
        holes.add(name + ": nothing");
      }
      for (JsonNode prefix : attack.path("cases")) {
        List<String> found =
            CorpusCase.all().stream()
                .map(CorpusCase::id)
                .filter(id -> id.startsWith(prefix.asText()))
                .toList();
        if (found.isEmpty()) {
          holes.add(name + ": no case " + prefix.asText());
        }
        found.forEach(unused::remove);
      }
      for (JsonNode test : attack.path("tests")) {
        String[] place = test.asText().split("#");
        Path file = CorpusFiles.FOLDER.resolve("../..").resolve(place[0]);
        if (!Files.isRegularFile(file) || !Files.readString(file).contains(place[1])) {
          holes.add(name + ": no test " + test.asText());
        }
      }
    }
    assertThat(holes).isEmpty();
    assertThat(unused).as("cases of no attack").isEmpty();
  }

  @Test
  void everyObjectIsUsed() throws IOException {
    String manifest = Files.readString(CorpusFiles.FOLDER.resolve("manifest.json"));
    try (var objects = Files.list(CorpusFiles.FOLDER.resolve("objects"))) {
      assertThat(objects.map(path -> path.getFileName().toString())).allMatch(manifest::contains);
    }
  }
}
