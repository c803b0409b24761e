package io.zksolvency.verifier;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.zksolvency.nativelib.loader.NativeLoader;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The native verifier in a library of its own, every mutant in it: our crates, and winterfell's
 * verifier below them.
 */
final class RustMutants implements AutoCloseable {
  private static final Path WORKSPACE = CorpusFiles.ROOT.resolve("native/rust");
  private static final Path OWN = CorpusFiles.ROOT.resolve("tests/mutation/rust");

  /** Sources of ours, and of winterfell by the name of their crate. */
  private static final List<String> OURS =
      List.of("ledger-simd", "ledger-air", "ledger-verifier", "ledger-capi");

  private static final List<String> WINTERFELL = List.of("winter-verifier", "winter-fri");

  /** What the mutated library has beside the functions of the shipped one. */
  public interface Binding extends Library {
    /** Takes these away, one a line, and nothing else. */
    void mutation_activate(byte[] names, long length);

    /** Verifies in the relation of small traces that tests forge. */
    int mutation_verify_small(byte[] inputs, long inputsLength, byte[] proof, long proofLength);
  }

  private final Binding binding;
  private final Path library;
  private final String formerPath;

  private RustMutants(Path library) {
    this.library = library;
    binding = Native.load(library.toString(), Binding.class);
    formerPath = System.setProperty(NativeLoader.PATH_PROPERTY, library.getParent().toString());
  }

  /**
   * Returns the library, built by cargo.
   *
   * @param mutants of all files; those of Rust are used
   */
  static RustMutants build(List<Mutant> mutants) throws Exception {
    Path work = CorpusFiles.ROOT.resolve("target/mutants/rust");
    for (String crate : OURS) {
      copy(crate, WORKSPACE.resolve(crate), work.resolve(crate), mutants);
    }
    for (String crate : WINTERFELL) {
      copy(crate, registry(crate), work.resolve(crate), mutants);
    }
    try (Stream<Path> own = Files.walk(OWN)) {
      for (Path file : own.filter(Files::isRegularFile).toList()) {
        String name = OWN.relativize(file).toString();
        String text = CorpusFiles.text(file) + (name.equals("Cargo.toml") ? shared() : "");
        CorpusFiles.write(work.resolve(name), text);
      }
    }
    CorpusFiles.write(
        work.resolve("Cargo.lock"), CorpusFiles.text(WORKSPACE.resolve("Cargo.lock")));
    Path target = WORKSPACE.resolve("target/mutants");
    run(
        CorpusFiles.ROOT.resolve("scripts/cargo").toString(),
        "build",
        "--quiet",
        "--offline",
        "--release",
        "--manifest-path",
        work.resolve("Cargo.toml").toString(),
        "--target-dir",
        target.toString(),
        "-p",
        "ledger-capi");
    Path library = target.resolve("release").resolve(System.mapLibraryName("solvency_verifier"));
    return new RustMutants(library);
  }

  /** Returns what both workspaces have in common: the packages' data, and versions. */
  private static String shared() {
    String manifest = CorpusFiles.text(WORKSPACE.resolve("Cargo.toml"));
    return manifest.substring(
        manifest.indexOf("[workspace.package]"), manifest.indexOf("[profile."));
  }

  private static void run(String... command) throws IOException, InterruptedException {
    if (new ProcessBuilder(command).inheritIO().start().waitFor() != 0) {
      throw new IllegalStateException("the native mutants do not compile");
    }
  }

  /** Returns where cargo keeps the sources of a crate of the pinned version. */
  private static Path registry(String crate) throws IOException {
    String home =
        System.getenv().getOrDefault("CARGO_HOME", System.getProperty("user.home") + "/.cargo");
    String lock = CorpusFiles.text(WORKSPACE.resolve("Cargo.lock"));
    String version = lock.split("name = \"" + crate + "\"\nversion = \"")[1].split("\"")[0];
    var matcher = FileSystems.getDefault().getPathMatcher("glob:**/src/*/" + crate + "-" + version);
    try (Stream<Path> all = Files.walk(Path.of(home, "registry/src"), 2)) {
      return all.filter(matcher::matches).findFirst().orElseThrow();
    }
  }

