package io.zksolvency.verifier;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A small proof against one part or check, by native/rust/ledger-corpus: target/forgeries.
 *
 * @param name of the part or check
 * @param taken what takes it away
 * @param accepts whether the verifier without it accepts the proof; else it refuses an honest one
 * @param byJava whether the Java verifier has that part or check
 * @param claim in words
 */
record SmallCase(
    String table,
    String name,
    String taken,
    boolean accepts,
    boolean byJava,
    String claim,
    Path files) {
  static final String HONEST = "HONEST";

  private static final Path FOLDER = CorpusFiles.ROOT.resolve("target/forgeries");

  static List<SmallCase> all() throws IOException {
    List<SmallCase> all = new ArrayList<>();
    for (String table : List.of("parts", "lies", "inputs")) {
      Path file = FOLDER.resolve(table + ".tsv");
      if (!Files.exists(file)) {
        throw new IllegalStateException(
            "no " + file + ": cargo test -p ledger-corpus, with --profile fast, makes it");
      }
      for (String line : Files.readAllLines(file)) {
        String[] f = line.split("\t");
        all.add(
            new SmallCase(
                table,
                f[0],
                f[1],
                f[2].equals("Accepts"),
                f[3].equals("Both"),
                f[5],
                FOLDER.resolve(f[4])));
      }
    }
    return all;
  }

  /** Whether it is about a part of the relation, which Rust's half has judged already. */
  boolean isPart() {
    return table.equals("parts");
  }

  byte[] inputs() throws IOException {
    return Files.readAllBytes(Path.of(files + ".inputs"));
  }

  byte[] proof() throws IOException {
    return Files.readAllBytes(Path.of(files + ".proof"));
  }
}
