package io.zksolvency.service.security;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.ECDSAVerifier;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.service.config.ServiceConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Checks JWTs. A key of account holders can name nobody but account holders, whatever a token
 * claims. Thread-safe.
 */
final class Tokens {
  private static final int MIN_RSA_BITS = 2048;
  private static final int MAX_SUBJECT = 256;

  /** A signature takes a tenth of a millisecond or, by the JDK, two; an entry about a kilobyte. */
  private static final int MOST_ACCEPTED = 10_000;

  /** Roles as tokens write them. */
  private static final Map<String, Role> STAFF =
      Map.of("operator", Role.OPERATOR, "auditor", Role.AUDITOR);

  private static final String ACCOUNT = "account";

  private final ServiceConfig.Tokens config;
  private final Clock clock;
  private final List<Key> keys = new ArrayList<>();

  /** A key admits exactly one algorithm: a token can't choose a weaker one. */
  private record Key(JWSAlgorithm algorithm, JWSVerifier verifier, boolean staff) {
    static Key of(
        JWSAlgorithm algorithm,
        JWSVerifier verifier,
        boolean staff,
        Optional<Provider> signatures) {
      signatures.ifPresent(verifier.getJCAContext()::setProvider);
      return new Key(algorithm, verifier, staff);
    }
  }

  /** A token whose signature holds: only time can still turn against it. */
  private record Accepted(Caller caller, JWTClaimsSet claims) {
    @Override
    public String toString() {
      return "Accepted[redacted]";
    }
  }

  /** By the token's digest: the tokens themselves are not kept. */
  private final Map<String, Accepted> accepted =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Accepted> eldest) {
          return size() > MOST_ACCEPTED;
        }
      };

  /**
   * @param signatures who checks them, if not the JDK
   */
  Tokens(ServiceConfig.Tokens config, Clock clock, Optional<Provider> signatures)
      throws IOException, InputException {
    this.config = config;
    this.clock = clock;
    for (Path file : config.accountKeys()) {
      keys.add(load(file, false, signatures));
    }
    for (Path file : config.staffKeys()) {
      keys.add(load(file, true, signatures));
    }
  }

  private static Key load(Path file, boolean staff, Optional<Provider> signatures)
      throws IOException, InputException {
    String pem = new String(Files.readAllBytes(file), StandardCharsets.US_ASCII);
    byte[] der;
    try {
      der =
          Base64.getMimeDecoder()
              .decode(
                  pem.replace("-----BEGIN PUBLIC KEY-----", "")
                      .replace("-----END PUBLIC KEY-----", "")
                      .strip());
    } catch (IllegalArgumentException e) {
      throw new InputException(file + " is not a public key in PEM");
    }
    for (String algorithm : List.of("EC", "RSA")) {
      try {
        PublicKey key =
            keyFactory(algorithm, signatures).generatePublic(new X509EncodedKeySpec(der));
        if (key instanceof ECPublicKey ec
            && Curve.P_256.equals(Curve.forECParameterSpec(ec.getParams()))) {
          return Key.of(JWSAlgorithm.ES256, new ECDSAVerifier(ec), staff, signatures);
        }
        if (key instanceof RSAPublicKey rsa && rsa.getModulus().bitLength() >= MIN_RSA_BITS) {
          return Key.of(JWSAlgorithm.RS256, new RSASSAVerifier(rsa), staff, signatures);
        }
      } catch (GeneralSecurityException | JOSEException e) {
        // Not of this kind.
      }
    }
    throw new InputException(file + " is not a P-256 or RSA (2048 bits or more) public key in PEM");
  }

  private static KeyFactory keyFactory(String algorithm, Optional<Provider> provider)
      throws GeneralSecurityException {
    return provider.isPresent()
        ? KeyFactory.getInstance(algorithm, provider.get())
        : KeyFactory.getInstance(algorithm);
  }

  /** Returns the caller whom a token names. */
  Caller check(String token) throws TokenRefusedException {
    String digest = Hex.format(HashInput.sha256(token.getBytes(StandardCharsets.UTF_8)));
    Accepted known;
    synchronized (accepted) {
      known = accepted.get(digest);
    }
    if (known != null) {
      checkTimes(known.claims());
      return known.caller();
    }
    Accepted fresh = verify(token);
    synchronized (accepted) {
      accepted.put(digest, fresh);
    }
    return fresh.caller();
  }

  private Accepted verify(String token) throws TokenRefusedException {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      Key key = signer(jwt);
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      checkTimes(claims);
      if (!claims.getAudience().contains(config.audience())) {
        throw new TokenRefusedException("the token is for another audience");
      }
      if (!config.issuer().isEmpty() && !config.issuer().equals(claims.getIssuer())) {
        throw new TokenRefusedException("the token is another issuer's");
      }
      return new Accepted(caller(key, claims), claims);
    } catch (ParseException e) {
      throw new TokenRefusedException("the token is malformed");
    }
  }

  private static Caller caller(Key key, JWTClaimsSet claims)
      throws TokenRefusedException, ParseException {
    String subject = claims.getSubject();
    if (subject == null || subject.isEmpty() || subject.length() > MAX_SUBJECT) {
      throw new TokenRefusedException("the token has no usable subject");
    }
    String role = Optional.ofNullable(claims.getStringClaim("role")).orElse(ACCOUNT);
    if (key.staff()) {
      if (!STAFF.containsKey(role)) {
        throw new TokenRefusedException("the token's key names operators and auditors only");
      }
      return new Caller(STAFF.get(role), Optional.empty(), "staff " + subject);
    }
    if (!role.equals(ACCOUNT)) {
      throw new TokenRefusedException("the token's key names account holders only");
    }
    return new Caller(Role.ACCOUNT, Optional.of(subject), "account " + subject);
  }

  private Key signer(SignedJWT jwt) throws TokenRefusedException {
    JWSHeader header = jwt.getHeader();
    for (Key key : keys) {
      try {
        if (key.algorithm().equals(header.getAlgorithm()) && jwt.verify(key.verifier())) {
          return key;
        }
      } catch (JOSEException e) {
        // Not this key's.
      }
    }
    throw new TokenRefusedException("the token is not signed by a key that this server knows");
  }

  private void checkTimes(JWTClaimsSet claims) throws TokenRefusedException {
    Instant now = clock.instant();
    Date expires = claims.getExpirationTime();
    Date begins = claims.getNotBeforeTime();
    Date issued = claims.getIssueTime();
    if (expires == null || issued == null) {
      throw new TokenRefusedException("the token has no exp or no iat");
    }
    if (!now.isBefore(expires.toInstant().plus(config.clockSkew()))) {
      throw new TokenRefusedException("the token has expired");
    }
    if (issued.toInstant().isAfter(now.plus(config.clockSkew()))
        || begins != null && begins.toInstant().isAfter(now.plus(config.clockSkew()))) {
      throw new TokenRefusedException("the token is not valid yet");
    }
    if (expires.toInstant().isAfter(issued.toInstant().plus(config.maxLifetime()))) {
      throw new TokenRefusedException("the token is valid for too long");
    }
  }
}
