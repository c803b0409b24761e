package io.zksolvency.service;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** `solvency serve` in a process of its own, which can be killed. */
final class ServerProcess implements AutoCloseable {
  final Path log;
  private final Process process;
  final int port;
  private final Path out;

  ServerProcess(Path directory, String name, String... options) throws Exception {
    log = directory.resolve(name + ".log");
    out = directory.resolve(name + ".out");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    String libraries = System.getProperty("zksolvency.native.path");
    if (libraries != null) {
      command.add("-Dzksolvency.native.path=" + libraries);
    }
    command.add("-DSOLVENCY_LOG=TRACE");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("io.zksolvency.service.app.SolvencyMain");
    command.addAll(List.of("serve", "--data", directory.resolve("data").toString()));
    command.addAll(List.of("--port", "0"));
    command.addAll(List.of(options));
    process =
        new ProcessBuilder(command)
            .redirectError(log.toFile())
            .redirectOutput(out.toFile())
            .redirectInput(new File("/dev/null"))
            .start();
    port = awaitPort("Serving on .*:(\\d+)");
  }

  /** Returns the port of the HTTP door, which must be configured. */
  int httpPort() throws Exception {
    return awaitPort("HTTP on http://.*:(\\d+)");
  }

  private int awaitPort(String line) throws Exception {
    Instant end = Instant.now().plus(Clients.PATIENCE);
    while (Instant.now().isBefore(end)) {
      Matcher found = Pattern.compile(line).matcher(Files.readString(out));
      if (found.find()) {
        return Integer.parseInt(found.group(1));
      }
      if (!process.isAlive()) {
        break;
      }
      Thread.sleep(50);
    }
    throw new AssertionError("the server did not start: " + Files.readString(log));
  }

  /** Ends it as kill -9 does. */
  void kill() throws Exception {
    process.destroyForcibly().waitFor();
  }

  @Override
  public void close() throws Exception {
    process.destroy();
    if (!process.waitFor(60, TimeUnit.SECONDS)) {
      kill(); // and wait: the directory that it writes to is deleted next
    }
  }
}
