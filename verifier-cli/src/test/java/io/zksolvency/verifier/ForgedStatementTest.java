package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.Weights;
import io.zksolvency.circuits.statement.BatchRecord;
import io.zksolvency.circuits.statement.Exclusions;
import io.zksolvency.circuits.statement.GeneralLedger;
import io.zksolvency.circuits.statement.ProofFiles;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that the issuer itself alters and signs, over proofs of the true ones. */
class ForgedStatementTest {
  private static final InsecureIssuer ISSUER = new InsecureIssuer();
  private static final SolvencyStatement TRUE = ISSUER.statement;

  @TempDir Path folder;

  @BeforeEach
  void publish() throws IOException {
    ISSUER.publish(folder);
  }

  private void rejected(String rule, SolvencyStatement forged) throws IOException {
    ISSUER.publish(folder, forged);
    Cli run = Cli.statement(folder, "--json");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.rule()).isEqualTo(rule);
  }

  private static SolvencyStatement with(StatementHeader header) {
    return new SolvencyStatement(
        header, TRUE.batches(), TRUE.generalLedger(), TRUE.exclusions(), TRUE.issuerKey());
  }

  private static SolvencyStatement with(List<BatchRecord> batches) {
    return new SolvencyStatement(
        TRUE.header(), batches, TRUE.generalLedger(), TRUE.exclusions(), TRUE.issuerKey());
  }

  private static SolvencyStatement with(GeneralLedger ledger) {
    return new SolvencyStatement(
        TRUE.header(), TRUE.batches(), ledger, TRUE.exclusions(), TRUE.issuerKey());
  }

  private static BatchRecord batch(
      int b, int rows, long accounts, Digest root, Digest control, byte[] sha256) {
    return new BatchRecord(rows, accounts, root, control, ProofFiles.batch(b), sha256);
  }

  private static List<BatchRecord> first(BatchRecord record) {
    return List.of(record, TRUE.batches().get(1));
  }

  private static StatementHeader header(
      byte[] relation,
      String name,
      long sequence,
      byte[] previous,
      String time,
      AssetTable assets) {
    Weights weights = Weights.choose(assets, 1);
    return new StatementHeader(relation, name, sequence, previous, time, assets, weights);
  }

  @Test
  void headersOfOtherStatements() throws IOException {
    StatementHeader h = TRUE.header();
    byte[] relation = h.relationId();
    byte[] none = h.previousDigest();
    byte[] some = InsecureIssuer.hash("previous");
    String time = h.snapshotTime();
    rejected("proof", with(header(relation, "Other", 0, none, time, h.assets())));
    rejected("proof", with(header(relation, h.name(), 1, some, time, h.assets())));
    rejected(
        "proof", with(header(relation, h.name(), 0, none, "2026-11-01T00:00:01Z", h.assets())));
    rejected("chain-start", with(header(relation, h.name(), 1, none, time, h.assets())));
    rejected("relation", with(header(some, h.name(), 0, none, time, h.assets())));

    Asset btc = h.assets().get(0);
    Asset usdt = h.assets().get(1);
    Asset dearer =
        new Asset("BTC", 8, new BigDecimal("64250.18"), btc.haircut(), btc.debtHaircut());
    Asset renamed = new Asset("BTX", 8, btc.price(), btc.haircut(), btc.debtHaircut());
    for (List<Asset> assets :
        List.of(List.of(dearer, usdt), List.of(renamed, usdt), List.of(usdt, btc))) {
      AssetTable table = new AssetTable(assets);
      rejected("proof", with(header(relation, h.name(), 0, none, time, table)));
    }
    Weights w = h.weights();
    long[] byKey = w.byKey();
    byKey[1]++;
    Weights lighter = new Weights(w.scaleLog2(), w.maxStepsLog2(), byKey);
    rejected(
        "weights",
        with(new StatementHeader(relation, h.name(), 0, none, time, h.assets(), lighter)));
    Weights longer = Weights.of(h.assets(), w.scaleLog2() - 1, 2);
    rejected(
        "proof", with(new StatementHeader(relation, h.name(), 0, none, time, h.assets(), longer)));
  }

  @Test
  void batchesOfOtherLedgers() throws IOException {
    BatchRecord r = TRUE.batches().get(0);
    BatchRecord s = TRUE.batches().get(1);
    Digest other = Digest.fromBytes(AccountTag.fromHash(InsecureIssuer.hash("x")).toBytes());
    byte[] sha = r.proofSha256();
    rejected("proof", with(first(batch(0, 16, 10, r.root(), r.controlDigest(), sha))));
    rejected("proof", with(first(batch(0, 15, 9, r.root(), r.controlDigest(), sha))));
    rejected("proof", with(first(batch(0, 15, 11, r.root(), r.controlDigest(), sha))));
    rejected("proof", with(first(batch(0, 15, 10, other, r.controlDigest(), sha))));
    rejected("proof", with(first(batch(0, 15, 10, r.root(), other, sha))));
    rejected("ledger-rows", with(first(batch(0, 14, 10, r.root(), r.controlDigest(), sha))));
    rejected("ledger-accounts", with(first(batch(0, 15, 1, r.root(), r.controlDigest(), sha))));
    rejected(
        "proof-digest",
        with(first(batch(0, 15, 10, r.root(), r.controlDigest(), s.proofSha256()))));
    rejected("batch-count", with(List.of()));
    // One batch left out, though its proof is fine: the general ledger's is of another tree.
    rejected("proof", with(List.of(r)));
    rejected(
        "proof-digest",
        with(
            List.of(
                batch(0, s.log2Rows(), 10, s.root(), s.controlDigest(), s.proofSha256()),
                batch(1, r.log2Rows(), 10, r.root(), r.controlDigest(), r.proofSha256()))));
    rejected(
        "distinct-batches",
        with(List.of(r, batch(1, r.log2Rows(), 10, r.root(), r.controlDigest(), r.proofSha256()))));
  }

  @Test
  void totalsOfOtherLedgers() throws IOException {
    GeneralLedger g = TRUE.generalLedger();
    for (int key = 0; key < 4; key++) {
      List<Entry> entries = new ArrayList<>(g.controlEntries());
      entries.set(key, new Entry(key, entries.get(key).amount() + 1));
      rejected("proof", with(ledger(15, 9, g.controlTag(), entries, g.proofSha256())));
    }
    List<Entry> fewer = g.controlEntries().subList(0, 3);
    rejected("control-entries", with(ledger(15, 9, g.controlTag(), fewer, g.proofSha256())));
    AccountTag tag = AccountTag.fromHash(InsecureIssuer.hash("x"));
    rejected("proof", with(ledger(15, 9, tag, g.controlEntries(), g.proofSha256())));
    rejected("proof", with(ledger(15, 10, g.controlTag(), g.controlEntries(), g.proofSha256())));
    rejected("proof", with(ledger(16, 9, g.controlTag(), g.controlEntries(), g.proofSha256())));
    rejected(
        "batch-count", with(ledger(15, 2, g.controlTag(), g.controlEntries(), g.proofSha256())));
    byte[] sha = TRUE.batches().get(0).proofSha256();
    rejected("proof-digest", with(ledger(15, 9, g.controlTag(), g.controlEntries(), sha)));
  }

  private static GeneralLedger ledger(
      int rows, long accounts, AccountTag tag, List<Entry> entries, byte[] sha256) {
    return new GeneralLedger(rows, accounts, tag, entries, ProofFiles.GENERAL_LEDGER, sha256);
  }

  @Test
  void shortfallsOfNobody() throws IOException {
    Exclusions none = new Exclusions(0, TRUE.exclusions().shortfalls());
    rejected(
        "exclusions",
        new SolvencyStatement(
            TRUE.header(), TRUE.batches(), TRUE.generalLedger(), none, TRUE.issuerKey()));
  }

  @Test
  void anotherSigner() throws IOException {
    rejected(
        "signature",
        new SolvencyStatement(
            TRUE.header(),
            TRUE.batches(),
            TRUE.generalLedger(),
            TRUE.exclusions(),
            new InsecureIssuer().keys.publicKey()));
  }
}
