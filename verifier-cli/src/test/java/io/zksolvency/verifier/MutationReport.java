package io.zksolvency.verifier;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What became of each mutant: docs/spec/mutants.md, which it writes or compares. */
final class MutationReport {
  private static final Path FILE = CorpusFiles.ROOT.resolve("docs/spec/mutants.md");
  private static final String HEAD =
      """
      # Mutants

      Written by `tests/corpus/run mutants --write`; `./test mutation` fails if it would write anything else. [mutation.md](mutation.md) says how
      each is made, and what the words mean. "native" is the library that is shipped, built without the part or check; "Java" the other verifier.
      """;

  private final List<String> failures = new ArrayList<>();
  private final Map<String, Map<String, String>> sections = new TreeMap<>();
  private int passed;

  /** Counts a small proof: what each verifier without the part or check does with it. */
  void check(SmallCase c, String java, String rust) {
    String wanted = c.accepts() ? "accepts" : "refuses";
    String byJava = c.byJava() ? verb(java) : "refuses, and reads it as another";
    String byRust = c.isPart() ? wanted : verb(rust);
    boolean right = (!c.byJava() || byJava.equals(wanted)) && byRust.equals(wanted);
    count(right, c.name() + ": java " + java + ", native " + rust);
    String title =
        switch (c.table()) {
          case "parts" -> "1 Parts of the relation";
          case "lies" -> "2 The protocol";
          default -> "3 Public inputs";
        };
    row(title, c.name(), c.claim(), "native " + byRust + ", Java " + byJava);
  }

  private static String verb(String verdict) {
    return verdict.equals("accepted") ? "accepts" : "refuses";
  }

  /** Counts a mutant that a case of the corpus tells. */
  void check(Mutant mutant, CorpusMutants.Kill kill) {
    boolean isExplained = !mutant.why().isEmpty();
    boolean right = kill.isAccepted() ? !isExplained : isExplained && !kill.id().isEmpty();
    count(right, mutant.id() + ": " + kill.text());
    String title =
        (mutant.isNative() ? "5 Checks of the native" : "4 Checks of the Java") + " verifier";
    String ends = kill.isAccepted() ? "accepted" : kill.how() + "; " + mutant.why();
    if (!mutant.behind().isEmpty()) {
      ends +=
          ", without "
              + String.join(" and ", mutant.behind())
              + " too; with that alone it is refused";
    }
    row(title, mutant.id(), kill.id(), ends);
  }

  private void count(boolean right, String failure) {
    if (right) {
      passed++;
    } else {
      failures.add(failure);
    }
  }

  private void row(String section, String without, String given, String ends) {
    sections
        .computeIfAbsent(section, s -> new TreeMap<>())
        .put(without, "| " + without + " | " + given + " | " + ends + " |\n");
  }

  private String text() {
    StringBuilder text = new StringBuilder(HEAD);
    sections.forEach(
        (title, rows) -> {
          text.append("\n## ").append(title.substring(2)).append("\n\n");
          text.append("| without | given | |\n|---|---|---|\n");
          rows.values().forEach(text::append);
        });
    return text.toString();
  }

  /** Returns what failed, after writing or comparing the table. */
  List<String> finish(boolean write) {
    if (write) {
      CorpusFiles.write(FILE, text());
    } else if (!CorpusFiles.text(FILE).equals(text())) {
      CorpusFiles.write(CorpusFiles.ROOT.resolve("target/mutants.md"), text());
      failures.add("docs/spec/mutants.md says something else than target/mutants.md");
    } else {
      passed++;
    }
    System.out.printf("mutants: %d passed, %d failed%n", passed, failures.size());
    return failures;
  }
}
