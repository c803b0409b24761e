package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.statement.ProofFiles;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.formats.Ed25519Keys;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryCommandTest {
  private static final InsecureHistory HISTORY = new InsecureHistory(4);

  @TempDir Path temp;
  private Path folder;

  @BeforeEach
  void publish() throws IOException {
    folder = temp.resolve("runs");
    HISTORY.publish(folder, 0, 1, 2, 3);
  }

  private static Cli history(Object... arguments) {
    Object[] all = new Object[arguments.length + 1];
    all[0] = "history";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Cli.run(all);
  }

  private void assertRejected(String words) {
    Cli run = history(folder, "--json");
    assertThat(run.out()).contains(words).contains("\"history\":null");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.rule()).isEqualTo("chain");
    assertThat(history(folder, "--chain-only").exit()).isEqualTo(1);
  }

  private Path of(int statement) {
    return folder.resolve("run-" + (9 - statement));
  }

  private static void delete(Path directory) throws IOException {
    try (var paths = Files.walk(directory)) {
      for (Path path : paths.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  @Test
  void acceptsAnUnbrokenChain() throws IOException {
    Cli run = history(folder);
    assertThat(run.out())
        .startsWith("Accepted: Example \\u{202e} Exchange has published 4 statements")
        .contains(Hex.format(HISTORY.statements.get(2).digest()), "2026-10-03T00:00:00Z")
        .contains("12 verified", "not compared with a key", "no newer statement", "Not proven")
        .doesNotContain("NOT CHECKED", "\u202e");
    assertThat(run.exit()).isZero();
    Cli chain = history(folder, "--chain-only");
    assertThat(chain.exit()).isZero();
    assertThat(chain.out()).contains("none verified", "NOT CHECKED", "the totals");
    // One statement is a history too, and a directory of one needs no folders.
    assertThat(history(of(0)).exit()).isZero();
    assertThat(history(of(0).resolve("public")).out()).contains("has published one statement");
  }

  @Test
  void speaksJson() {
    Cli run = history(folder, "--json");
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.out())
        .startsWith("{\"format\":\"zksolvency.verdict/v1\",\"command\":\"history\"")
        .contains("\"verdict\":\"accepted\",\"exit\":0,\"rule\":null,\"reason\":null")
        .contains("\"statement\":null,\"history\":{\"name\":\"Example \\u202E Exchange\"")
        .contains("\"issuer_key_expected\":false,\"newest_digest_expected\":false")
        .contains("\"proofs_verified\":true")
        .contains("{\"sequence\":3,\"snapshot_time\":\"2026-10-04T00:00:00Z\",\"digest\":\"");
    assertThat(history(folder, "--json", "--chain-only").out())
        .contains("\"proofs_verified\":false");
  }

  @Test
  void comparesWithWhatTheReaderTrusts() throws IOException {
    Path key = Files.writeString(temp.resolve("key"), HISTORY.issuer.keys.publicPem());
    Path other = Files.writeString(temp.resolve("other"), Ed25519Keys.create().publicPem());
    assertThat(history(folder, "--issuer-key", key).out()).contains("the key you gave");
    Cli wrong = history(folder, "--issuer-key", other, "--json");
    assertThat(wrong.exit()).isEqualTo(1);
    assertThat(wrong.rule()).isEqualTo("expected");
    String newest = Hex.format(HISTORY.statements.get(3).digest());
    String earlier = Hex.format(HISTORY.statements.get(2).digest());
    assertThat(history(folder, "--statement-digest", newest).exit()).isZero();
    assertThat(history(folder, "--statement-digest", earlier).exit()).isEqualTo(1);
    assertThat(history(folder, "--max-age", "29d").exit()).isZero();
    assertThat(history(folder, "--max-age", "28d").exit()).isEqualTo(3);
    assertThat(history(folder, "--max-age", "old").exit()).isEqualTo(64);
  }

  @Test
  void noticesWhatIsMissing() throws IOException {
    delete(of(1));
    assertRejected("gap: statement 1 is missing");
    delete(of(2));
    assertRejected("gap: statements 1 to 2 are missing");
    delete(of(0));
    assertRejected("does not begin at the issuer's first statement, but at statement 3");
  }

  @Test
  void noticesDuplicatesAndForks() throws IOException {
    Path copy = temp.resolve("runs/copy");
    HISTORY.publish(copy, HISTORY.statements.get(1));
    assertRejected("duplicate: statement 1 is there twice");
    delete(copy);
    SolvencyStatement forked =
        HISTORY.statement(1, HISTORY.statements.get(0).digest(), "2026-10-02T12:00:00Z");
    HISTORY.publish(copy, forked);
    assertRejected("fork: the issuer has signed two different statements 1");
    // The one in place of the other: what follows does not continue it.
    delete(of(1));
    assertRejected("broken chain: statement 2");
  }

  @Test
  void noticesTimeTravelAndOtherIssuers() throws IOException {
    byte[] last = HISTORY.statements.get(3).digest();
    for (String time : new String[] {"2026-10-04T00:00:00Z", "2026-09-01T00:00:00Z"}) {
      HISTORY.publish(folder.resolve("next"), HISTORY.statement(4, last, time));
      assertRejected("is not of a later time than statement 3");
    }
    InsecureIssuer stranger = new InsecureIssuer(4, last, "2026-10-05T00:00:00Z");
    stranger.publish(folder.resolve("next"));
    assertRejected("different issuers");
    HISTORY.publish(folder.resolve("next"), HISTORY.statement(4, last, "2026-10-05T00:00:00Z"));
    assertThat(history(folder).exit()).isZero();
  }

  @Test
  void verifiesEveryProof() throws IOException {
    Path proof = of(2).resolve("public").resolve(ProofFiles.batch(1));
    byte[] bytes = Files.readAllBytes(proof);
    bytes[0] ^= 1;
    Files.write(proof, bytes);
    Cli run = history(folder, "--json");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.rule()).isEqualTo("proof-digest");
    assertThat(run.out()).contains("run-7");
    Files.delete(proof);
    assertThat(history(folder).exit()).isEqualTo(1);
    // Whoever asks for the chain alone is told so, and gets no more.
    assertThat(history(folder, "--chain-only").exit()).isZero();
  }

  @Test
  void namesWhatIsMalformed() throws IOException {
    Path json = of(2).resolve("public/statement.json");
    String text = Files.readString(json);
    Files.writeString(json, text.substring(0, 100));
    Cli malformed = history(folder);
    assertThat(malformed.exit()).isEqualTo(2);
    assertThat(malformed.out()).contains("run-7", "statement.json");
    Files.writeString(json, text.replaceFirst("\"signature\" : \"..", "\"signature\" : \"00"));
    assertThat(history(folder, "--json").rule()).isEqualTo("signature");
    Files.writeString(json, text.replaceFirst("\"relation_id\" : \"..", "\"relation_id\" : \"00"));
    assertThat(history(folder).exit()).isEqualTo(1);
  }

  @Test
  void looksWhereStatementsAreAndNowhereElse() throws IOException {
    HISTORY.publish(folder.resolve(".old"), HISTORY.statements.get(1));
    HISTORY.publish(of(1).resolve("private/x"), HISTORY.statements.get(1));
    Files.createSymbolicLink(folder.resolve("latest"), of(3));
    assertThat(history(folder).exit()).isZero();
    assertThat(history(temp).exit()).isZero();
    Path deep = temp.resolve("deep/a/b/c/d/e/f");
    HISTORY.publish(deep, HISTORY.statements.get(0));
    assertThat(history(temp.resolve("deep")).exit()).isEqualTo(74);
    assertThat(history(temp.resolve("none")).exit()).isEqualTo(74);
    assertThat(history().exit()).isEqualTo(64);
  }
}
