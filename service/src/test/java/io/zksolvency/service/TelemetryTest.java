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
import io.zksolvency.proto.v1.GetInclusionRequest;
import io.zksolvency.proto.v1.InclusionServiceGrpc;
import io.zksolvency.proto.v1.ListStatementsRequest;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.service.app.SolvencyServer;
import io.zksolvency.service.config.ServiceConfig;
import java.net.InetAddress;
import java.net.InetSocketAddress;
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

  private final List<String> spans = new CopyOnWriteArrayList<>();
  private final List<String> metrics = new CopyOnWriteArrayList<>();

  private Server collector() throws Exception {
    return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(
            new TraceServiceGrpc.TraceServiceImplBase() {
              @Override
              public void export(
                  ExportTraceServiceRequest request,
                  StreamObserver<ExportTraceServiceResponse> observer) {
                spans.add(request.toString());
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
      await()
          .atMost(Clients.PATIENCE)
          .untilAsserted(
              () -> {
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
