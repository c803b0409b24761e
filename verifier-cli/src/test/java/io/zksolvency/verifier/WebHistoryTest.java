package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.zksolvency.circuits.statement.ProofFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a web server that may do anything. */
class WebHistoryTest {
  private static final InsecureHistory HISTORY = new InsecureHistory(3);

  @TempDir Path site;
  private final Map<String, HttpHandler> tricks = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;

  @BeforeEach
  void serve() throws IOException {
    HISTORY.publishSite(site, 0, 1, 2);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 16);
    server.setExecutor(threads);
    server.createContext("/solvency/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange) throws IOException {
    String name = exchange.getRequestURI().getPath().substring("/solvency/".length());
    HttpHandler trick = tricks.get(name);
    if (trick != null) {
      trick.handle(exchange);
      return;
    }
    try (exchange) {
      Path file = site.resolve(name);
      if (Files.isRegularFile(file)) {
        byte[] bytes = Files.readAllBytes(file);
        exchange.sendResponseHeaders(200, bytes.length);
        exchange.getResponseBody().write(bytes);
      } else {
        exchange.sendResponseHeaders(404, -1);
      }
    }
  }

  private String address() {
    return "http://%s:%d/solvency"
        .formatted(
            server.getAddress().getAddress().getHostAddress(), server.getAddress().getPort());
  }

  private Cli history(Object... more) {
    Object[] all = new Object[more.length + 2];
    all[0] = "history";
    all[1] = address();
    System.arraycopy(more, 0, all, 2, more.length);
    return Cli.run(all);
  }

  @Test
  void acceptsWhatASiteLists() {
    Cli run = history();
    assertThat(run.out()).contains("3 statements", "9 verified", "statements/2");
    assertThat(run.exit()).isZero();
    assertThat(Cli.run("history", address() + "/").exit()).isZero();
    assertThat(Cli.run("history", address() + "/history.json").exit()).isZero();
    assertThat(history("--chain-only", "--json").out()).contains("\"proofs_verified\":false");
    // The same layout on a disk.
    assertThat(Cli.run("history", site).exit()).isZero();
  }

  @Test
  void rejectsOtherListsThanTheStatements() throws IOException {
    HISTORY.publishSite(site, 0, 2, 1);
    assertThat(history().out()).contains("gap: statement 1 is missing");
    HISTORY.publishSite(site, 0, 1, 2, 1);
    assertThat(history().out()).contains("out of order: statement 1 is listed after statement 2");
    HISTORY.publishSite(site, 0, 1, 1, 2);
    assertThat(history().out()).contains("duplicate: statement 1");
    HISTORY.publishSite(site, 1, 2);
    assertThat(history().out()).contains("does not begin");
    HISTORY.publishSite(site, 0, 1, 2);
    Path index = site.resolve("history.json");
    String text = Files.readString(index);
    Files.writeString(index, text.replace("2026-10-02T00", "2026-10-02T01"));
    assertThat(history("--json").rule()).isEqualTo("chain");
    Files.writeString(index, text.replace("statements/1", "statements/2"));
    assertThat(history().out()).contains("not the statement that history.json lists");
    Files.writeString(index, text.replace("statements/1", "statements/none"));
    Cli missing = history();
    assertThat(missing.exit()).isEqualTo(1);
    assertThat(missing.out()).contains("statements/none", "missing");
    Files.writeString(index, text.replace("statements/1", "../statements/1"));
    assertThat(history().exit()).isEqualTo(2);
    Files.writeString(index, "<html>");
    assertThat(history().exit()).isEqualTo(2);
  }

  @Test
  void rejectsMissingAndOtherProofs() throws IOException {
    Path proof = site.resolve("statements/1").resolve(ProofFiles.batch(0));
    byte[] bytes = Files.readAllBytes(proof);
    Files.delete(proof);
    assertThat(history("--json").rule()).isEqualTo("proof-digest");
    bytes[1] ^= 1;
    Files.write(proof, bytes);
    assertThat(history("--json").rule()).isEqualTo("proof-digest");
    assertThat(history("--chain-only").exit()).isZero();
  }

  /** What is read a second time must be what the chain was made of. */
  @Test
  void rejectsAStatementThatChangesMeanwhile() {
    int[] asked = {0};
    tricks.put(
        "statements/1/statement.json",
        exchange -> {
          try (exchange) {
            byte[] bytes =
                Files.readAllBytes(
                    site.resolve("statements/" + (asked[0]++ == 0 ? 1 : 2) + "/statement.json"));
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
          }
        });
    assertThat(history().exit()).isEqualTo(1);
  }

  @Test
  void followsNoRedirect() {
    tricks.put(
        "history.json",
        exchange -> {
          try (exchange) {
            exchange.getResponseHeaders().set("Location", "http://127.0.0.1:1/elsewhere/");
            exchange.sendResponseHeaders(302, -1);
          }
        });
    Cli run = history();
    assertThat(run.exit()).isEqualTo(74);
    assertThat(run.err()).contains("redirects to http://127.0.0.1:1/elsewhere/");
  }

  @Test
  void stopsAtTheLimit() {
    tricks.put(
        "history.json",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 0);
            OutputStream body = exchange.getResponseBody();
            byte[] spaces = new byte[1 << 16];
            java.util.Arrays.fill(spaces, (byte) ' ');
            while (true) {
              body.write(spaces); // until the reader hangs up
            }
          }
        });
    Cli run = history();
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).contains("longer than the limit of 4194304 bytes");
  }

  @Test
  void losesPatience() {
    for (boolean headers : new boolean[] {true, false}) {
      tricks.put(
          "history.json",
          exchange -> {
            if (headers) {
              exchange.sendResponseHeaders(200, 1000);
              exchange.getResponseBody().write(' ');
              exchange.getResponseBody().flush();
            }
            // Never closed: the server ends with the test.
          });
      Download download = new Download(Duration.ofSeconds(1));
      assertThatThrownBy(() -> download.get(URI.create(address() + "/history.json"), 1 << 20))
          .isInstanceOf(DownloadException.class)
          .hasMessageContaining("not received within");
    }
  }

  @Test
  void saysWhatTheServerSays() {
    tricks.put(
        "history.json",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(503, -1);
          }
        });
    assertThat(history().err()).contains("answers 503");
    assertThat(history().exit()).isEqualTo(74);
    tricks.put(
        "history.json",
        exchange -> {
          exchange.sendResponseHeaders(200, 1000);
          exchange.getResponseBody().write('x');
          exchange.close(); // cut off
        });
    assertThat(history().exit()).isEqualTo(74);
    tricks.put(
        "history.json",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(404, -1);
          }
        });
    assertThat(history().err()).contains("no such file", "solvency publish");
    String address = address();
    server.stop(0);
    Cli gone = Cli.run("history", address);
    assertThat(gone.exit()).isEqualTo(74);
    assertThat(gone.err()).contains("cannot connect");
  }

  @Test
  void takesPlainAddressesOnly() {
    assertThat(WebHistory.directory("https://example.org"))
        .isEqualTo(URI.create("https://example.org/"));
    assertThat(WebHistory.directory("https://example.org/a/history.json"))
        .isEqualTo(URI.create("https://example.org/a/"));
    for (String other :
        new String[] {
          "ftp://example.org/", "file:///etc/", "http:///x", "http://u:p@example.org/",
          "http://example.org/?q", "http://example.org/#f", "http://exa mple.org/", "jar:http://x/"
        }) {
      assertThatIllegalArgumentException().as(other).isThrownBy(() -> WebHistory.directory(other));
      assertThat(Cli.run("history", other).exit()).isIn(64, 74);
    }
  }
}
