package io.zksolvency.service;

import static io.zksolvency.service.Clients.as;
import static io.zksolvency.service.Clients.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.formats.InclusionJson;
import io.zksolvency.proto.v1.GetInclusionRequest;
import io.zksolvency.proto.v1.GetRunRequest;
import io.zksolvency.proto.v1.GetStatementRequest;
import io.zksolvency.proto.v1.GetStatementResponse;
import io.zksolvency.proto.v1.Inclusion;
import io.zksolvency.proto.v1.InclusionServiceGrpc;
import io.zksolvency.proto.v1.Run;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.proto.v1.RunState;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.proto.v1.VerifyInclusionRequest;
import io.zksolvency.proto.v1.VerifyServiceGrpc;
import io.zksolvency.proto.v1.WatchRunRequest;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** `solvency serve` as a process, killed at several points; then its whole log is searched. */
@Tag("native")
@EnabledIf("io.zksolvency.service.Clients#librariesPresent")
class KilledServerTest {
  /** Two batches: a kill after the first comes long before the end of the run. */
  private static final int ACCOUNTS = 40_000;

  /** Whose balances the log is searched for. */
  private static final int SEARCHED = 300;

  @TempDir Path directory;

  /** Waits for a state of the run, then kills the server. */
  private void killWhen(ServerProcess server, String token, Predicate<Run> moment)
      throws Exception {
    ManagedChannel channel = Clients.channel(server.port);
    try {
      Iterator<Run> runs =
          as(RunServiceGrpc.newBlockingStub(channel), token)
              .withDeadlineAfter(Clients.PATIENCE)
              .watchRun(WatchRunRequest.newBuilder().setRunId("killed").build());
      while (runs.hasNext()) {
        if (moment.test(runs.next())) {
          server.kill();
          return;
        }
      }
      throw new AssertionError("the run ended before the moment came");
    } finally {
      channel.shutdownNow();
    }
  }

