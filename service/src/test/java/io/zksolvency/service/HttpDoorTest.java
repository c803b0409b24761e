package io.zksolvency.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.service.app.SolvencyServer;
import io.zksolvency.service.config.ServiceConfig;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** The methods as JSON over HTTP: real sockets, a real proof, the JDK's own client. */
@Tag("native")
@EnabledIf("io.zksolvency.service.Clients#librariesPresent")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HttpDoorTest {
  private static final int ACCOUNTS = 50;
  private static final int OK = 200;

  /** More than one: a place is given back soon after the answer, not before. */
  private static final int VERIFY_CALLS = 4;

  @TempDir static Path directory;
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static SolvencyServer server;
  private static TestTokens tokens;
  private static String operator;

  @BeforeAll
  static void start() throws Exception {
    tokens = new TestTokens();
    Map<String, Object> settings = new HashMap<>();
    settings.put("listen.port", 0);
    settings.put("http.port", 0);
    settings.put("http.origins", List.of("https://app.example"));
    settings.put("limits.message", "256 KiB");
    settings.put("limits.verify-calls", VERIFY_CALLS);
    settings.put(
        "tokens.account-keys", List.of(tokens.publicKey(directory.resolve("a.pem")).toString()));
    server =
        SolvencyServer.start(
            ServiceConfig.load(directory.resolve("data"), Optional.empty(), settings));
    operator = Files.readString(directory.resolve("data/keys/operator.token")).strip();
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
  }

  private static HttpRequest.Builder to(String path, String token) {
    int port = server.httpAddress().orElseThrow().getPort();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(Clients.PATIENCE);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private static HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return CLIENT.send(request.build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> get(String path, String token) throws Exception {
    return send(to(path, token));
  }

  private static HttpResponse<String> post(String path, String token, String body)
      throws Exception {
    return send(
        to(path, token)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body)));
  }

  private static JsonObject ok(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(OK);
    assertThat(answer.headers().firstValue("content-type").orElse(""))
        .startsWith("application/json");
    return JsonParser.parseString(answer.body()).getAsJsonObject();
  }

  /** Returns an error of this status as google.rpc.Status. */
  private static JsonObject refused(int status, int code, HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    JsonObject error = JsonParser.parseString(answer.body()).getAsJsonObject();
    assertThat(error.get("code").getAsInt()).as(answer.body()).isEqualTo(code);
    assertThat(error.get("message").getAsString()).isNotEmpty();
    return error;
  }

  private static JsonObject detail(JsonObject error, String type) {
    for (JsonElement detail : error.getAsJsonArray("details")) {
      if (detail.getAsJsonObject().get("@type").getAsString().endsWith("google.rpc." + type)) {
        return detail.getAsJsonObject();
      }
    }
    throw new AssertionError("no " + type);
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String spec(String id) {
    return "{\"run_id\":\"%s\",\"issuer_name\":\"Test Exchange\",\"assets_csv\":\"%s\"}"
        .formatted(id, base64(Clients.ASSETS));
  }

  private static String upload(String id) {
    StringBuilder lines = new StringBuilder("{\"spec\":" + spec(id) + "}\n");
    for (int i = 1; i <= ACCOUNTS; i++) {
      lines.append(
          "{\"rows\":{\"rows\":[{\"account_id\":\"acct-%d\",\"asset\":\"BTC\",\"equity\":\"%s\"}]}}%n"
              .formatted(i, Clients.balance(i)));
    }
    return lines + "{\"end\":{\"rows\":" + ACCOUNTS + "}}"; // and no line feed at the end
  }

  @Test
  @Order(1)
  void aLedgerIsUploadedWatchedAndPublished() throws Exception {
    assertThat(get("/health", null).statusCode()).isEqualTo(OK);
    refused(404, 5, get("/v1/statements/latest", null));
    refused(401, 16, post("/v1/runs/upload", null, upload("web")));
    assertThat(get("/v1/runs", null).headers().firstValue("www-authenticate")).hasValue("Bearer");
    JsonObject run = ok(post("/v1/runs/upload", operator, upload("web")));
    assertThat(run.get("runId").getAsString()).isEqualTo("web");
    HttpResponse<Stream<String>> watch =
        CLIENT.send(to("/v1/runs/web/watch", operator).build(), BodyHandlers.ofLines());
    assertThat(watch.statusCode()).isEqualTo(OK);
    assertThat(watch.headers().firstValue("content-type")).hasValue("application/x-ndjson");
    List<JsonObject> seen =
        watch
            .body()
            .map(line -> JsonParser.parseString(line).getAsJsonObject().getAsJsonObject("result"))
            .toList();
    assertThat(seen).hasSizeGreaterThan(1);
    assertThat(seen.get(seen.size() - 1).get("state").getAsString())
        .isEqualTo("RUN_STATE_SUCCEEDED");
    assertThat(ok(get("/v1/runs/web", operator))).isEqualTo(seen.get(seen.size() - 1));
    JsonObject page =
        ok(get("/v1/runs?page_size=1&states=RUN_STATE_SUCCEEDED&pageToken=", operator));
    assertThat(page.getAsJsonArray("runs")).hasSize(1);
    refused(404, 5, get("/v1/runs/nothing/watch", operator));
  }

  private static List<byte[]> files() throws Exception {
    JsonObject statement = ok(get("/v1/statements/latest", null));
    List<byte[]> files = new ArrayList<>();
    for (JsonElement file : statement.getAsJsonArray("files")) {
      String name = file.getAsJsonObject().get("name").getAsString();
      HttpResponse<byte[]> answer =
          CLIENT.send(
              to("/v1/statements/latest/files/" + name, null).build(), BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).isEqualTo(OK);
      assertThat(answer.headers().firstValue("content-disposition").orElse(""))
          .contains(name.substring(name.lastIndexOf('/') + 1));
      assertThat(Base64.getEncoder().encodeToString(HashInput.sha256(answer.body())))
          .isEqualTo(file.getAsJsonObject().get("sha256").getAsString());
      files.add(answer.body());
    }
    return files;
  }

  @Test
  @Order(2)
  void aStatementIsFoundByItsDigestAndItsFilesAreFiles() throws Exception {
    JsonObject latest = ok(get("/v1/statements/latest", null));
    byte[] digest =
        Base64.getDecoder()
            .decode(latest.getAsJsonObject("summary").get("statementDigest").getAsString());
    String hex = Hex.format(digest);
    String base64 = Base64.getUrlEncoder().encodeToString(digest);
    for (String form : List.of(hex, base64, base64.replace("=", ""))) {
      assertThat(ok(get("/v1/statements/" + form, null))).isEqualTo(latest);
    }
    assertThat(ok(get("/v1/statements", null)).getAsJsonArray("statements")).hasSize(1);
    assertThat(files()).hasSize(latest.getAsJsonArray("files").size());
    HttpResponse<String> json = get("/v1/statements/" + hex + "/files/statement.json", null);
    assertThat(base64(json.body())).isEqualTo(latest.get("statementJson").getAsString());
    refused(404, 5, get("/v1/statements/" + hex + "/files/keys/issuer.pem", null));
    refused(400, 3, get("/v1/statements/latest/files/..%2f..%2fkeys%2fissuer.pem", null));
    refused(404, 5, get("/v1/statements/" + "0".repeat(64), null));
    refused(400, 3, get("/v1/statements/short", null));
  }

  private static String verification(List<byte[]> files) throws Exception {
    JsonArray named = ok(get("/v1/statements/latest", null)).getAsJsonArray("files");
    StringBuilder lines = new StringBuilder();
    for (int i = 0; i < files.size(); i++) {
      byte[] bytes = files.get(i);
      for (int from = 0; from < bytes.length; from += 100_000) {
        byte[] part =
            java.util.Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + 100_000));
        String field =
            i == 0
                ? "\"statement_json\""
                : "\"proof_name\":%s,\"proof\""
                    .formatted(named.get(i).getAsJsonObject().get("name"));
        lines.append("{%s:\"%s\"}%n".formatted(field, Base64.getEncoder().encodeToString(part)));
      }
    }
    return lines.toString();
  }

  private static JsonObject verified(List<byte[]> files) throws Exception {
    return ok(post("/v1/statements/verify", null, verification(files)));
  }

  @Test
  @Order(3)
  void statementsAreVerified() throws Exception {
    List<byte[]> files = files();
    assertThat(verified(files).get("verdict").getAsString()).isEqualTo("VERDICT_ACCEPTED");
    files.get(1)[1000] ^= 1;
    assertThat(verified(files).get("verdict").getAsString()).isEqualTo("VERDICT_REJECTED");
  }

  @Test
  @Order(4)
  void aCustomerGetsTheirOwnFileAndNoOther() throws Exception {
    JsonObject mine = ok(get("/v1/inclusion", tokens.account("acct-7")));
    assertThat(mine.get("accountId").getAsString()).isEqualTo("acct-7");
    JsonObject verdict =
        ok(
            post(
                "/v1/inclusion/verify",
                null,
                "{\"inclusionJson\":" + mine.get("inclusionJson") + "}"));
    assertThat(verdict.get("verdict").getAsString()).isEqualTo("VERDICT_ACCEPTED");
    refused(403, 7, get("/v1/inclusion?account_id=acct-7", tokens.account("acct-8")));
    refused(404, 5, get("/v1/inclusion", tokens.account("stranger")));
    refused(401, 16, get("/v1/inclusion?account_id=acct-7", null));
    refused(401, 16, get("/v1/inclusion", "nonsense"));
    String expired =
        tokens.sign(
            TestTokens.claims("acct-7")
                .issueTime(Date.from(Instant.now().minusSeconds(3600)))
                .expirationTime(Date.from(Instant.now().minusSeconds(60))));
    assertThat(
            detail(refused(401, 16, get("/v1/inclusion", expired)), "ErrorInfo")
                .get("reason")
                .getAsString())
        .isEqualTo("TOKEN_REFUSED");
    assertThat(ok(get("/v1/inclusion?accountId=acct-7", operator))).isEqualTo(mine);
    HttpResponse<String> all = post("/v1/inclusion/batch", operator, "{}");
    assertThat(all.body().lines()).hasSize(ACCOUNTS);
    assertThat(all.body()).contains("\"accountId\":\"acct-" + ACCOUNTS + "\"");
    refused(403, 7, post("/v1/inclusion/batch", tokens.account("acct-7"), "{}"));
  }

  @Test
  @Order(5)
  void wrongRequestsAreToldWhatIsWrong() throws Exception {
    JsonObject wrong =
        refused(
            400,
            3,
            post(
                "/v1/runs",
                operator,
                "{\"spec\":{\"run_id\":\"../etc\",\"batch_rows\":5},\"sql\":\"SELECT 1\"}"));
    assertThat(detail(wrong, "BadRequest").getAsJsonArray("fieldViolations"))
        .hasSizeGreaterThanOrEqualTo(4);
    for (String body :
        List.of("{\"spec\":{\"surprise\":1}}", "{", "[]", "{\"spec\":{\"batch_rows\":\"many\"}}")) {
      assertThat(refused(400, 3, post("/v1/runs", operator, body)).toString())
          .doesNotContain("many");
      refused(400, 3, post("/v1/runs/upload", operator, body));
      refused(400, 3, post("/v1/inclusion/batch", operator, body));
    }
    assertThat(
            refused(
                    400,
                    3,
                    post("/v1/runs/upload", operator, "{\"rows\":{\"rows\":[]}}\n{\"end\":{}}"))
                .get("message")
                .getAsString())
        .contains("spec");
    refused(
        400,
        3,
        send(to("/v1/runs", operator).POST(BodyPublishers.ofString("{}")))); // no content-type
    refused(400, 3, get("/v1/runs?page_size=x", operator));
    refused(404, 5, get("/v1/nothing", null));
    refused(405, 12, post("/v1/runs/web", operator, "{}"));
    refused(413, 8, post("/v1/runs", operator, " ".repeat(300_000)));
    refused(429, 8, post("/v1/runs/upload", operator, " ".repeat(300_000)));
    HttpResponse<String> large =
        send(to("/v1/statements", "x".repeat(20_000)).version(HttpClient.Version.HTTP_1_1));
    assertThat(large.statusCode()).isEqualTo(431);
  }

  @Test
  @Order(6)
  void pagesOfTheNamedOriginMayReadAnswers() throws Exception {
    HttpResponse<String> ours =
        send(to("/v1/statements", null).header("Origin", "https://app.example"));
    assertThat(ours.headers().firstValue("access-control-allow-origin"))
        .hasValue("https://app.example");
    HttpResponse<String> other =
        send(to("/v1/statements", null).header("Origin", "https://evil.example"));
    assertThat(other.headers().firstValue("access-control-allow-origin")).isEmpty();
  }

  /** Begins a verification that does not end. */
  private static Socket holder(int port) throws Exception {
    Socket holder = new Socket("127.0.0.1", port);
    holder
        .getOutputStream()
        .write(
            ("POST /v1/statements/verify HTTP/1.1\r\nHost: localhost\r\n"
                    + "Content-Type: application/x-ndjson\r\n"
                    + "Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n")
                .getBytes(StandardCharsets.US_ASCII));
    holder.getOutputStream().flush();
    return holder;
  }

  @Test
  @Order(7)
  void aClientThatGoesAwayGivesItsPlaceBack() throws Exception {
    int port = server.httpAddress().orElseThrow().getPort();
    List<Socket> holders = new ArrayList<>();
    try {
      // One more each time: a question of ours may have had the place that one came for.
      await()
          .atMost(Clients.PATIENCE)
          .until(
              () -> {
                holders.add(holder(port));
                return post("/v1/inclusion/verify", null, "{}").statusCode() == 429;
              });
      assertThat(holders).hasSizeGreaterThanOrEqualTo(VERIFY_CALLS);
      HttpResponse<String> busy = post("/v1/inclusion/verify", null, "{}");
      assertThat(detail(refused(429, 8, busy), "RetryInfo").get("retryDelay")).isNotNull();
      assertThat(busy.headers().firstValue("retry-after")).isPresent();
    } finally {
      for (Socket holder : holders) {
        holder.close();
      }
    }
    await()
        .atMost(Clients.PATIENCE)
        .until(() -> post("/v1/inclusion/verify", null, "{}").statusCode() == OK);
  }

  @Test
  @Order(8)
  void aSlowReaderHoldsUpNobody() throws Exception {
    List<InputStream> slow = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      slow.add(
          CLIENT
              .send(
                  to("/v1/statements/latest/files/proofs/batch-00000.proof", null).build(),
                  BodyHandlers.ofInputStream())
              .body());
    }
    HttpClient other = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    HttpResponse<String> answer =
        other.send(to("/v1/statements/latest", null).build(), BodyHandlers.ofString());
    ok(answer);
    byte[] whole = slow.get(39).readAllBytes();
    assertThat(whole).isEqualTo(files().get(1));
    for (InputStream in : slow) {
      in.close();
    }
  }

  @Test
  @Order(9)
  void aFailedRunIsDeletedAndAPublishedOneIsNot() throws Exception {
    String bad =
        "{\"spec\":"
            + spec("bad")
            + "}\n{\"rows\":{\"rows\":[{\"account_id\":\"acct-1\",\"asset\":\"BTC\","
            + "\"equity\":\"1\",\"debt\":\"2\"}]}}\n{\"end\":{\"rows\":1}}";
    ok(post("/v1/runs/upload", operator, bad));
    await()
        .atMost(Clients.PATIENCE)
        .until(
            () ->
                ok(get("/v1/runs/bad", operator))
                    .get("state")
                    .getAsString()
                    .equals("RUN_STATE_FAILED"));
    refused(401, 16, send(to("/v1/runs/bad", null).DELETE()));
    refused(403, 7, send(to("/v1/runs/bad", tokens.account("acct-1")).DELETE()));
    ok(send(to("/v1/runs/bad", operator).DELETE()));
    refused(404, 5, get("/v1/runs/bad", operator));
    refused(404, 5, send(to("/v1/runs/bad", operator).DELETE()));
    refused(400, 9, send(to("/v1/runs/web", operator).DELETE()));
    assertThat(ok(get("/v1/runs/web", operator)).get("state").getAsString())
        .isEqualTo("RUN_STATE_SUCCEEDED");
  }
}
