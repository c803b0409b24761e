package io.zksolvency.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.zksolvency.proto.v1.ListStatementsRequest;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.proto.v1.VerifyInclusionRequest;
import io.zksolvency.proto.v1.VerifyServiceGrpc;
import io.zksolvency.service.app.SolvencyServer;
import io.zksolvency.service.config.ServiceConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What has brought other servers down, sent byte by byte; afterwards this one must serve. */
@Tag("native")
@EnabledIf("io.zksolvency.service.Clients#librariesPresent")
class AttackTest {
  private static final int MANY = 50_000;

  @TempDir Path directory;

  private SolvencyServer start(Map<String, ?> settings) throws Exception {
    Map<String, Object> all = new HashMap<>(settings);
    all.put("listen.port", 0);
    all.put("http.port", 0);
    return SolvencyServer.start(
        ServiceConfig.load(directory.resolve("data"), Optional.empty(), all));
  }

  private static List<Integer> doors(SolvencyServer server) {
    return List.of(server.address().getPort(), server.httpAddress().orElseThrow().getPort());
  }

  private static byte[] call(SolvencyServer server, int port) {
    return port == server.address().getPort()
        ? RawHttp2.headers(
            ":method",
            "POST",
            ":scheme",
            "http",
            ":authority",
            "localhost",
            ":path",
            "/zksolvency.v1.StatementService/ListStatements",
            "content-type",
            "application/grpc",
            "te",
            "trailers")
        : RawHttp2.headers(
            ":method",
            "GET",
            ":scheme",
            "http",
            ":authority",
            "localhost",
            ":path",
            "/v1/statements");
  }

  /** Both doors answer, if only one place is left, too. */
  private static void requireServing(SolvencyServer server) {
    await()
        .atMost(Clients.PATIENCE)
        .untilAsserted(
            () -> {
              ManagedChannel channel = Clients.channel(server.address().getPort());
              try {
                StatementServiceGrpc.newBlockingStub(channel)
                    .withDeadlineAfter(Clients.PATIENCE)
                    .listStatements(ListStatementsRequest.getDefaultInstance());
              } finally {
                channel.shutdownNow();
              }
              assertThat(http(server, "GET /v1/statements HTTP/1.1\r\n\r\n")).contains(" 200 ");
            });
  }

  /** Sends bytes and returns the first line of the answer; empty if the connection is closed. */
  private static String http(SolvencyServer server, String request) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", server.httpAddress().orElseThrow().getPort())) {
      socket.setSoTimeout((int) Clients.PATIENCE.toMillis());
      String head = request.replaceFirst("\r\n", "\r\nHost: localhost\r\nConnection: close\r\n");
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  void callsThatAreGivenUpAtOnceEndTheirConnectionAndHoldNoPlace() throws Exception {
    try (SolvencyServer server = start(Map.of("limits.calls", 1))) {
      for (int port : doors(server)) {
        try (RawHttp2 attacker = new RawHttp2(port)) {
          byte[] headers = call(server, port);
          boolean cut = false;
          try {
            for (int i = 0; i < MANY; i++) {
              attacker.beginAndReset(2 * i + 1, headers);
            }
          } catch (IOException e) {
            cut = true;
          }
          if (!cut) {
            await().atMost(Clients.PATIENCE).until(attacker::hasEnded);
          }
        }
        requireServing(server);
      }
    }
  }

  @Test
  void headersWithoutEndEndTheirConnection() throws Exception {
    try (SolvencyServer server = start(Map.of())) {
      for (int port : doors(server)) {
        try (RawHttp2 attacker = new RawHttp2(port)) {
          boolean cut = false;
          try {
            attacker.send(RawHttp2.HEADERS, (byte) 0, 1, call(server, port));
            byte[] more = RawHttp2.headers("x-more", "y".repeat(100));
            for (int i = 0; i < MANY; i++) {
              attacker.send(RawHttp2.CONTINUATION, (byte) 0, 1, more);
            }
          } catch (IOException e) {
            cut = true;
          }
          if (!cut) {
            await().atMost(Clients.PATIENCE).until(attacker::hasEnded);
          }
        }
      }
      requireServing(server);
    }
  }

  @Test
  void aSmallMessageThatUnpacksToALargeOneIsRefused() throws Exception {
    try (SolvencyServer server = start(Map.of("limits.message", "256 KiB"))) {
      ManagedChannel channel = Clients.channel(server.address().getPort());
      try {
        VerifyInclusionRequest bomb =
            VerifyInclusionRequest.newBuilder()
                .setInclusionJson(ByteString.copyFrom(new byte[50 << 20]))
                .build();
        // grpc-java finds out while it parses, when a call can only end without words.
        assertThatThrownBy(
                () ->
                    VerifyServiceGrpc.newBlockingStub(channel)
                        .withCompression("gzip")
                        .verifyInclusion(bomb))
            .isInstanceOfSatisfying(
                StatusRuntimeException.class,
                refusal ->
                    assertThat(refusal.getStatus().getCode())
                        .isIn(Status.Code.RESOURCE_EXHAUSTED, Status.Code.UNKNOWN));
      } finally {
        channel.shutdownNow();
      }
      requireServing(server);
    }
  }

