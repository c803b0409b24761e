package io.zksolvency.service;

import static io.zksolvency.service.Clients.detail;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.zksolvency.proto.v1.ListStatementsRequest;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.proto.v1.Verdict;
import io.zksolvency.proto.v1.VerifyServiceGrpc;
import io.zksolvency.proto.v1.VerifyStatementRequest;
import io.zksolvency.proto.v1.VerifyStatementResponse;
import io.zksolvency.service.app.SolvencyServer;
import io.zksolvency.service.config.ServiceConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** More than a server with small limits can take. */
@Tag("native")
@EnabledIf("io.zksolvency.service.Clients#librariesPresent")
class FloodTest {
  @TempDir Path directory;

  private SolvencyServer start(Map<String, ?> settings) throws Exception {
    Map<String, Object> all = new java.util.HashMap<>(settings);
    all.put("listen.port", 0);
    return SolvencyServer.start(
        ServiceConfig.load(directory.resolve("data"), Optional.empty(), all));
  }

  private static Map<Status.Code, Integer> flood(int port, int threads, int each) throws Exception {
    ManagedChannel channel = Clients.channel(port);
    ExecutorService pool = Executors.newFixedThreadPool(threads);
    try {
      List<Future<List<Status.Code>>> answers = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        answers.add(
            pool.submit(
                () -> {
                  List<Status.Code> codes = new ArrayList<>();
                  for (int call = 0; call < each; call++) {
                    try {
                      StatementServiceGrpc.newBlockingStub(channel)
                          .listStatements(ListStatementsRequest.getDefaultInstance());
                      codes.add(Status.Code.OK);
                    } catch (StatusRuntimeException e) {
                      codes.add(e.getStatus().getCode());
                      detail(e, RetryInfo.class);
                    }
                  }
                  return codes;
                }));
      }
      Map<Status.Code, Integer> count = new EnumMap<>(Status.Code.class);
      for (Future<List<Status.Code>> answer : answers) {
        answer.get().forEach(code -> count.merge(code, 1, Integer::sum));
      }
      return count;
    } finally {
      pool.shutdownNow();
      channel.shutdownNow();
    }
  }

  @Test
  void aFloodIsShedAndTheServerStands() throws Exception {
    try (SolvencyServer server =
        start(Map.of("limits.requests-per-second", 1, "limits.burst", 100))) {
      Map<Status.Code, Integer> answers = flood(server.address().getPort(), 32, 60);
      System.out.println("flood: " + answers);
      assertThat(answers.keySet())
          .containsExactlyInAnyOrder(Status.Code.OK, Status.Code.RESOURCE_EXHAUSTED);
      assertThat(answers.get(Status.Code.RESOURCE_EXHAUSTED)).isGreaterThan(1000);
      await()
          .atMost(Clients.PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(flood(server.address().getPort(), 1, 1))
                      .containsOnlyKeys(Status.Code.OK));
    }
  }

  @Test
  void placesForVerificationAreLimitedAndGivenBack() throws Exception {
    try (SolvencyServer server = start(Map.of("limits.verify-calls", 2))) {
      ManagedChannel channel = Clients.channel(server.address().getPort());
      try {
        List<StreamObserver<VerifyStatementRequest>> open = new ArrayList<>();
        await()
            .atMost(Clients.PATIENCE)
            .until(
                () -> {
                  StreamObserver<VerifyStatementRequest> out =
                      open(channel, new CompletableFuture<>());
                  out.onNext(
                      VerifyStatementRequest.newBuilder()
                          .setStatementJson(ByteString.copyFromUtf8("{"))
                          .build());
                  open.add(out);
                  return answered(channel) == Status.Code.RESOURCE_EXHAUSTED;
                });
        assertThat(open).hasSizeGreaterThanOrEqualTo(2);
        open.forEach(out -> out.onError(new IllegalStateException("gone")));
        await().atMost(Clients.PATIENCE).until(() -> answered(channel) == Status.Code.OK);
      } finally {
        channel.shutdownNow();
      }
    }
  }

  /** Asks for a verification of nothing. */
  private static Status.Code answered(ManagedChannel channel) throws Exception {
    CompletableFuture<VerifyStatementResponse> answer = new CompletableFuture<>();
    open(channel, answer).onCompleted();
    try {
      assertThat(Clients.get(answer).getVerdict()).isEqualTo(Verdict.VERDICT_MALFORMED);
      return Status.Code.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode();
    }
  }

  @Test
  void noCallerHasMoreInProgressThanTheirShare() throws Exception {
    try (SolvencyServer server = start(Map.of("limits.calls-per-caller", 2))) {
      ManagedChannel channel = Clients.channel(server.address().getPort());
      try {
        List<StreamObserver<VerifyStatementRequest>> open = new ArrayList<>();
        StatementServiceGrpc.StatementServiceBlockingStub anyone =
            StatementServiceGrpc.newBlockingStub(channel);
        // One more each time: a question of ours may have had the place that one came for.
        await()
            .atMost(Clients.PATIENCE)
            .until(
                () -> {
                  open.add(open(channel, new CompletableFuture<>()));
                  return reason(anyone).equals("CALLS_IN_PROGRESS");
                });
        String operator = Files.readString(directory.resolve("data/keys/operator.token")).strip();
        assertThat(reason(Clients.as(anyone, operator))).isEmpty();
        open.forEach(out -> out.onError(new IllegalStateException("gone")));
        await().atMost(Clients.PATIENCE).until(() -> reason(anyone).isEmpty());
      } finally {
        channel.shutdownNow();
      }
    }
  }

  @Test
  void theDoorsShareTheirPlacesAndADeadlineGivesOneBack() throws Exception {
    try (SolvencyServer server = start(Map.of("limits.calls", 1, "http.port", 0))) {
      ManagedChannel channel = Clients.channel(server.address().getPort());
      try {
        StatementServiceGrpc.StatementServiceBlockingStub stub =
            StatementServiceGrpc.newBlockingStub(channel);
        HttpClient client = HttpClient.newHttpClient();
        HttpRequest list =
            HttpRequest.newBuilder(
                    URI.create(
                        "http://127.0.0.1:"
                            + server.httpAddress().orElseThrow().getPort()
                            + "/v1/statements"))
                .build();
        Callable<Integer> overHttp =
            () -> client.send(list, BodyHandlers.discarding()).statusCode();
        List<StreamObserver<VerifyStatementRequest>> open = new ArrayList<>();
        await()
            .atMost(Clients.PATIENCE)
            .until(
                () -> {
                  open.add(open(channel, new CompletableFuture<>()));
                  return reason(stub).equals("OVERLOAD");
                });
        await().atMost(Clients.PATIENCE).until(overHttp, status -> status == 429);
        open.forEach(out -> out.onError(new IllegalStateException("gone")));
        await().atMost(Clients.PATIENCE).until(() -> reason(stub).isEmpty());
        await().atMost(Clients.PATIENCE).until(overHttp, status -> status == 200);
        CompletableFuture<VerifyStatementResponse> late = new CompletableFuture<>();
        VerifyServiceGrpc.newStub(channel)
            .withDeadlineAfter(Duration.ofSeconds(1))
            .verifyStatement(Clients.future(late));
        assertThatThrownBy(() -> Clients.get(late)).isInstanceOf(StatusRuntimeException.class);
        await().atMost(Clients.PATIENCE).until(() -> reason(stub).isEmpty());
      } finally {
        channel.shutdownNow();
      }
    }
  }

  /** Returns why a call is refused; empty if it isn't. */
  private static String reason(StatementServiceGrpc.StatementServiceBlockingStub stub)
      throws Exception {
    try {
      stub.listStatements(ListStatementsRequest.getDefaultInstance());
      return "";
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      return detail(e, ErrorInfo.class).getReason();
    }
  }

  @Test
  void whoHoldsAPlaceForTooLongLosesIt() throws Exception {
    try (SolvencyServer server = start(Map.of("limits.call-duration", "300 milliseconds"))) {
      ManagedChannel channel = Clients.channel(server.address().getPort());
      try {
        CompletableFuture<VerifyStatementResponse> answer = new CompletableFuture<>();
        open(channel, answer)
            .onNext(
                VerifyStatementRequest.newBuilder()
                    .setStatementJson(ByteString.copyFromUtf8("{"))
                    .build());
        Clients.refused(Status.Code.DEADLINE_EXCEEDED, () -> Clients.get(answer));
      } finally {
        channel.shutdownNow();
      }
    }
  }

  private static StreamObserver<VerifyStatementRequest> open(
      ManagedChannel channel, CompletableFuture<VerifyStatementResponse> answer) {
    return VerifyServiceGrpc.newStub(channel).verifyStatement(Clients.future(answer));
  }
}
