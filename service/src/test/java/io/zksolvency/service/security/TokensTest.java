package io.zksolvency.service.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.zksolvency.service.config.ServiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Date;
import java.util.List;
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
        clock);
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
}
