package io.zksolvency.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Where the servers are that tests run against: `scripts/setup service` installs them. */
final class TestServers {
  private TestServers() {}

  /** Leaves the test out; fails it where `./test` says that nothing may be left out. */
  static <T> T missing(String what) {
    String words = what + " is not installed: run scripts/setup service";
    if ("required".equals(System.getenv("SOLVENCY_TEST_SERVERS"))) {
      throw new AssertionError(words);
    }
    return Assumptions.abort(words);
  }

  /** Returns the directory of PostgreSQL's programs. */
  static Path postgresql() throws IOException {
    String named = System.getenv("SOLVENCY_TEST_POSTGRESQL");
    List<Path> candidates = new ArrayList<>();
    if (named != null) {
      candidates.add(Path.of(named));
    }
    Path debian = Path.of("/usr/lib/postgresql");
    if (Files.isDirectory(debian)) {
      try (Stream<Path> versions = Files.list(debian)) {
        versions.map(version -> version.resolve("bin")).forEach(candidates::add);
      }
    }
    for (String directory : System.getenv("PATH").split(":")) {
      candidates.add(Path.of(directory));
    }
    Optional<Path> found =
        candidates.stream()
            .filter(
                directory ->
                    Stream.of("initdb", "postgres", "pg_dump")
                        .allMatch(program -> Files.isExecutable(directory.resolve(program))))
            .findFirst();
    return found.isPresent() ? found.get() : missing("PostgreSQL");
  }

  /** Returns the program of the S3-compatible server. */
  static Path s3() {
    Path program =
        Path.of(System.getProperty("basedir", "."), "../target/python/bin/moto_server").normalize();
    return Files.isExecutable(program) ? program : missing("the S3-compatible server");
  }

  /** Runs a program to its end. */
  static void run(List<String> command, Path log) throws Exception {
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    if (!process.waitFor(120, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(command.get(0) + " does not end");
    }
    if (process.exitValue() != 0) {
      throw new AssertionError(command + " failed: " + Files.readString(log));
    }
  }
}
