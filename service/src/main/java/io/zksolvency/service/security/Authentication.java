package io.zksolvency.service.security;

import io.grpc.Attributes;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.run.DurableFiles;
import io.zksolvency.service.config.ServiceConfig;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.security.cert.Certificate;
import java.security.cert.CertificateEncodingException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * Tells who calls: by the operator's own token file, by a JWT, by a client certificate, or nobody
 * in particular. Whatever is presented must hold: a bad token is refused, not ignored. Thread-safe.
 */
public final class Authentication {
  /** Where callers put tokens. */
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final String BEARER = "Bearer ";
  private static final int TOKEN_BYTES = 32;
  private static final int TOKEN_HEX = 2 * TOKEN_BYTES;

  private final ServiceConfig.Tls tls;
  private final Tokens tokens;

  /** SHA-256 of the operator's token; the token itself is not kept. */
  private final byte[] operatorToken;

  private Authentication(ServiceConfig.Tls tls, Tokens tokens, byte[] operatorToken) {
    this.tls = tls;
    this.tokens = tokens;
    this.operatorToken = operatorToken;
  }

  /**
   * Loads keys, and makes the operator's token file when it is missing.
   *
   * @throws InputException if a key file is not what it must be
   */
  public static Authentication load(ServiceConfig config, Path operatorToken, Clock clock)
      throws IOException, InputException {
    if (!Files.exists(operatorToken)) {
      byte[] token = new byte[TOKEN_BYTES];
      new SecureRandom().nextBytes(token);
      String text = HexFormat.of().formatHex(token) + "\n";
      DurableFiles.createPrivate(
          operatorToken, ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
    }
    String token = Files.readString(operatorToken, StandardCharsets.US_ASCII).strip();
    if (!token.matches("[0-9a-f]{" + TOKEN_HEX + "}")) {
      throw new InputException(operatorToken + " holds no token; delete it to have one made");
    }
    return new Authentication(
        config.tls(), new Tokens(config.tokens(), clock, SignatureProvider.find()), hash(token));
  }

  private static byte[] hash(String token) {
    return HashInput.sha256(token.getBytes(StandardCharsets.UTF_8));
  }

  /** Returns the caller. */
  Caller caller(Metadata headers, Attributes transport) throws TokenRefusedException {
    String authorization = headers.get(AUTHORIZATION);
    if (authorization == null) {
      return withoutToken(transport);
    }
    if (!authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
      throw new TokenRefusedException("authorization must be 'Bearer' and a token");
    }
    String token = authorization.substring(BEARER.length()).strip();
    if (token.length() == TOKEN_HEX && MessageDigest.isEqual(hash(token), operatorToken)) {
      return new Caller(Role.OPERATOR, Optional.empty(), "operator");
    }
    return tokens.check(token);
  }

  private Caller withoutToken(Attributes transport) {
    Optional<String> certificate = certificate(transport);
    if (certificate.isPresent()) {
      String key = "certificate " + certificate.get();
      if (tls.operators().contains(certificate.get())) {
        return new Caller(Role.OPERATOR, Optional.empty(), key);
      }
      if (tls.auditors().contains(certificate.get())) {
        return new Caller(Role.AUDITOR, Optional.empty(), key);
      }
    }
    return new Caller(Role.PUBLIC, Optional.empty(), "address " + address(transport));
  }

  /** Returns the digest of the client's certificate, which the handshake has checked. */
  private static Optional<String> certificate(Attributes transport) {
    SSLSession session = transport.get(Grpc.TRANSPORT_ATTR_SSL_SESSION);
    if (session == null) {
      return Optional.empty();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return Optional.of(Hex.format(HashInput.sha256(chain[0].getEncoded())));
    } catch (SSLPeerUnverifiedException | CertificateEncodingException e) {
      return Optional.empty();
    }
  }

  private static String address(Attributes transport) {
    SocketAddress remote = transport.get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR);
    return remote instanceof InetSocketAddress inet
        ? inet.getAddress().getHostAddress()
        : "unknown";
  }
}
