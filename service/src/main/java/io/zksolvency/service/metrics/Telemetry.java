package io.zksolvency.service.metrics;

import io.grpc.ServerBuilder;
import io.grpc.opentelemetry.GrpcOpenTelemetry;
import io.grpc.opentelemetry.InternalGrpcOpenTelemetry;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.exporter.otlp.metrics.OtlpGrpcMetricExporter;
import io.opentelemetry.exporter.otlp.trace.OtlpGrpcSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.export.PeriodicMetricReader;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.zksolvency.service.config.TelemetrySettings;
import java.util.concurrent.TimeUnit;

/**
 * Spans and metrics of gRPC calls, sent to an OpenTelemetry collector. They name methods, status
 * codes, sizes and times, and nothing that a caller has sent.
 */
public final class Telemetry implements AutoCloseable {
  private static final long FLUSH_SECONDS = 5;

  private final OpenTelemetrySdk sdk;
  private final GrpcOpenTelemetry grpc;

  /** Sends from now on; a collector that does not answer holds up nothing. */
  public Telemetry(TelemetrySettings settings) {
    Resource resource =
        Resource.getDefault()
            .merge(
                Resource.create(
                    Attributes.builder().put("service.name", settings.serviceName()).build()));
    SdkTracerProvider traces =
        SdkTracerProvider.builder()
            .setResource(resource)
            .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(settings.sampledShare())))
            .addSpanProcessor(
                BatchSpanProcessor.builder(
                        OtlpGrpcSpanExporter.builder().setEndpoint(settings.endpoint()).build())
                    .setScheduleDelay(settings.interval())
                    .build())
            .build();
    SdkMeterProvider meters =
        SdkMeterProvider.builder()
            .setResource(resource)
            .registerMetricReader(
                PeriodicMetricReader.builder(
                        OtlpGrpcMetricExporter.builder().setEndpoint(settings.endpoint()).build())
                    .setInterval(settings.interval())
                    .build())
            .build();
    sdk =
        OpenTelemetrySdk.builder()
            .setTracerProvider(traces)
            .setMeterProvider(meters)
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build();
    GrpcOpenTelemetry.Builder builder = GrpcOpenTelemetry.newBuilder().sdk(sdk);
    // Otherwise an environment variable decides; one file says how the server is set up.
    InternalGrpcOpenTelemetry.enableTracing(builder, true);
    grpc = builder.build();
  }

  /** Has a server's calls observed. */
  public void observe(ServerBuilder<?> server) {
    grpc.configureServerBuilder(server);
  }

  /** Returns where other doors tell of their calls. */
  public OpenTelemetry sdk() {
    return sdk;
  }

  /** Sends what is left. */
  @Override
  public void close() {
    sdk.shutdown().join(FLUSH_SECONDS, TimeUnit.SECONDS);
  }
}
