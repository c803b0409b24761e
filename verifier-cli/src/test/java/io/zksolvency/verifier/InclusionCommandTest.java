package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InclusionCommandTest {
  private static final InsecureIssuer ISSUER = new InsecureIssuer();

  @TempDir Path temp;
  private Path statement;

  @BeforeEach
  void publish() throws IOException {
    ISSUER.publish(temp);
    statement = temp.resolve("statement.json");
  }

  private Cli check(InclusionFile file, Object... more) throws IOException {
    Path path = Files.write(temp.resolve("inclusion.json"), InclusionJson.write(file));
    List<Object> args = new ArrayList<>(List.of("inclusion", path, "--statement", statement));
    args.addAll(List.of(more));
    return Cli.run(args.toArray());
  }

  private void rejected(String rule, InclusionFile file) throws IOException {
    Cli run = check(file, "--json");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.rule()).isEqualTo(rule);
  }

  private static InclusionFile with(
      InclusionFile f, String id, byte[] salt, int batch, long index, List<Entry> entries) {
    return new InclusionFile(f.statementDigest(), id, salt, batch, index, entries, f.path());
  }

  private static InclusionFile with(InclusionFile f, long index, List<Digest> path) {
    return new InclusionFile(
        f.statementDigest(), f.accountId(), f.salt(), f.batch(), index, f.entries(), path);
  }

  @Test
  void acceptsEveryCustomer() throws IOException {
    for (int b = 0; b < 2; b++) {
      for (int i = 0; i < 7; i++) {
        assertThat(check(ISSUER.inclusion(b, i)).exit()).isZero();
      }
    }
  }

  @Test
  void saysItInPlainWords() throws IOException {
    assertThat(check(ISSUER.inclusion(0, 1)).out())
        .startsWith(
            "Your 1.5 BTC are counted in the liabilities of Example \\u{202e} Exchange at"
                + " 2026-11-01T00:00:00Z.")
        .contains("customer-0-1", "solvency-verify statement", "not compared with a key");
    assertThat(check(ISSUER.inclusion(0, 2)).out())
        .startsWith("Your 3.00000001 BTC, 5.000002 USDT are counted")
        .contains("Your debts of 0.25 USDT are counted");
    assertThat(check(ISSUER.inclusion(0, 0)).out()).startsWith("Your account, which holds nothing");
  }

  @Test
  void theJsonCanBeShared() throws IOException {
    InclusionFile file = ISSUER.inclusion(0, 2);
    String json = check(file, "--json").out();
    assertThat(json)
        .contains("\"verdict\":\"accepted\"", "\"proofs_verified\":false")
        .doesNotContain("customer-0-2", Hex.format(file.salt()), "3.00000001", "300000001");
  }

  @Test
  void takesTheDirectoryToo() throws IOException {
    statement = temp;
    assertThat(check(ISSUER.inclusion(1, 3)).exit()).isZero();
  }

  @Test
  void comparesWithWhatTheReaderTrusts() throws IOException {
    InclusionFile file = ISSUER.inclusion(0, 1);
    String digest = Hex.format(ISSUER.statement.digest());
    assertThat(check(file, "--statement-digest", digest).exit()).isZero();
    assertThat(check(file, "--statement-digest", "11".repeat(32)).exit()).isEqualTo(1);
    Path key = Files.writeString(temp.resolve("k"), new InsecureIssuer().keys.publicPem());
    assertThat(check(file, "--issuer-key", key).exit()).isEqualTo(1);
  }

  @Test
  void rejectsOtherPlaces() throws IOException {
    InclusionFile f = ISSUER.inclusion(0, 2);
    for (long index = 0; index < 9; index++) {
      if (index != 2) {
        rejected("inclusion-path", with(f, index, f.path()));
      }
    }
    // 9 is the control account's place, 10 and more are outside.
    for (long index : new long[] {9, 10, 12, 26, 1L << 40, Long.MAX_VALUE}) {
      rejected("inclusion-place", with(f, index, f.path()));
    }
    rejected("inclusion-path", with(f, f.accountId(), f.salt(), 1, 2, f.entries()));
    rejected("inclusion-place", with(f, f.accountId(), f.salt(), 2, 2, f.entries()));
    rejected(
        "inclusion-place", with(f, f.accountId(), f.salt(), Integer.MAX_VALUE, 2, f.entries()));
  }

  @Test
  void rejectsOtherPaths() throws IOException {
    for (int place : new int[] {2, 8}) {
      InclusionFile f = ISSUER.inclusion(0, Math.min(place, 6));
      List<Digest> path = f.path();
      rejected("inclusion-path", with(f, f.index(), path.subList(0, path.size() - 1)));
      rejected("inclusion-path", with(f, f.index(), path.subList(1, path.size())));
      rejected("inclusion-path", with(f, f.index(), List.of()));
      List<Digest> longer = new ArrayList<>(path);
      longer.add(Digest.ZERO);
      rejected("inclusion-path", with(f, f.index(), longer));
      for (int i = 0; i < path.size(); i++) {
        List<Digest> swapped = new ArrayList<>(path);
        if (i > 0) {
          Collections.swap(swapped, i, i - 1);
          rejected("inclusion-path", with(f, f.index(), swapped));
          swapped = new ArrayList<>(path);
        }
        swapped.set(i, ISSUER.statement.root(0));
        rejected("inclusion-path", with(f, f.index(), swapped));
      }
    }
  }

  @Test
  void rejectsNodesAsLeaves() throws IOException {
    // The parent of two leaves, shown at the place where a leaf one level up would be.
    InclusionFile f = ISSUER.inclusion(0, 6);
    List<Digest> shorter = f.path().subList(1, f.path().size());
    for (long index = 0; index < 10; index++) {
      assertThat(check(with(f, index, shorter)).exit()).isEqualTo(1);
    }
  }

  @Test
  void rejectsOtherAccounts() throws IOException {
    InclusionFile f = ISSUER.inclusion(0, 2);
    byte[] salt = f.salt();
    rejected("inclusion-path", with(f, "customer-0-3", salt, 0, 2, f.entries()));
    rejected("inclusion-path", with(f, "customer-0-2 ", salt, 0, 2, f.entries()));
    byte[] otherSalt = InsecureIssuer.salt(0, 3);
    rejected("inclusion-path", with(f, f.accountId(), otherSalt, 0, 2, f.entries()));
    // One leaf shown to two customers with equal balances.
    InclusionFile empty = ISSUER.inclusion(0, 0);
    rejected("inclusion-path", with(empty, "customer-1-0", empty.salt(), 0, 0, empty.entries()));
  }

  @Test
  void rejectsOtherBalances() throws IOException {
    InclusionFile f = ISSUER.inclusion(0, 2);
    for (int i = 0; i < f.entries().size(); i++) {
      for (int change : new int[] {-1, 1}) {
        List<Entry> entries = new ArrayList<>(f.entries());
        Entry old = entries.get(i);
        entries.set(i, new Entry(old.key(), old.amount() + change));
        rejected("inclusion-path", with(f, f.accountId(), f.salt(), 0, 2, entries));
        entries.set(i, new Entry(old.key() ^ 1, old.amount()));
        rejected("inclusion-path", with(f, f.accountId(), f.salt(), 0, 2, entries));
      }
      List<Entry> fewer = new ArrayList<>(f.entries());
      fewer.remove(i);
      rejected("inclusion-path", with(f, f.accountId(), f.salt(), 0, 2, fewer));
    }
    List<Entry> reversed = new ArrayList<>(f.entries());
    Collections.reverse(reversed);
    rejected("inclusion-path", with(f, f.accountId(), f.salt(), 0, 2, reversed));
    List<Entry> many = Collections.nCopies(7, new Entry(0, 1));
    rejected("inclusion-entries", with(f, f.accountId(), f.salt(), 0, 2, many));
    List<Entry> unknown = List.of(new Entry(4, 1));
    rejected("inclusion-entries", with(f, f.accountId(), f.salt(), 0, 2, unknown));
  }

  @Test
  void rejectsDummiesAndControlAccountsAsCustomers() throws IOException {
    for (int place : new int[] {7, 8}) {
      rejected("inclusion-path", ISSUER.inclusion(0, place));
    }
    rejected("inclusion-place", ISSUER.inclusion(0, 9));
  }

  @Test
  void rejectsOtherSnapshots() throws IOException {
    InsecureIssuer later = new InsecureIssuer(1, ISSUER.statement.digest(), "2026-11-01T12:00:00Z");
    InclusionFile f = later.inclusion(0, 2);
    rejected("expected", f);
    // The same customer, balances and salt: the tag is the other snapshot's, so is the path.
    rejected(
        "inclusion-path",
        new InclusionFile(
            ISSUER.statement.digest(), f.accountId(), f.salt(), 0, 2, f.entries(), f.path()));
  }

  @Test
  void rejectsWhenTheStatementIsNotTheIssuers() throws IOException {
    String text = Files.readString(statement);
    String signature = text.substring(text.indexOf("\"signature\" : \"") + 15).substring(0, 128);
    Files.writeString(statement, text.replace(signature, "0".repeat(128)));
    rejected("signature", ISSUER.inclusion(0, 2));
    Files.writeString(statement, text.replace("\"accounts\" : 10,", "\"accounts\" : 11,"));
    rejected("consistent-file", ISSUER.inclusion(0, 2));
    Files.writeString(statement, "{}");
    Cli run = check(ISSUER.inclusion(0, 2));
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).contains("statement.json");
  }

  @Test
  void filesThatAreNone() throws IOException {
    Path none = temp.resolve("none");
    assertThat(Cli.run("inclusion", none, "--statement", statement).exit()).isEqualTo(74);
    assertThat(Cli.run("inclusion", temp, "--statement", statement).exit()).isEqualTo(2);
    assertThat(Cli.run("inclusion", statement, "--statement", statement).exit()).isEqualTo(2);
    Path big = Files.write(temp.resolve("big"), new byte[(64 << 10) + 1]);
    Cli run = Cli.run("inclusion", big, "--statement", statement);
    assertThat(run.exit()).isEqualTo(2);
    assertThat(run.out()).contains("inclusion file", "limit");
    Path file = Files.write(big, InclusionJson.write(ISSUER.inclusion(0, 1)));
    assertThat(Cli.run("inclusion", file, "--statement", none).exit()).isEqualTo(74);
  }
}
