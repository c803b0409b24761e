package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementRejectedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PreviousStatementTest {
  @TempDir Path temp;

  private static SolvencyStatement signedBy(SolvencyStatement s, InsecureIssuer issuer) {
    return new SolvencyStatement(
        s.header(), s.batches(), s.generalLedger(), s.exclusions(), issuer.keys.publicKey());
  }

  @Test
  void followsTheChain() throws IOException {
    InsecureIssuer issuer = new InsecureIssuer();
    Path first = temp.resolve("first");
    Path second = temp.resolve("second");
    issuer.publish(first);
    byte[] digest = issuer.statement.digest();
    InsecureIssuer later = new InsecureIssuer(1, digest, "2026-11-01T12:00:00Z");
    later.publish(second);
    // The successor is by another key: only the reader's word makes it the issuer's.
    assertThat(Cli.statement(second).exit()).isZero();
    Cli changed = Cli.statement(second, "--previous", first, "--json");
    assertThat(changed.exit()).isEqualTo(1);
    assertThat(changed.rule()).isEqualTo("chain");
    Path key = Files.writeString(temp.resolve("key.pem"), later.keys.publicPem());
    assertThat(Cli.statement(second, "--previous", first, "--issuer-key", key).exit()).isZero();

    // By the same key it needs none.
    issuer.publish(second, signedBy(later.statement, issuer));
    Cli same = Cli.statement(second, "--previous", first);
    assertThat(same.exit()).isZero();
    assertThat(same.out()).contains("continues statement 0");
    Path file = first.resolve("statement.json");
    assertThat(Cli.statement(second, "--previous", file).exit()).isZero();
    assertThat(Cli.statement(second, "--previous", second).exit()).isEqualTo(1);
    assertThat(Cli.statement(first, "--previous", second).exit()).isEqualTo(1);

    Files.writeString(file, Files.readString(file).replace("\"sequence\" : 0", "\"sequence\" : 1"));
    Cli unusable = Cli.statement(second, "--previous", first);
    assertThat(unusable.exit()).isEqualTo(65);
    assertThat(Cli.statement(second, "--previous", temp.resolve("none")).exit()).isEqualTo(74);
  }

  @Test
  void refusesGapsAndTimeTravel() {
    InsecureIssuer issuer = new InsecureIssuer();
    byte[] digest = issuer.statement.digest();
    assertRefused(issuer, 2, digest, "2026-11-01T12:00:00Z");
    assertRefused(issuer, 1, InsecureIssuer.hash("x"), "2026-11-01T12:00:00Z");
    assertRefused(issuer, 1, digest, "2026-11-01T00:00:00Z");
    assertRefused(issuer, 1, digest, "2026-10-31T00:00:00Z");
  }

  private static void assertRefused(
      InsecureIssuer issuer, long sequence, byte[] previous, String time) {
    SolvencyStatement next =
        signedBy(new InsecureIssuer(sequence, previous, time).statement, issuer);
    Expectations expectations =
        new Expectations(Optional.empty(), Optional.empty(), Optional.of(issuer.statement));
    assertThatThrownBy(() -> expectations.check(next))
        .isInstanceOf(StatementRejectedException.class);
  }
}
