package io.zksolvency.service;

import static io.zksolvency.service.Clients.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.NettyChannelBuilder;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.proto.v1.ListRunsRequest;
import io.zksolvency.proto.v1.ListStatementsRequest;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.service.app.SolvencyServer;
import io.zksolvency.service.config.ServiceConfig;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Encryption, client certificates, and the refusal to do without them on the network. */
class TlsTest {
  @TempDir Path directory;

  /** A self-signed certificate with its key, as files. */
  private record Identity(Path certificate, Path key, X509Certificate x509, PrivateKey secret) {
    String fingerprint() throws Exception {
      return Hex.format(HashInput.sha256(x509.getEncoded()));
    }
  }

  private Identity identity(String name) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair keys = generator.generateKeyPair();
    Instant now = Instant.now();
    JcaX509v3CertificateBuilder builder =
        new JcaX509v3CertificateBuilder(
            new X500Name("CN=" + name),
            BigInteger.valueOf(now.toEpochMilli()),
            Date.from(now.minusSeconds(60)),
            Date.from(now.plusSeconds(3600)),
            new X500Name("CN=" + name),
            keys.getPublic());
    builder.addExtension(
        Extension.subjectAlternativeName,
        false,
        new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
    X509Certificate certificate =
        new JcaX509CertificateConverter()
            .getCertificate(
                builder.build(
                    new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    return new Identity(
        pem(name + ".crt", "CERTIFICATE", certificate.getEncoded()),
        pem(name + ".key", "PRIVATE KEY", keys.getPrivate().getEncoded()),
        certificate,
        keys.getPrivate());
  }

  private Path pem(String file, String type, byte[] der) throws Exception {
    String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        directory.resolve(file),
        "-----BEGIN " + type + "-----\n" + base64 + "\n-----END " + type + "-----\n");
  }

  private ServiceConfig config(Map<String, ?> settings) throws Exception {
    return ServiceConfig.load(directory.resolve("data"), Optional.empty(), settings);
  }

  @Test
  void theNetworkNeedsTls() throws Exception {
    for (String host : List.of("0.0.0.0", "::", "192.0.2.1")) {
      assertThatThrownBy(() -> config(Map.of("listen.host", host)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("tls.certificate");
      assertThatThrownBy(() -> config(Map.of("http.port", 0, "http.host", host)))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("http.host");
    }
    assertThat(config(Map.of()).listen().host().isLoopbackAddress()).isTrue();
    assertThatThrownBy(() -> config(Map.of("tls.certificate", "a.pem")))
        .hasMessageContaining("go together");
    assertThatThrownBy(() -> config(Map.of("tls.require-client-certificate", true)))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> config(Map.of("tls.operators", List.of("ab".repeat(32)))))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> config(Map.of("listen.prot", 1)))
        .hasMessageContaining("unknown setting listen.prot");
    assertThatThrownBy(() -> config(Map.of("limits.calls", 0)))
        .hasMessageContaining("limits.calls");
    assertThatThrownBy(() -> config(Map.of("limits.message", "lots")))
        .isInstanceOf(InputException.class);
  }

  private static ManagedChannel channel(int port, Identity server, Identity client)
      throws Exception {
    SslContextBuilder builder =
        SslContextBuilder.forClient().trustManager(server.certificate().toFile());
    if (client != null) {
      builder.keyManager(client.certificate().toFile(), client.key().toFile());
    }
    return NettyChannelBuilder.forAddress("127.0.0.1", port)
        .sslContext(GrpcSslContexts.configure(builder, SslProvider.JDK).build())
        .build();
  }

  private static void list(ManagedChannel channel) {
    RunServiceGrpc.newBlockingStub(channel).listRuns(ListRunsRequest.getDefaultInstance());
  }

  @Test
  @Tag("native")
  @EnabledIf("io.zksolvency.service.Clients#librariesPresent")
  void certificatesNameOperators() throws Exception {
    Identity ours = identity("server");
    Identity operator = identity("operator");
    Identity stranger = identity("stranger");
    Path trusted =
        Files.writeString(directory.resolve("ca.pem"), Files.readString(operator.certificate()));
    Map<String, Object> settings =
        new java.util.HashMap<>(
            Map.of(
                "listen.host",
                "0.0.0.0",
                "listen.port",
                0,
                "http.host",
                "0.0.0.0",
                "http.port",
                0,
                "tls.certificate",
                ours.certificate().toString(),
                "tls.key",
                ours.key().toString(),
                "tls.client-ca",
                trusted.toString(),
                "tls.operators",
                List.of(operator.fingerprint())));
    try (SolvencyServer server = SolvencyServer.start(config(settings))) {
      int port = server.address().getPort();
      ManagedChannel asOperator = channel(port, ours, operator);
      list(asOperator);
      asOperator.shutdownNow();
      ManagedChannel anonymous = channel(port, ours, null);
      StatementServiceGrpc.newBlockingStub(anonymous)
          .listStatements(ListStatementsRequest.getDefaultInstance());
      refused(Status.Code.UNAUTHENTICATED, () -> list(anonymous));
      anonymous.shutdownNow();
      ManagedChannel unknown = channel(port, ours, stranger);
      // The server names the issuers it trusts: the client keeps its certificate to itself.
      refused(Status.Code.UNAUTHENTICATED, () -> list(unknown));
      unknown.shutdownNow();
      ManagedChannel plain = Clients.channel(port);
      refused(Status.Code.UNAVAILABLE, () -> list(plain));
      plain.shutdownNow();
      ManagedChannel misled = channel(port, stranger, null);
      refused(Status.Code.UNAVAILABLE, () -> list(misled));
      misled.shutdownNow();
      URI runs = runsOverHttp(server);
      assertThat(status(https(ours, operator), runs)).isEqualTo(200);
      assertThat(status(https(ours, null), runs)).isEqualTo(401);
      assertThat(status(https(ours, stranger), runs)).isEqualTo(401);
      assertThatThrownBy(() -> status(https(stranger, null), runs)).isInstanceOf(IOException.class);
    }
    settings.put("tls.require-client-certificate", true);
    try (SolvencyServer server = SolvencyServer.start(config(settings))) {
      ManagedChannel anonymous = channel(server.address().getPort(), ours, null);
      refused(
          Status.Code.UNAVAILABLE,
          () ->
              StatementServiceGrpc.newBlockingStub(anonymous)
                  .listStatements(ListStatementsRequest.getDefaultInstance()));
      anonymous.shutdownNow();
      URI runs = runsOverHttp(server);
      assertThatThrownBy(() -> status(https(ours, null), runs)).isInstanceOf(IOException.class);
      assertThat(status(https(ours, operator), runs)).isEqualTo(200);
    }
  }

  private static URI runsOverHttp(SolvencyServer server) {
    return URI.create(
        "https://127.0.0.1:" + server.httpAddress().orElseThrow().getPort() + "/v1/runs");
  }

  private static HttpClient https(Identity server, Identity client) throws Exception {
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", server.x509());
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(trusted);
    KeyStore own = KeyStore.getInstance("PKCS12");
    own.load(null, null);
    if (client != null) {
      own.setKeyEntry("client", client.secret(), new char[0], new Certificate[] {client.x509()});
    }
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(own, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return HttpClient.newBuilder().sslContext(context).build();
  }

  private static int status(HttpClient client, URI address) throws Exception {
    return client
        .send(
            HttpRequest.newBuilder(address).timeout(Clients.PATIENCE).build(),
            BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  @Tag("native")
  @EnabledIf("io.zksolvency.service.Clients#librariesPresent")
  void oneServerADirectoryAndNoKeysInMessages() throws Exception {
    try (SolvencyServer server = SolvencyServer.start(config(Map.of("listen.port", 0)))) {
      assertThatThrownBy(() -> SolvencyServer.start(config(Map.of("listen.port", 0))))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("another server");
      assertThat(server.metricsPort()).isEmpty();
    }
    Path broken = Files.writeString(directory.resolve("broken.key"), "-----BEGIN SECRETSTUFF");
    assertThatThrownBy(
            () ->
                SolvencyServer.start(
                    config(
                        Map.of(
                            "listen.port", 0,
                            "tls.certificate", broken.toString(),
                            "tls.key", broken.toString()))))
        .isInstanceOf(InputException.class)
        .hasMessageNotContaining("SECRETSTUFF");
  }
}