  /** Returns if the server has closed the connection. */
  private static boolean closed(Socket socket) throws IOException {
    socket.setSoTimeout(100);
    try {
      InputStream in = socket.getInputStream();
      while (in.read() >= 0) {
        // An answer that says why.
      }
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  @Test
  void whoConnectsAndAsksNothingIsDisconnected() throws Exception {
    try (SolvencyServer server = start(Map.of("http.first-request", "5 seconds"))) {
      requireServing(server); // and has loaded what it needs for that
      int port = server.httpAddress().orElseThrow().getPort();
      byte[] request =
          "GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
      List<Socket> silent = new ArrayList<>();
      try (Socket asking = new Socket("127.0.0.1", port)) {
        asking.getOutputStream().write(request);
        asking.setSoTimeout((int) Clients.PATIENCE.toMillis());
        assertThat(asking.getInputStream().read()).isEqualTo('H');
        for (String begun :
            List.of("", "G", "GET /v1/statements HTTP/1.1\r\nHost: x\r\nX-Slow: ")) {
          silent.add(new Socket("127.0.0.1", port));
          silent
              .get(silent.size() - 1)
              .getOutputStream()
              .write(begun.getBytes(StandardCharsets.US_ASCII));
        }
        for (Socket socket : silent) {
          await().atMost(Clients.PATIENCE).until(() -> closed(socket));
        }
        // They came later and are gone, and who has asked may ask again.
        assertThat(closed(asking)).isFalse();
        asking.getOutputStream().write(request);
        asking.setSoTimeout((int) Clients.PATIENCE.toMillis());
        assertThat(asking.getInputStream().read()).isEqualTo('H');
      } finally {
        for (Socket socket : silent) {
          socket.close();
        }
      }
      try (Socket socket = new Socket("127.0.0.1", server.address().getPort())) {
        await().atMost(Clients.PATIENCE).until(() -> closed(socket));
      }
    }
  }

  @Test
  void connectionsOfTheHttpDoorHaveANumber() throws Exception {
    try (SolvencyServer server =
        start(Map.of("http.connections", 3, "http.first-request", "10 minutes"))) {
      int port = server.httpAddress().orElseThrow().getPort();
      List<Socket> open = new ArrayList<>();
      try {
        await()
            .atMost(Clients.PATIENCE)
            .until(
                () -> {
                  open.add(new Socket("127.0.0.1", port));
                  return closed(open.get(open.size() - 1));
                });
        assertThat(open).hasSizeGreaterThan(3);
        for (Socket first : open.subList(0, 3)) {
          assertThat(closed(first)).isFalse();
        }
      } finally {
        for (Socket socket : open) {
          socket.close();
        }
      }
      requireServing(server);
    }
  }

  @Test
  void pathsAndBodiesThatTrickOthersTellNothing() throws Exception {
    try (SolvencyServer server = start(Map.of())) {
      String operator = Files.readString(directory.resolve("data/keys/operator.token")).strip();
      String bearer = "\r\nAuthorization: Bearer " + operator;
      for (String path :
          List.of(
              "/../../keys/operator.token",
              "/v1/statements/latest/files/../../../../keys/operator.token",
              "/v1/statements/latest/files/..%2f..%2fkeys%2foperator.token",
              "/v1/statements/latest/files/%2e%2e/%2e%2e/keys/operator.token",
              "/v1/statements/latest/files//etc/passwd",
              "/v1/statements/latest/files/%00",
              "/v1/runs/..%2f..%2fkeys",
              "/v1/runs/%2e%2e",
              "/v1/runs/a%00b",
              "/v1/runs/CON",
              "/v1/runs/a%0d%0aX-Injected:%20yes",
              "http://elsewhere/v1/runs/../keys")) {
        String answer = http(server, "GET " + path + " HTTP/1.1" + bearer + "\r\n\r\n");
        assertThat(answer).as(path).matches("(?s)(HTTP/1.1 4\\d\\d .*)?");
        assertThat(answer).as(path).doesNotContain(operator).doesNotContain("root:");
        assertThat(answer.lines().filter(line -> line.startsWith("X-Injected"))).isEmpty();
      }
      for (String body :
          List.of(
              "[".repeat(100_000),
              "{\"spec\":".repeat(50_000),
              "{\"spec\":{\"batch_rows\":1e999999999}}",
              "{\"spec\":{\"batch_rows\":\"1e999999999\"}}",
              "{\"spec\":{\"run_id\":\"a\"},\"spec\":{\"run_id\":\"b\"}}",
              "\ud800")) {
        String answer =
            http(
                server,
                "POST /v1/runs HTTP/1.1"
                    + bearer
                    + "\r\nContent-Type: application/json\r\nContent-Length: "
                    + body.length()
                    + "\r\n\r\n"
                    + body);
        assertThat(answer).startsWith("HTTP/1.1 400 ");
      }
      requireServing(server);
    }
  }
}
