package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.statement.ProofFiles;
import io.zksolvency.formats.Ed25519Keys;
import io.zksolvency.nativelib.NativeBugException;
import io.zksolvency.nativelib.NativeUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StatementCommandTest {
  private static final InsecureIssuer ISSUER = new InsecureIssuer();

  @TempDir Path temp;
  private Path folder;
  private Path json;

  @BeforeEach
  void publish() throws IOException {
    folder = temp.resolve("published");
    json = folder.resolve("statement.json");
    ISSUER.publish(folder);
  }

  private Path keyFile(Ed25519Keys keys) throws IOException {
    return Files.writeString(temp.resolve("key.pem"), keys.publicPem());
  }

  @Test
  void acceptsAndSaysWhat() {
    Cli run = Cli.statement(folder);
    assertThat(run.out())
        .startsWith("Accepted: on 2026-11-01T00:00:00Z, Example \\u{202e} Exchange owes exactly")
        .contains("BTC", "63.00000010", "USDT", "50.000040", "2.500000")
        .contains("At most 18 customer accounts")
        .contains("left out 1 accounts", "2.5 USDT")
        .contains("3 verified", "not compared with a key", "Not proven")
        .doesNotContain("\u202e");
    assertThat(run.exit()).isZero();
    assertThat(run.err()).isEmpty();
  }

  @Test
  void speaksJson() throws IOException {
    Cli run = Cli.statement(folder, "--json", "--issuer-key", keyFile(ISSUER.keys));
    assertThat(run.exit()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.out())
        .startsWith("{\"format\":\"zksolvency.verdict/v1\",\"command\":\"statement\"")
        .contains("\"verdict\":\"accepted\",\"exit\":0,\"rule\":null,\"reason\":null")
        .contains("\"issuer_key_expected\":true", "\"digest_expected\":false")
        .contains("\"proofs_verified\":true", "\"customer_accounts_at_most\":18")
        .contains("\"name\":\"Example \\u202E Exchange\"")
        .contains("{\"asset\":\"BTC\",\"equity\":\"63.00000010\",\"debt\":\"0.00000000\"}");
    Cli rejected = Cli.statement(folder, "--json", "--statement-digest", "00".repeat(32));
    assertThat(rejected.exit()).isEqualTo(1);
    assertThat(rejected.out())
        .contains("\"verdict\":\"rejected\",\"exit\":1,\"rule\":\"expected\"")
        .contains("\"statement\":null");
  }

  @Test
  void comparesWithWhatTheReaderTrusts() throws IOException {
    Path key = keyFile(ISSUER.keys);
    String digest = Hex.format(ISSUER.statement.digest());
    assertThat(Cli.statement(folder, "--issuer-key", key).exit()).isZero();
    assertThat(Cli.statement(folder, "--statement-digest", digest).exit()).isZero();
    assertThat(Cli.statement(folder, "--issuer-key", keyFile(Ed25519Keys.create())).exit())
        .isEqualTo(1);
    String other = (digest.charAt(0) == '0' ? '1' : '0') + digest.substring(1);
    assertThat(Cli.statement(folder, "--statement-digest", other).exit()).isEqualTo(1);
    assertThat(Cli.statement(folder, "--statement-digest", "abc").exit()).isEqualTo(64);
    Files.writeString(key, "nothing");
    assertThat(Cli.statement(folder, "--issuer-key", key).exit()).isEqualTo(65);
    assertThat(Cli.statement(folder, "--issuer-key", temp.resolve("none")).exit()).isEqualTo(74);
  }

  /** Every character of every value, changed: no text of the file may be altered unnoticed. */
  @Test
  void rejectsEveryAlteredValue() throws IOException {
    String text = Files.readString(json);
    Matcher values =
        Pattern.compile("(?<=: )(\"[^\"]*\"|-?[0-9]+)|(?<=, )\"[0-9]+\"").matcher(text);
    List<Integer> exits = new ArrayList<>();
    while (values.find()) {
      boolean quoted = values.group().startsWith("\"");
      int last = values.end() - (quoted ? 2 : 1);
      char other = text.charAt(last) == '1' ? '2' : '1';
      Files.writeString(json, text.substring(0, last) + other + text.substring(last + 1));
      int exit = Cli.statement(folder).exit();
      assertThat(exit).as(values.group()).isIn(1, 2);
      exits.add(exit);
    }
    assertThat(exits).hasSizeGreaterThan(45);
    Files.writeString(json, text);
    assertThat(Cli.statement(folder).exit()).isZero();
  }

  @Test
  void rejectsProofsThatAreOthers() throws IOException {
    Path first = folder.resolve(ProofFiles.batch(0));
    Path second = folder.resolve(ProofFiles.batch(1));
    byte[] proof = Files.readAllBytes(first);
    Files.write(first, Files.readAllBytes(second));
    assertRule("proof-digest");
    byte[] changed = proof.clone();
    changed[3] ^= 1;
    for (byte[] bytes : List.of(changed, new byte[0], Arrays.copyOf(proof, 100))) {
      Files.write(first, bytes);
      assertRule("proof-digest");
    }
    Files.write(first, proof);
    assertThat(Cli.statement(folder).exit()).isZero();
    for (String file : List.of(ProofFiles.batch(1), ProofFiles.GENERAL_LEDGER)) {
      byte[] kept = Files.readAllBytes(folder.resolve(file));
      Files.delete(folder.resolve(file));
      assertRule("proof-digest");
      Files.write(folder.resolve(file), kept);
    }
  }

  private void assertRule(String rule) {
    Cli run = Cli.statement(folder, "--json");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.rule()).isEqualTo(rule);
  }

  @Test
  void refusesLinksDirectoriesAndGiants() throws IOException {
    Path first = folder.resolve(ProofFiles.batch(0));
    Path elsewhere = Files.move(first, temp.resolve("elsewhere"));
    Files.createSymbolicLink(first, elsewhere);
    assertThat(Cli.statement(folder).exit()).isEqualTo(2);
    Files.delete(first);
    Files.createDirectory(first);
    assertThat(Cli.statement(folder).exit()).isEqualTo(2);
    Files.delete(first);
    Files.write(first, new byte[(8 << 20) + 1]);
    assertThat(Cli.statement(folder).out()).contains("limit");
    assertThat(Cli.statement(folder).exit()).isEqualTo(2);
    Files.move(elsewhere, first, StandardCopyOption.REPLACE_EXISTING);
    assertThat(Cli.statement(folder).exit()).isZero();

    Path proofs = Files.move(folder.resolve("proofs"), temp.resolve("proofs"));
    assertRule("proof-digest");
    Files.createSymbolicLink(folder.resolve("proofs"), proofs);
    assertRule("proof-digest");
  }

  @Test
  void refusesAStatementThatIsALink() throws IOException {
    Path elsewhere = Files.move(json, temp.resolve("elsewhere"));
    Files.createSymbolicLink(json, elsewhere);
    assertThat(Cli.statement(folder).exit()).isEqualTo(2);
    Files.delete(json);
    assertThat(Cli.statement(folder).exit()).isEqualTo(74);
    assertThat(Cli.statement(temp.resolve("none")).exit()).isEqualTo(74);
    assertThat(Cli.statement(elsewhere).exit()).isEqualTo(74);
  }

  @Test
  void escapesWhatStrangersWrite() throws IOException {
    String text = Files.readString(json).replaceFirst("\\{", "{\"\\\\u001b[2J\\\\u202e\": 1,");
    Files.writeString(json, text);
    Cli run = Cli.statement(folder);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).contains("\\u{1b}[2J").doesNotContain("\u001b").doesNotContain("\u202e");
  }

  @Test
  void agesAreAPolicy() {
    assertThat(Cli.statement(folder, "--max-age", "25h").exit()).isZero();
    assertThat(Cli.statement(folder, "--max-age", "24h").exit()).isZero();
    assertThat(Cli.statement(folder, "--max-age", "23h").exit()).isEqualTo(3);
    assertThat(Cli.statement(folder, "--max-age", "P1D").exit()).isZero();
    assertThat(Cli.statement(folder, "--max-age", "PT1M").out()).startsWith("NOT ACCEPTED");
    for (String age : List.of("", "1", "-1h", "1w", "PT-1H", "99999999999d", "1.5h", "P1Y")) {
      assertThat(Cli.statement(folder, "--max-age", age).exit()).as(age).isEqualTo(64);
    }
    Clock early = Clock.offset(Cli.CLOCK, Duration.ofHours(-47));
    Clock tooEarly = Clock.offset(Cli.CLOCK, Duration.ofHours(-49));
    assertThat(
            Cli.run(InsecureIssuer.InsecureProofVerifier::new, early, "statement", folder).exit())
        .isZero();
    Cli future =
        Cli.run(InsecureIssuer.InsecureProofVerifier::new, tooEarly, "statement", folder, "--json");
    assertThat(future.exit()).isEqualTo(3);
    assertThat(future.rule()).isEqualTo("future");
    assertThat(future.out()).contains("\"verdict\":\"policy\"", "\"statement\":null");
  }

  @Test
  void aCrashIsNoVerdict() {
    Cli missing =
        Cli.run(
            () -> {
              throw new NativeUnavailableException("no library\nhint");
            },
            Cli.CLOCK,
            "statement",
            folder);
    assertThat(missing.exit()).isEqualTo(69);
    assertThat(missing.err()).contains("No verdict", "no library", "hint");
    for (RuntimeException crash :
        List.of(
            new NativeBugException("bug"),
            new IllegalArgumentException("salt 1234"),
            new IllegalStateException())) {
      Cli run =
          Cli.run(
              () ->
                  (inputs, proof) -> {
                    throw crash;
                  },
              Cli.CLOCK,
              "statement",
              folder);
      assertThat(run.exit()).isEqualTo(70);
      assertThat(run.out()).isEmpty();
      assertThat(run.err()).contains("No verdict", crash.getClass().getName());
      assertThat(run.err()).doesNotContain("1234");
    }
  }

  @Test
  void usageErrorsAreNoVerdict() {
    assertThat(Cli.run().exit()).isEqualTo(64);
    assertThat(Cli.run("statement").exit()).isEqualTo(64);
    assertThat(Cli.run("nonsense").exit()).isEqualTo(64);
    assertThat(Cli.run("statement", folder, "--nonsense").exit()).isEqualTo(64);
    assertThat(Cli.run("statement", folder, folder).exit()).isEqualTo(64);
    assertThat(Cli.run("statement", folder, "--json=x").exit()).isEqualTo(64);
    assertThat(Cli.run("inclusion", folder).exit()).isEqualTo(64);
    assertThat(Cli.run("--help").exit()).isZero();
    assertThat(Cli.run("--version").out()).contains("relation ");
  }
}
