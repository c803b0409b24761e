package io.zksolvency.service.http;

import com.linecorp.armeria.common.HttpHeaders;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;

/**
 * A span for each call at this door, named as grpc-java names those at the other, under the span
 * that {@code traceparent} names. Instrumentation that is made for HTTP would tell paths and
 * queries, where account ids can stand.
 */
public final class HttpSpans implements ServerInterceptor {
  private static final TextMapGetter<HttpHeaders> HEADERS =
      new TextMapGetter<>() {
        @Override
        public Iterable<String> keys(HttpHeaders headers) {
          return headers.names().stream().map(CharSequence::toString).toList();
        }

        @Override
        public String get(HttpHeaders headers, String name) {
          return headers == null ? null : headers.get(name);
        }
      };

  private final OpenTelemetry telemetry;
  private final Tracer tracer;

  public HttpSpans(OpenTelemetry telemetry) {
    this.telemetry = telemetry;
    this.tracer = telemetry.getTracer("io.zksolvency.service.http");
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Context above =
        telemetry
            .getPropagators()
            .getTextMapPropagator()
            .extract(Context.root(), ServiceRequestContext.current().request().headers(), HEADERS);
    Span span =
        tracer
            .spanBuilder("Recv." + call.getMethodDescriptor().getFullMethodName().replace('/', '.'))
            .setSpanKind(SpanKind.SERVER)
            .setParent(above)
            .setAttribute("network.protocol.name", "http")
            .startSpan();
    ServerCall<Q, A> spanned =
        new SimpleForwardingServerCall<>(call) {
          @Override
          public void close(Status status, Metadata trailers) {
            end(span, status);
            super.close(status, trailers);
          }
        };
    return new SimpleForwardingServerCallListener<>(next.startCall(spanned, headers)) {
      @Override
      public void onCancel() {
        end(span, Status.CANCELLED);
        super.onCancel();
      }
    };
  }

  /** Only the first end counts. */
  private static void end(Span span, Status status) {
    if (status.isOk()) {
      span.setStatus(StatusCode.OK);
    } else {
      span.setStatus(StatusCode.ERROR, status.getCode().name());
    }
    span.end();
  }
}
