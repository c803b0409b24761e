package io.zksolvency.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.zksolvency.service.config.ServiceConfig;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is remembered of a token must not outlive it. */
class TokensTest {
  private static final Instant ISSUED = Instant.parse("2026-11-01T00:00:00Z");

  @TempDir Path temp;
  private ECKey key;
  private Instant now = ISSUED;

  @BeforeEach
  void makeKey() throws Exception {
    key = new ECKeyGenerator(Curve.P_256).generate();
  }

  private Tokens tokens() throws Exception {
    return tokens(SignatureProvider.find());
  }

  private Tokens tokens(Optional<Provider> signatures) throws Exception {
    Path pem =
        Files.writeString(
            temp.resolve("key.pem"),
            "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder().encodeToString(key.toECPublicKey().getEncoded())
                + "\n-----END PUBLIC KEY-----\n");
    Clock clock =
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(java.time.ZoneId zone) {
            return this;
          }
        };
    return new Tokens(
        new ServiceConfig.Tokens(
            "zksolvency",
            "",
            Duration.ofHours(24),
            Duration.ofSeconds(30),
            List.of(pem),
            List.of()),
        clock,
        signatures);
  }

  private String token(String account) throws Exception {
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader(JWSAlgorithm.ES256),
            new JWTClaimsSet.Builder()
                .subject(account)
                .audience("zksolvency")
                .issueTime(Date.from(ISSUED))
                .expirationTime(Date.from(ISSUED.plusSeconds(600)))
                .build());
    jwt.sign(new ECDSASigner(key));
    return jwt.serialize();
  }

  @Test
  void aTokenIsTakenUntilItExpiresHoweverOften() throws Exception {
    Tokens tokens = tokens();
    String alice = token("alice");
    String bob = token("bob");
    for (int second : new int[] {0, 1, 300, 629}) {
      now = ISSUED.plusSeconds(second);
      assertThat(tokens.check(alice).accountId()).contains("alice");
      assertThat(tokens.check(bob).accountId()).contains("bob");
    }
    now = ISSUED.plusSeconds(630);
    assertThatThrownBy(() -> tokens.check(alice))
        .isInstanceOf(TokenRefusedException.class)
        .hasMessageContaining("expired");
    now = ISSUED.minusSeconds(31);
    assertThatThrownBy(() -> tokens.check(alice)).hasMessageContaining("not valid yet");
  }

  @Test
  void aTokenThatDiffersInAnythingIsAnother() throws Exception {
    Tokens tokens = tokens();
    String token = token("alice");
    tokens.check(token);
    String[] parts = token.split("\\.");
    String[] others = token("bob").split("\\.");
    for (String forged :
        List.of(
            parts[0] + "." + others[1] + "." + parts[2],
            parts[0] + "." + parts[1] + "." + others[2],
            parts[0] + "." + parts[1] + ".",
            token + ".",
            "")) {
      assertThatThrownBy(() -> tokens.check(forged))
          .as(forged)
          .isInstanceOf(TokenRefusedException.class);
      // Nor is a refused one remembered as good.
      assertThatThrownBy(() -> tokens.check(forged)).isInstanceOf(TokenRefusedException.class);
    }
    key = new ECKeyGenerator(Curve.P_256).generate();
    String stranger = token("alice");
    assertThatThrownBy(() -> tokens.check(stranger)).isInstanceOf(TokenRefusedException.class);
  }

  @Test
  void theFastProviderIsHereAndBothSayTheSame() throws Exception {
    // Conscrypt has a library for every platform that this project builds on.
    assertThat(SignatureProvider.find()).isPresent();
    for (Optional<Provider> signatures :
        List.of(Optional.<Provider>empty(), SignatureProvider.find())) {
      Tokens tokens = tokens(signatures);
      assertThat(tokens.check(token("alice")).accountId()).contains("alice");
      for (String forged : forgeries()) {
        assertThatThrownBy(() -> tokens.check(forged))
            .as(forged)
            .isInstanceOf(TokenRefusedException.class)
            .hasMessageNotContaining("alice");
      }
    }
  }

  private static JWTClaimsSet.Builder alice() {
    return new JWTClaimsSet.Builder()
        .subject("alice")
        .audience("zksolvency")
        .issueTime(Date.from(ISSUED))
        .expirationTime(Date.from(ISSUED.plusSeconds(600)));
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** What has fooled verifiers of tokens elsewhere. */
  private List<String> forgeries() throws Exception {
    List<String> all = new ArrayList<>();
    String claims = token("alice").split("\\.")[1];
    // No signature at all, however it is spelt.
    for (String none : List.of("none", "None", "NONE", "", "nOnE")) {
      all.add(base64("{\"alg\":\"" + none + "\"}") + "." + claims + ".");
    }
    // The public key, which anyone may know, as the secret of an HMAC.
    for (byte[] secret :
        List.of(key.toECPublicKey().getEncoded(), Files.readAllBytes(temp.resolve("key.pem")))) {
      SignedJWT confused = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), alice().build());
      confused.sign(new MACSigner(secret));
      all.add(confused.serialize());
    }
    // The attacker's own key, which the token brings along or points to.
    ECKey own = new ECKeyGenerator(Curve.P_256).generate();
    for (JWSHeader.Builder header :
        List.of(
            new JWSHeader.Builder(JWSAlgorithm.ES256).jwk(own.toPublicJWK()),
            new JWSHeader.Builder(JWSAlgorithm.ES256).jwkURL(URI.create("http://127.0.0.1:1/keys")),
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("../../../dev/null"),
            new JWSHeader.Builder(JWSAlgorithm.ES256).keyID("' OR 1=1 --"))) {
      SignedJWT brought = new SignedJWT(header.build(), alice().build());
      brought.sign(new ECDSASigner(own));
      all.add(brought.serialize());
    }
    // Ours, with an extension that must be understood and is not.
    SignedJWT critical =
        new SignedJWT(
            new JWSHeader.Builder(JWSAlgorithm.ES256)
                .criticalParams(Set.of("exp-is-optional"))
                .customParam("exp-is-optional", true)
                .build(),
            alice().build());
    critical.sign(new ECDSASigner(key));
    all.add(critical.serialize());
    // Signatures of zeros, and of the group's order: ECDSA without its range checks takes them.
    String head = token("alice").split("\\.")[0];
    byte[] order = Curve.P_256.toECParameterSpec().getOrder().toByteArray();
    byte[] twice = new byte[64];
    System.arraycopy(order, order.length - 32, twice, 0, 32);
    System.arraycopy(order, order.length - 32, twice, 32, 32);
    for (byte[] signature : List.of(new byte[64], twice, new byte[0], new byte[63])) {
      all.add(
          head
              + "."
              + claims
              + "."
              + Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    }
    return all;
  }
}
