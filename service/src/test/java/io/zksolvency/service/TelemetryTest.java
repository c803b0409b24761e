package io.zksolvency.service;

import static io.zksolvency.service.Clients.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.ManagedChannel;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceResponse;
import io.opentelemetry.proto.collector.metrics.v1.MetricsServiceGrpc;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import io.opentelemetry.proto.collector.trace.v1.TraceServiceGrpc;
import io.opentelemetry.proto.trace.v1.Span;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.proto.v1.GetInclusionRequest;
import io.zksolvency.proto.v1.InclusionServiceGrpc;
import io.zksolvency.proto.v1.ListStatementsRequest;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.service.app.SolvencyServer;
import io.zksolvency.service.config.ServiceConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a collector on a real socket gets. */
class TelemetryTest {
  @TempDir Path directory;

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final String PARENT = "b7ad6b7169203331";

  private final List<ExportTraceServiceRequest> spans = new CopyOnWriteArrayList<>();
  private final List<String> metrics = new CopyOnWriteArrayList<>();

  private Server collector() throws Exception {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(
            new TraceServiceGrpc.TraceServiceImplBase() {
              @Override
              public void export(
                  ExportTraceServiceRequest request,
                  StreamObserver<ExportTraceServiceResponse> observer) {
                spans.add(request);
                observer.onNext(ExportTraceServiceResponse.getDefaultInstance());
                observer.onCompleted();
              }
            })
        .addService(
            new MetricsServiceGrpc.MetricsServiceImplBase() {
              @Override
              public void export(
                  ExportMetricsServiceRequest request,
                  StreamObserver<ExportMetricsServiceResponse> observer) {
                metrics.add(request.toString());
                observer.onNext(ExportMetricsServiceResponse.getDefaultInstance());
                observer.onCompleted();
              }
            })
        .build()
        .start();
  }

  private List<Span> all() {
    return spans.stream()
        .flatMap(export -> export.getResourceSpansList().stream())
        .flatMap(resource -> resource.getScopeSpansList().stream())
        .flatMap(scope -> scope.getSpansList().stream())
        .toList();
  }

  /** A call within a trace, one that is refused, and one that streams. */
  private static void overHttp(int port, String token) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    String address = "http://127.0.0.1:" + port;
    for (HttpRequest.Builder request :
        List.of(
            HttpRequest.newBuilder(URI.create(address + "/v1/statements"))
                .header("traceparent", "00-" + TRACE + "-" + PARENT + "-01"),
            HttpRequest.newBuilder(URI.create(address + "/v1/inclusion?account_id=acct-other"))
                .header("Authorization", "Bearer " + token),
            HttpRequest.newBuilder(URI.create(address + "/v1/runs/none/watch")))) {
      client.send(request.build(), BodyHandlers.discarding());
    }
  }

  @Test
  @Tag("native")
  @EnabledIf("io.zksolvency.service.Clients#librariesPresent")
  void callsAreToldToTheCollectorAndNothingOfAnyone() throws Exception {
    TestTokens tokens = new TestTokens();
    String token = tokens.account("acct-secret");
    Server collector = collector();
    try (SolvencyServer server =
        SolvencyServer.start(
            ServiceConfig.load(
                directory.resolve("data"),
                Optional.empty(),
                Map.of(
                    "listen.port",
                    0,
                    "http.port",
                    0,
                    "tokens.account-keys",
                    List.of(tokens.publicKey(directory.resolve("a.pem")).toString()),
                    "telemetry.otlp.endpoint",
                    "http://127.0.0.1:" + collector.getPort(),
                    "telemetry.otlp.interval",
                    "100 milliseconds")))) {
      ManagedChannel channel = Clients.channel(server.address().getPort());
      StatementServiceGrpc.newBlockingStub(channel)
          .listStatements(ListStatementsRequest.getDefaultInstance());
      refused(
          Status.Code.PERMISSION_DENIED,
          () ->
              Clients.as(InclusionServiceGrpc.newBlockingStub(channel), token)
                  .getInclusion(
                      GetInclusionRequest.newBuilder().setAccountId("acct-other").build()));
      channel.shutdownNow();
      overHttp(server.httpAddress().orElseThrow().getPort(), token);
      await()
          .atMost(Clients.PATIENCE)
          .untilAsserted(
              () -> {
                assertThat(all())
                    .anySatisfy(
                        span -> {
                          assertThat(span.getName())
                              .isEqualTo("Recv.zksolvency.v1.StatementService.ListStatements");
                          assertThat(Hex.format(span.getTraceId().toByteArray())).isEqualTo(TRACE);
                          assertThat(Hex.format(span.getParentSpanId().toByteArray()))
                              .isEqualTo(PARENT);
                          assertThat(span.getStatus().getCode())
                              .isEqualTo(
                                  io.opentelemetry.proto.trace.v1.Status.StatusCode.STATUS_CODE_OK);
                        })
                    .anySatisfy(
                        span -> {
                          assertThat(span.getName())
                              .isEqualTo("Recv.zksolvency.v1.InclusionService.GetInclusion");
                          assertThat(span.getAttributesList().toString()).contains("http");
                          assertThat(span.getStatus().getMessage()).isEqualTo("PERMISSION_DENIED");
                        })
                    .anySatisfy(
                        span ->
                            assertThat(span.getName())
                                .isEqualTo("Recv.zksolvency.v1.RunService.WatchRun"));
                assertThat(spans.toString())
                    .contains("zksolvency.v1.StatementService.ListStatements")
                    .contains("zksolvency.v1.InclusionService.GetInclusion");
                assertThat(metrics.toString()).contains("grpc.server.call.duration");
              });
    } finally {
      collector.shutdownNow();
    }
    assertThat(spans.toString() + metrics)
        .contains("service.name")
        .doesNotContain("acct-")
        .doesNotContain(token.substring(token.lastIndexOf('.') + 1));
  }

  @Test
  void aWrongEndpointStopsTheStart() {
    for (String endpoint : List.of("127.0.0.1:4317", "http://", "http://user:secret@host:4317")) {
      assertThatThrownBy(
              () ->
                  ServiceConfig.load(
                      directory.resolve("data"),
                      Optional.empty(),
                      Map.of("telemetry.otlp.endpoint", endpoint)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("telemetry.otlp.endpoint")
          .hasMessageNotContaining("secret");
    }
  }
}
