package io.zksolvency.service.http;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.zksolvency.service.security.CallPlaces;
import javax.net.ssl.SSLSession;

/**
 * Tells calls who is at the other end of the connection, as grpc-java's own server does, and that
 * they have their place: {@link PlaceTaking} lets no other through.
 */
final class TransportAttributes implements ServerInterceptor {
  static Attributes of(ServiceRequestContext context) {
    Attributes.Builder attributes =
        Attributes.newBuilder().set(Grpc.TRANSPORT_ATTR_REMOTE_ADDR, context.remoteAddress());
    SSLSession session = context.sslSession();
    return session == null
        ? attributes.build()
        : attributes.set(Grpc.TRANSPORT_ATTR_SSL_SESSION, session).build();
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    Attributes attributes = of(ServiceRequestContext.current());
    return Contexts.interceptCall(
        CallPlaces.with(Context.current(), true),
        new SimpleForwardingServerCall<>(call) {
          @Override
          public Attributes getAttributes() {
            return attributes;
          }
        },
        headers,
        next);
  }
}