  private static void copy(String crate, Path from, Path to, List<Mutant> mutants)
      throws IOException {
    String manifest = CorpusFiles.text(from.resolve("Cargo.toml"));
    // Tests and benches stay behind, and what they need.
    manifest =
        manifest.replaceAll(
            "(?ms)^\\[(dev-dependencies|\\[(test|bench)\\]|lints).*?(?=^\\[|\\z)", "");
    manifest += "\n[dependencies.mutation]\npath = \"../mutation\"\n";
    CorpusFiles.write(to.resolve("Cargo.toml"), manifest);
    List<Path> files;
    try (Stream<Path> all = Files.walk(from.resolve("src"))) {
      files = all.filter(f -> f.toString().endsWith(".rs")).toList();
    }
    for (Path file : files) {
      String name = from.resolve("src").relativize(file).toString().replace('\\', '/');
      MutatedSource source = new MutatedSource(name, CorpusFiles.text(file));
      mutants.stream()
          .filter(m -> m.file().equals("rust/" + crate + "/" + name))
          .forEach(source::mutate);
      parts(crate + "/" + name, source);
      CorpusFiles.write(to.resolve("src").resolve(name), source.text());
    }
  }

  /**
   * What is not a statement of its own: sizes of small traces, the coin's seed and its messages.
   */
  private static void parts(String file, MutatedSource source) {
    switch (file) {
      case "ledger-air/constants.rs" ->
          source
              .replace("pub const fn log2_rows_allowed", "pub fn log2_rows_allowed")
              .replace(
                  "log2_rows >= MIN_LOG2_ROWS && log2_rows <= MAX_LOG2_ROWS",
                  "if mutation::small() { log2_rows == 11 } else {"
                      + " log2_rows >= MIN_LOG2_ROWS && log2_rows <= MAX_LOG2_ROWS }");
      // A careless change of the constants, for the check that is there for such.
      case "ledger-air/options.rs" ->
          source.replace(
              "        NUM_QUERIES,",
              "if mutation::on(&[\"BITS\"]) { NUM_QUERIES - 10 } else { NUM_QUERIES },");
      case "winter-verifier/lib.rs" ->
          source.replace(
              "public_coin_seed.append(&mut pub_inputs.to_elements());",
              "public_coin_seed.append(&mut pub_inputs.to_elements());"
                  + " mutation::without(\"COIN-seed-\", &mut public_coin_seed);");
      case "winter-fri/verifier/mod.rs" ->
          source.replace(
              "public_coin.reseed(*commitment);",
              "if !mutation::layer(\"COIN-\", depth, layer_commitments.len())"
                  + " { public_coin.reseed(*commitment); }");
      case "ledger-capi/lib.rs" -> source.replace("pub mod abi;", "pub mod abi;\npub mod small;");
      default -> {}
    }
  }

  /** Takes these away, and nothing else. */
  void activate(List<String> names) {
    byte[] bytes = CorpusWriter.utf8(String.join("\n", names));
    binding.mutation_activate(bytes, bytes.length);
  }

  Path library() {
    return library;
  }

  /** Returns what a small proof's verdict is. */
  String verdict(byte[] inputs, byte[] proof) {
    return switch (binding.mutation_verify_small(inputs, inputs.length, proof, proof.length)) {
      case 0 -> "accepted";
      case 1 -> "rejected";
      case 2 -> "malformed";
      case 3 -> "invalid inputs";
      default -> "crashed";
    };
  }

  @Override
  public void close() {
    if (formerPath == null) {
      System.clearProperty(NativeLoader.PATH_PROPERTY);
    } else {
      System.setProperty(NativeLoader.PATH_PROPERTY, formerPath);
    }
  }
}