  /** Right and wrong requests whose words, if they were logged, would tell secrets. */
  private static void overHttp(int port, String token, ByteString inclusion) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    String address = "http://127.0.0.1:" + port + "/v1/inclusion";
    String body =
        "{\"inclusionJson\":\""
            + Base64.getEncoder().encodeToString(inclusion.toByteArray())
            + "\", \"surprise\":\""
            + inclusion.toStringUtf8().replace("\"", "")
            + "\"}";
    Map<HttpRequest.Builder, Integer> statuses =
        Map.of(
            HttpRequest.newBuilder(URI.create(address + "?account_id=acct-5")), 200,
            HttpRequest.newBuilder(URI.create(address + "?account_id=acct-6")), 403,
            HttpRequest.newBuilder(URI.create(address + "/acct-5")), 404,
            HttpRequest.newBuilder(URI.create(address + "/verify"))
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body)),
                400);
    for (var request : statuses.entrySet()) {
      assertThat(
              client
                  .send(
                      request.getKey().header("Authorization", "Bearer " + token).build(),
                      HttpResponse.BodyHandlers.ofString())
                  .statusCode())
          .isEqualTo(request.getValue());
    }
  }

  @Test
  void whatWasAcknowledgedSurvivesEveryKillAndNoSecretIsLogged() throws Exception {
    TestTokens tokens = new TestTokens();
    Path key = tokens.publicKey(directory.resolve("customers.pem"));
    Path site = directory.resolve("site");
    Path config =
        Files.writeString(
            directory.resolve("serve.conf"),
            "tokens.account-keys = [\"%s\"]\nhttp.port = 0\npublish.directory = \"%s\"\nissuer.name = \"%s\"\n"
                .formatted(key, site, Clients.spec("").getIssuerName()));
    // Where the folder for the web server should be is a file: nothing is published to it yet.
    Files.writeString(site, "in the way");
    String[] options = {"--config", config.toString()};
    List<Path> logs = new ArrayList<>();
    String operator;

    try (ServerProcess server = new ServerProcess(directory, "first", options)) {
      logs.add(server.log);
      operator = Files.readString(directory.resolve("data/keys/operator.token")).strip();
      ManagedChannel channel = Clients.channel(server.port);
      Clients.upload(
          as(RunServiceGrpc.newStub(channel), operator), Clients.spec("killed").build(), ACCOUNTS);
      server.kill(); // right after the acknowledgement
      channel.shutdownNow();
    }
    try (ServerProcess server = new ServerProcess(directory, "second", options)) {
      logs.add(server.log);
      killWhen(server, operator, run -> run.getProgress().getPhase().startsWith("proving"));
    }
    try (ServerProcess server = new ServerProcess(directory, "third", options)) {
      logs.add(server.log);
      killWhen(server, operator, run -> run.getProgress().getBatchesProven() >= 1);
    }
    String customerToken = tokens.account("acct-5");
    String secrets;
    ByteString digest;
    try (ServerProcess server = new ServerProcess(directory, "fourth", options)) {
      logs.add(server.log);
      ManagedChannel channel = Clients.channel(server.port);
      digest =
          Clients.finish(as(RunServiceGrpc.newBlockingStub(channel), operator), "killed")
              .getStatementDigest();
      Inclusion file =
          as(InclusionServiceGrpc.newBlockingStub(channel), customerToken)
              .getInclusion(GetInclusionRequest.getDefaultInstance());
      secrets = Hex.format(InclusionJson.read(file.getInclusionJson().toByteArray()).salt());
      // What a log might show when something goes wrong.
      refused(
          Status.Code.PERMISSION_DENIED,
          () ->
              as(InclusionServiceGrpc.newBlockingStub(channel), customerToken)
                  .getInclusion(GetInclusionRequest.newBuilder().setAccountId("acct-6").build()));
      refused(
          Status.Code.UNAUTHENTICATED,
          () ->
              as(InclusionServiceGrpc.newBlockingStub(channel), customerToken + "x")
                  .getInclusion(GetInclusionRequest.getDefaultInstance()));
      VerifyServiceGrpc.newBlockingStub(channel)
          .verifyInclusion(
              VerifyInclusionRequest.newBuilder()
                  .setInclusionJson(
                      ByteString.copyFromUtf8(
                          file.getInclusionJson().toStringUtf8().replace("acct-5", "acct-6")))
                  .build());
      overHttp(server.httpPort(), customerToken, file.getInclusionJson());
      server.kill(); // right after publication
      channel.shutdownNow();
    }
    Files.delete(site);
    try (ServerProcess server = new ServerProcess(directory, "fifth", options)) {
      logs.add(server.log);
      ManagedChannel channel = Clients.channel(server.port);
      assertThat(
              as(RunServiceGrpc.newBlockingStub(channel), operator)
                  .getRun(GetRunRequest.newBuilder().setRunId("killed").build())
                  .getState())
          .isEqualTo(RunState.RUN_STATE_SUCCEEDED);
      StatementServiceGrpc.StatementServiceBlockingStub statements =
          StatementServiceGrpc.newBlockingStub(channel);
      GetStatementResponse statement =
          statements.getStatement(GetStatementRequest.getDefaultInstance());
      assertThat(statement.getSummary().getStatementDigest()).isEqualTo(digest);
      for (var published : statement.getFilesList()) {
        assertThat(HashInput.sha256(Clients.download(statements, digest, published.getName())))
            .isEqualTo(published.getSha256().toByteArray());
      }
      HistoryFolderTest.requireListed(site, digest);
      channel.shutdownNow();
    }

    StringBuilder all = new StringBuilder();
    for (Path log : logs) {
      all.append(Files.readString(log));
    }
    assertThat(all).contains("\"level\":\"DEBUG\"").contains("run killed goes on from");
    String masterKey = Files.readString(directory.resolve("data/keys/master.key")).strip();
    String issuerKey = Files.readString(directory.resolve("data/keys/issuer.pem"));
    List<String> needles = new ArrayList<>(List.of(operator, customerToken, masterKey, secrets));
    needles.add(customerToken.substring(customerToken.lastIndexOf('.') + 1));
    needles.add(issuerKey.lines().skip(1).findFirst().orElseThrow());
    needles.add("acct-");
    for (int i = 1; i <= SEARCHED; i++) {
      needles.add(Integer.toString(71_000_000 + i));
    }
    for (String needle : needles) {
      assertThat(all.indexOf(needle)).as("a secret in the log").isNegative();
    }
  }
}
