package io.zksolvency.service.security;

import io.grpc.netty.GrpcSslContexts;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.service.config.ServiceConfig;
import java.io.IOException;

/** TLS as the configuration says, the same at every door. */
public final class ServerTls {
  private ServerTls() {}

  /** Returns what the gRPC server encrypts with. */
  public static SslContext grpc(ServiceConfig.Tls tls) throws IOException, InputException {
    try {
      SslContextBuilder builder =
          SslContextBuilder.forServer(
                  tls.certificate().orElseThrow().toFile(), tls.key().orElseThrow().toFile())
              .protocols("TLSv1.3", "TLSv1.2");
      clients(builder, tls);
      return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
    } catch (IllegalArgumentException e) {
      // Its message and cause might quote the key's file.
      throw new InputException(
          "tls.certificate, tls.key or tls.client-ca is not PEM that can be used (the key: PKCS#8)");
    }
  }

  /** Says which client certificates are taken. */
  public static void clients(SslContextBuilder builder, ServiceConfig.Tls tls) {
    if (tls.clientCa().isPresent()) {
      builder
          .trustManager(tls.clientCa().get().toFile())
          .clientAuth(tls.requireClientCertificate() ? ClientAuth.REQUIRE : ClientAuth.OPTIONAL);
    }
  }
}
