package io.zksolvency.verifier;

import static io.zksolvency.verifier.CorpusWriter.STATEMENT;
import static io.zksolvency.verifier.CorpusWriter.VERIFY;
import static io.zksolvency.verifier.CorpusWriter.list;
import static io.zksolvency.verifier.CorpusWriter.signed;
import static io.zksolvency.verifier.CorpusWriter.utf8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
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
import io.zksolvency.formats.Ed25519Keys;
import io.zksolvency.formats.InclusionJson;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Statements that say something else than their proofs, made and signed by the issuer itself; and
 * files that say nothing.
 */
final class CorpusStatements {
  private static final byte[] SOME = HashInput.sha256(utf8("some"));

  private final CorpusBook book;
  private final CorpusExchange exchange;
  private final SolvencyStatement first;
  private final SolvencyStatement next;

  CorpusStatements(
      CorpusBook book, CorpusExchange exchange, SolvencyStatement first, SolvencyStatement next) {
    this.book = book;
    this.exchange = exchange;
    this.first = first;
    this.next = next;
  }

  static SolvencyStatement withBatch(SolvencyStatement s, BatchRecord batch) {
    List<BatchRecord> batches = new ArrayList<>(s.batches());
    batches.set(0, batch);
    return with(s, batches);
  }

  private static SolvencyStatement with(SolvencyStatement s, List<BatchRecord> batches) {
    return new SolvencyStatement(
        s.header(), batches, s.generalLedger(), s.exclusions(), s.issuerKey());
  }

  private static SolvencyStatement with(SolvencyStatement s, StatementHeader header) {
    return new SolvencyStatement(
        header, s.batches(), s.generalLedger(), s.exclusions(), s.issuerKey());
  }

  private static SolvencyStatement with(SolvencyStatement s, GeneralLedger ledger) {
    return new SolvencyStatement(s.header(), s.batches(), ledger, s.exclusions(), s.issuerKey());
  }

  /** A statement over the first one's proofs, or other files. */
  private void forged(String id, SolvencyStatement statement, String rule, ObjectNode files) {
    files.set(STATEMENT, book.object(signed(statement)));
    book.add("statement/" + id, "first", files, VERIFY, 1, rule);
    if (!rule.startsWith("proof") && !statement.batches().isEmpty()) {
      underIt(id, statement, rule);
    }
  }

  /**
   * Where no proof is verified, nothing but the rule stops a customer from being shown such a
   * statement.
   */
  private void underIt(String id, SolvencyStatement statement, String rule) {
    ObjectNode files = CorpusBook.files();
    files.set(STATEMENT, book.object(signed(statement)));
    files.set(
        CorpusInclusions.FILE, book.object(InclusionJson.write(exchange.inclusion(statement, 0))));
    book.add("inclusion/under " + id, "first", files, CorpusInclusions.CHECK, 1, rule);
  }

  private void forged(String id, SolvencyStatement statement, String rule) {
    forged(id, statement, rule, CorpusBook.files());
  }

  private void header(
      String id,
      String rule,
      byte[] relation,
      String name,
      long sequence,
      byte[] previous,
      String time) {
    AssetTable assets = CorpusExchange.ASSETS;
    StatementHeader header =
        new StatementHeader(
            relation, name, sequence, previous, time, assets, CorpusExchange.WEIGHTS);
    forged("header: " + id, with(first, header), rule);
  }

  private void assets(String id, String rule, List<Asset> assets, int scale, int steps) {
    StatementHeader h = first.header();
    AssetTable table = new AssetTable(assets);
    StatementHeader header =
        new StatementHeader(
            h.relationId(),
            h.name(),
            0,
            h.previousDigest(),
            h.snapshotTime(),
            table,
            Weights.of(table, scale, steps));
    forged("assets: " + id, with(first, header), rule);
  }

  private void weights(String id, int scale, int steps, int key, long weight) {
    StatementHeader h = first.header();
    long[] byKey = h.weights().byKey();
    byKey[key] = weight;
    StatementHeader header =
        new StatementHeader(
            h.relationId(),
            h.name(),
            0,
            h.previousDigest(),
            h.snapshotTime(),
            h.assets(),
            new Weights(scale, steps, byKey));
    forged("weights: " + id, with(first, header), "weights");
  }

  void forgedStatements() {
    headers();
    prices();
    batches();
    generalLedgers();
    Exclusions nobody = new Exclusions(0, new TreeMap<>(Map.of(0, 5L)));
    forged(
        "exclusions: a shortfall of nobody",
        new SolvencyStatement(
            first.header(), first.batches(), first.generalLedger(), nobody, first.issuerKey()),
        "exclusions");
    Exclusions somebody = new Exclusions(1, new TreeMap<>(Map.of(0, 5L)));
    SolvencyStatement excluding =
        new SolvencyStatement(
            first.header(), first.batches(), first.generalLedger(), somebody, first.issuerKey());
    ObjectNode files = CorpusBook.files();
    files.set(STATEMENT, book.object(signed(excluding)));
    book.add("accept/exclusions in print", "first", files, VERIFY, 0, "");
    signatures();
    missingFiles();
  }

  private void headers() {
    StatementHeader h = first.header();
    byte[] relation = h.relationId();
    byte[] none = h.previousDigest();
    String name = h.name();
    String time = h.snapshotTime();
    header("another relation", "relation", SOME, name, 0, none, time);
    header("another name", "proof", relation, "Another Exchange", 0, none, time);
    header("a name that looks the same", "proof", relation, "Corpus Exch\u0430nge", 0, none, time);
    header("a second later", "proof", relation, name, 0, none, "2026-11-01T00:00:01Z");
    header(
        "a month later, with stale balances",
        "proof",
        relation,
        name,
        0,
        none,
        "2026-12-01T00:00:00Z");
    header("another sequence number", "proof", relation, name, 2, SOME, time);
    header("another statement before", "proof", relation, name, 1, SOME, time);
    header("none before, but not the first", "chain-start", relation, name, 1, none, time);
    header("the first, but one before", "chain-start", relation, name, 0, SOME, time);
  }

  private void prices() {
    List<Asset> t = CorpusExchange.ASSETS.assets();
    Asset usd = t.get(0);
    Asset gold = t.get(1);
    Asset empty = t.get(2);
    Asset dust = t.get(3);
    assets(
        "prices reordered",
        "proof",
        List.of(price(usd, "1000"), price(gold, "1"), empty, dust),
        12,
        2);
    assets("another price", "proof", List.of(usd, price(gold, "1001"), empty, dust), 12, 2);
    assets(
        "another price with the same weights",
        "proof",
        List.of(usd, gold, empty, price(dust, "0.0002")),
        12,
        2);
    assets("assets reordered", "proof", List.of(gold, usd, empty, dust), 12, 2);
    assets(
        "assets replaced",
        "proof",
        List.of(
            usd,
            new Asset("SILVER", 0, gold.price(), gold.haircut(), gold.debtHaircut()),
            empty,
            dust),
        12,
        2);
    assets(
        "a symbol in other letters",
        "proof",
        List.of(
            usd,
            new Asset("gold", 0, gold.price(), gold.haircut(), gold.debtHaircut()),
            empty,
            dust),
        12,
        2);
    assets(
        "a haircut",
        "proof",
        List.of(
            usd,
            new Asset("GOLD", 0, gold.price(), new BigDecimal("0.5"), gold.debtHaircut()),
            empty,
            dust),
        12,
        2);
    assets(
        "a debt haircut",
        "proof",
        List.of(
            usd,
            new Asset("GOLD", 0, gold.price(), gold.haircut(), new BigDecimal("1.25")),
            empty,
            dust),
        12,
        2);
    assets(
        "other decimals, at the same weights",
        "proof",
        List.of(
            usd,
            gold,
            empty,
            new Asset("DUST", 1, new BigDecimal("0.001"), dust.haircut(), dust.debtHaircut())),
        12,
        2);
    assets("another scale", "proof", t, 11, 2);
    assets("longer accounts allowed", "proof", t, 11, 3);
    assets("shorter accounts allowed", "proof", t, 12, 1);
    long gold4096 = 4_096_000;
    weights("a debt lighter by one", 12, 2, 3, -gold4096 + 1);
    weights("an equity heavier by one", 12, 2, 2, gold4096 + 1);
    weights("a debt without weight", 12, 2, 7, 0);
    weights("a debt with a positive weight", 12, 2, 3, gold4096);
    weights("of another scale than said", 13, 2, 0, 4096);
    weights("out of range at longer accounts", 12, 4, 0, 4096);
    weights("far out of range", 12, 2, 2, Long.MAX_VALUE);
    weights("the smallest there is", 12, 2, 3, Long.MIN_VALUE);
  }

  private static Asset price(Asset asset, String price) {
    return new Asset(
        asset.symbol(),
        asset.decimals(),
        new BigDecimal(price),
        asset.haircut(),
        asset.debtHaircut());
  }

  private static BatchRecord record(
      BatchRecord r, int rows, long accounts, Digest root, Digest control) {
    return new BatchRecord(rows, accounts, root, control, r.proofFile(), r.proofSha256());
  }

  private static BatchRecord named(BatchRecord r, int number) {
    return new BatchRecord(
        r.log2Rows(),
        r.accounts(),
        r.root(),
        r.controlDigest(),
        ProofFiles.batch(number),
        r.proofSha256());
  }

  private void batches() {
    BatchRecord r = first.batches().get(0);
    BatchRecord s = first.batches().get(1);
    Digest other = s.root();
    Digest odd = new Digest(1, 2, 3, 4);
    int rows = r.log2Rows();
    long accounts = r.accounts();
    batch(
        "another length of the trace",
        "proof",
        2,
        record(r, 16, accounts, r.root(), r.controlDigest()));
    batch(
        "one account more", "proof", 1, record(r, rows, accounts + 1, r.root(), r.controlDigest()));
    batch(
        "one account less", "proof", 1, record(r, rows, accounts - 1, r.root(), r.controlDigest()));
    batch(
        "half the accounts",
        "proof",
        1,
        record(r, rows, accounts / 2, r.root(), r.controlDigest()));
    batch("another root", "proof", 1, record(r, rows, accounts, odd, r.controlDigest()));
    batch(
        "the other batch's root",
        "distinct-batches",
        1,
        record(r, rows, accounts, other, r.controlDigest()));
    batch("another control account", "proof", 1, record(r, rows, accounts, r.root(), odd));
    batch(
        "the other batch's control account",
        "proof",
        1,
        record(r, rows, accounts, r.root(), s.controlDigest()));
    batch(
        "a trace of 2^14 rows",
        "ledger-rows",
        1,
        record(r, 14, accounts, r.root(), r.controlDigest()));
    batch(
        "a trace of 2^19 rows",
        "ledger-rows",
        1,
        record(r, 19, accounts, r.root(), r.controlDigest()));
    batch(
        "one account in all",
        "ledger-accounts",
        1,
        record(r, rows, 1, r.root(), r.controlDigest()));
    batch(
        "more accounts than rows",
        "ledger-accounts",
        1,
        record(r, rows, 40_000, r.root(), r.controlDigest()));
    batch(
        "the other batch's proof named",
        "proof-digest",
        1,
        new BatchRecord(
            rows, accounts, r.root(), r.controlDigest(), r.proofFile(), s.proofSha256()));
    batch(
        "a proof in another place",
        "proof-files",
        1,
        new BatchRecord(
            rows,
            accounts,
            r.root(),
            r.controlDigest(),
            "proofs/batch-00001.proof",
            r.proofSha256()));
    batch(
        "a proof outside",
        "proof-files",
        1,
        new BatchRecord(
            rows, accounts, r.root(), r.controlDigest(), "../batch-00000.proof", r.proofSha256()));

    forged("batches: none", with(first, List.of()), "batch-count");
    forged("batches: one missing", with(first, List.of(r)), "proof");
    ObjectNode swapped = CorpusBook.files();
    swapped.set(ProofFiles.batch(0), book.object(exchange.ledger("batch-1").proof()));
    forged(
        "batches: the first missing",
        with(first, List.of(named(s, 0))),
        "proof",
        swapped.deepCopy());
    swapped.set(ProofFiles.batch(1), book.object(exchange.ledger("batch-0").proof()));
    forged("batches: reordered", with(first, List.of(named(s, 0), named(r, 1))), "proof", swapped);
    ObjectNode twice = CorpusBook.files();
    twice.set(ProofFiles.batch(2), book.object(exchange.ledger("batch-0").proof()));
    forged(
        "batches: one twice",
        with(first, List.of(r, s, named(r, 2))),
        "distinct-batches",
        twice.deepCopy());
    BatchRecord renamed = record(named(r, 2), rows, accounts, odd, r.controlDigest());
    forged(
        "batches: one twice, under another root",
        with(first, List.of(r, s, renamed)),
        "proof",
        twice);
    ObjectNode extra = CorpusBook.files();
    extra.set(ProofFiles.batch(2), book.object(exchange.ledger("next-batch-0").proof()));
    BatchRecord later = named(exchange.batch(0, exchange.ledger("next-batch-0")), 2);
    forged(
        "batches: one of another snapshot added",
        with(first, List.of(r, s, later)),
        "proof",
        extra.deepCopy());
    ObjectNode replaced = CorpusBook.files();
    replaced.set(ProofFiles.batch(0), book.object(exchange.ledger("next-batch-0").proof()));
    forged(
        "batches: one of another snapshot instead",
        withBatch(first, named(later, 0)),
        "proof",
        replaced);
    ObjectNode general = CorpusBook.files();
    general.set(ProofFiles.batch(0), book.object(exchange.ledger("general").proof()));
    forged(
        "batches: the general ledger as a batch",
        withBatch(first, exchange.batch(0, exchange.ledger("general"))),
        "proof",
        general);
    ObjectNode old = CorpusBook.files();
    old.set(
        STATEMENT,
        book.object(
            signed(
                new SolvencyStatement(
                    next.header(),
                    first.batches(),
                    first.generalLedger(),
                    next.exclusions(),
                    next.issuerKey()))));
    book.add(
        "statement/replay: last month's proofs under this month's header",
        "first",
        old,
        VERIFY,
        1,
        "proof");
  }

  private void batch(String id, String rule, int exit, BatchRecord record) {
    ObjectNode files = CorpusBook.files();
    files.set(STATEMENT, book.object(signed(withBatch(first, record))));
    book.add("statement/batch: " + id, "first", files, VERIFY, exit, exit == 1 ? rule : "");
    if (exit == 1 && (!rule.startsWith("proof") || rule.equals("proof-files"))) {
      underIt("batch: " + id, withBatch(first, record), rule);
    }
  }

  private static GeneralLedger ledger(
      GeneralLedger g,
      int rows,
      long accounts,
      AccountTag tag,
      List<Entry> entries,
      byte[] sha256) {
    return new GeneralLedger(rows, accounts, tag, entries, g.proofFile(), sha256);
  }

  private void total(String id, String rule, List<Entry> entries) {
    GeneralLedger g = first.generalLedger();
    forged(
        "totals: " + id,
        with(
            first, ledger(g, g.log2Rows(), g.accounts(), g.controlTag(), entries, g.proofSha256())),
        rule);
  }

  private static List<Entry> changed(List<Entry> entries, int at, long by) {
    List<Entry> all = new ArrayList<>(entries);
    all.set(at, new Entry(all.get(at).key(), all.get(at).amount() + by));
    return all;
  }

  private void generalLedgers() {
    GeneralLedger g = first.generalLedger();
    List<Entry> e = g.controlEntries();
    total("one unit less", "proof", changed(e, 0, -1));
    total("one unit more", "proof", changed(e, 0, 1));
    total("a debt left out", "proof", changed(e, 1, -e.get(1).amount()));
    total("an asset that nobody holds", "proof", changed(e, 4, 1));
    total("wrong per asset, right in value", "proof", changed(changed(e, 0, 1000), 2, -1));
    int dust = 6;
    while (e.get(dust).amount() == 0 || e.get(dust).key() != 6) {
      dust++;
    }
    List<Entry> moved = changed(e, dust, -1);
    moved.add(dust + 1, new Entry(6, 1));
    total("moved into an entry of its own", "proof", moved);
    List<Entry> split = new ArrayList<>(e);
    split.add(1, new Entry(0, 0));
    total("split in another way", "proof", split);
    total("the last missing", "control-entries", e.subList(0, e.size() - 1));
    total("none", "control-entries", List.of());
    List<Entry> reordered = new ArrayList<>(e);
    reordered.add(reordered.remove(0));
    total("reordered", "control-entries", reordered);
    List<Entry> missing = new ArrayList<>(e);
    missing.remove(2);
    total("one asset missing", "control-entries", missing);
    List<Entry> many = new ArrayList<>(e);
    for (int i = 0; i < 3 << 12; i++) {
      many.add(new Entry(7, 0));
    }
    ObjectNode files = CorpusBook.files();
    files.set(
        STATEMENT,
        book.object(
            signed(
                with(
                    first,
                    ledger(
                        g, g.log2Rows(), g.accounts(), g.controlTag(), many, g.proofSha256())))));
    book.add(
        "statement/totals: more entries than a control account holds",
        "first",
        files,
        VERIFY,
        2,
        "");

    AccountTag tag = AccountTag.fromHash(SOME);
    general(
        "another tag", "proof", 1, ledger(g, g.log2Rows(), g.accounts(), tag, e, g.proofSha256()));
    general(
        "one account more",
        "proof",
        1,
        ledger(g, g.log2Rows(), g.accounts() + 1, g.controlTag(), e, g.proofSha256()));
    general(
        "no room for the batches",
        "batch-count",
        1,
        ledger(g, g.log2Rows(), 2, g.controlTag(), e, g.proofSha256()));
    general(
        "another length of the trace",
        "proof",
        2,
        ledger(g, 16, g.accounts(), g.controlTag(), e, g.proofSha256()));
    general(
        "a trace of 2^14 rows",
        "ledger-rows",
        1,
        ledger(g, 14, g.accounts(), g.controlTag(), e, g.proofSha256()));
    general(
        "more accounts than rows",
        "ledger-accounts",
        1,
        ledger(g, g.log2Rows(), 40_000, g.controlTag(), e, g.proofSha256()));
    general(
        "a batch's proof named",
        "proof-digest",
        1,
        ledger(
            g,
            g.log2Rows(),
            g.accounts(),
            g.controlTag(),
            e,
            first.batches().get(0).proofSha256()));
    general(
        "a proof in another place",
        "proof-files",
        1,
        new GeneralLedger(
            g.log2Rows(),
            g.accounts(),
            g.controlTag(),
            e,
            "proofs/general.proof",
            g.proofSha256()));
    ObjectNode batch = CorpusBook.files();
    batch.set(ProofFiles.GENERAL_LEDGER, book.object(exchange.ledger("batch-0").proof()));
    forged(
        "general ledger: a batch's proof",
        with(
            first,
            ledger(
                g,
                g.log2Rows(),
                g.accounts(),
                g.controlTag(),
                e,
                exchange.ledger("batch-0").sha256())),
        "proof",
        batch);
    ObjectNode later = CorpusBook.files();
    later.set(ProofFiles.GENERAL_LEDGER, book.object(exchange.ledger("next-general").proof()));
    forged(
        "general ledger: another snapshot's, over other control accounts",
        with(first, next.generalLedger()),
        "proof",
        later);
  }

  private void general(String id, String rule, int exit, GeneralLedger ledger) {
    ObjectNode files = CorpusBook.files();
    files.set(STATEMENT, book.object(signed(with(first, ledger))));
    book.add(
        "statement/general ledger: " + id, "first", files, VERIFY, exit, exit == 1 ? rule : "");
    if (exit == 1 && (!rule.startsWith("proof") || rule.equals("proof-files"))) {
      underIt("general ledger: " + id, with(first, ledger), rule);
    }
  }

  private void signatures() {
    ObjectNode files = CorpusBook.files();
    files.set(STATEMENT, book.object(signed(first, CorpusExchange.OTHER_KEYS)));
    book.add("statement/signature: by another key", "first", files, VERIFY, 1, "signature");
    String text = new String(signed(first), StandardCharsets.UTF_8);
    String signature = Hex.format(CorpusExchange.KEYS.sign(first.digest()));
    text(
        "signature: of another statement",
        text,
        signature,
        Hex.format(CorpusExchange.KEYS.sign(next.digest())),
        1,
        "signature");
    text("signature: zeros", text, signature, "00".repeat(64), 1, "signature");
    text("signature: a bit changed", text, signature, flip(signature), 1, "signature");
    SolvencyStatement noKey =
        new SolvencyStatement(
            first.header(),
            first.batches(),
            first.generalLedger(),
            first.exclusions(),
            new byte[32]);
    files = CorpusBook.files();
    files.set(STATEMENT, book.object(signed(noKey)));
    book.add("statement/signature: a key of zeros", "first", files, VERIFY, 1, "signature");
  }

  private static String flip(String hex) {
    return (hex.charAt(0) == '0' ? '1' : '0') + hex.substring(1);
  }

  private void missingFiles() {
    ObjectNode files = CorpusBook.files();
    files.putNull(ProofFiles.batch(1));
    book.add("files/a batch's proof missing", "first", files, VERIFY, 1, "proof-digest");
    files = CorpusBook.files();
    files.putNull(ProofFiles.GENERAL_LEDGER);
    book.add("files/the general ledger's proof missing", "first", files, VERIFY, 1, "proof-digest");
    files = CorpusBook.files();
    files.putNull(STATEMENT);
    book.add("files/no statement", "first", files, VERIFY, 74, "");
    files = CorpusBook.files();
    files.set(ProofFiles.batch(0), book.object(exchange.ledger("batch-1").proof()));
    book.add("files/another batch's proof", "first", files, VERIFY, 1, "proof-digest");
    files = CorpusBook.files();
    files.set(ProofFiles.batch(0), book.object(new byte[0]));
    book.add("files/an empty proof", "first", files, VERIFY, 1, "proof-digest");
    BatchRecord named = first.batches().get(0);
    SolvencyStatement another =
        withBatch(
            first,
            new BatchRecord(
                named.log2Rows(),
                named.accounts(),
                named.root(),
                named.controlDigest(),
                named.proofFile(),
                SOME));
    files = CorpusBook.files();
    files.set(STATEMENT, book.object(signed(another)));
    book.add(
        "files/a good proof, but not the one named", "first", files, VERIFY, 1, "proof-digest");
    files = CorpusBook.files();
    files.set("proofs/batch-00002.proof", book.object(new byte[] {1}));
    book.add("accept/a file more than the statement names", "first", files, VERIFY, 0, "");
  }

  private void text(String id, String text, String from, String to, int exit, String rule) {
    if (!text.contains(from) || from.equals(to)) {
      throw new AssertionError(id + ": " + from);
    }
    raw(
        id,
        text.replaceFirst(
            java.util.regex.Pattern.quote(from), java.util.regex.Matcher.quoteReplacement(to)),
        exit,
        rule);
  }

  private void raw(String id, String text, int exit, String rule) {
    raw(id, utf8(text), exit, rule);
  }

  private void raw(String id, byte[] bytes, int exit, String rule) {
    ObjectNode files = CorpusBook.files();
    files.set(STATEMENT, book.object(bytes));
    book.add("statement/" + id, "first", files, VERIFY, exit, rule);
  }

  /** Texts that are not what a writer writes. */
  void malformedStatements() {
    String text = new String(signed(first), StandardCharsets.UTF_8);
    raw("text: empty", "", 2, "");
    raw("text: white space", " \n", 2, "");
    raw("text: a byte order mark", "\ufeff" + text, 2, "");
    raw("text: cut in the middle", text.substring(0, text.length() / 2), 2, "");
    raw("text: another value after it", text + "{}", 2, "");
    raw("text: an array", "[" + text + "]", 2, "");
    raw("text: a comment", "// statement\n" + text, 2, "");
    raw("text: not UTF-8", new byte[] {'{', '"', (byte) 0xc3, 0x28, '"', ':', '1', '}'}, 2, "");
    raw("text: a null byte", text.replace("Corpus Exchange", "Corpus\u0000Exchange"), 2, "");
    raw("text: nested too deep", "[".repeat(100_000), 2, "");
    ObjectNode files = CorpusBook.files();
    files.set(STATEMENT, CorpusBook.zeros(10_000_000_000L));
    book.add("statement/text: 10 GB", "first", files, VERIFY, 2, "");
    files = CorpusBook.files();
    files.set(STATEMENT, book.object(utf8(text.replace("\n", "\r\n"))));
    book.add("accept/lines end as on Windows", "first", files, VERIFY, 0, "");
    text("text: another format", text, "zksolvency.statement/v1", "zksolvency.statement/v2", 2, "");
    text("text: an unknown member", text, "\"name\"", "\"comment\" : \"\",\n  \"name\"", 2, "");
    text(
        "text: an unknown member of a total",
        text,
        "\"asset\" : \"USD\"",
        "\"comment\" : \"\",\n      \"asset\" : \"USD\"",
        2,
        "");
    text(
        "text: a repeated member",
        text,
        "\"name\"",
        "\"name\" : \"Corpus Exchange\",\n  \"name\"",
        2,
        "");
    text("text: a missing member", text, "\"scale_log2\" : 12,", "", 2, "");
    text("text: null for a text", text, "\"Corpus Exchange\"", "null", 2, "");
    text("text: an empty name", text, "\"Corpus Exchange\"", "\"\"", 2, "");
    text(
        "text: a name too long", text, "\"Corpus Exchange\"", "\"" + "x".repeat(257) + "\"", 2, "");
    text("text: a lone surrogate", text, "\"Corpus Exchange\"", "\"\\ud800\"", 2, "");
    text(
        "text: a name that differs from what was proven",
        text,
        "\"Corpus Exchange\"",
        "\"Corpus Exchange \"",
        1,
        "consistent-file");
    text("time: of no clock", text, "2026-11-01T00:00:00Z", "2026-11-31T00:00:00Z", 2, "");
    text("time: with an offset", text, "2026-11-01T00:00:00Z", "2026-11-01T00:00:00+00:00", 2, "");
    text("time: a leap second", text, "2026-11-01T00:00:00Z", "2026-11-01T23:59:60Z", 2, "");
    text(
        "time: another than was proven",
        text,
        "2026-11-01T00:00:00Z",
        "2026-11-02T00:00:00Z",
        1,
        "consistent-file");
    text("numbers: negative sequence", text, "\"sequence\" : 0", "\"sequence\" : -1", 2, "");
    text("numbers: minus zero", text, "\"sequence\" : 0", "\"sequence\" : -0", 2, "");
    text("numbers: with an exponent", text, "\"sequence\" : 0", "\"sequence\" : 0e1", 2, "");
    text("numbers: with a fraction", text, "\"sequence\" : 0", "\"sequence\" : 0.0", 2, "");
    text("numbers: 2^63", text, "\"sequence\" : 0", "\"sequence\" : 9223372036854775808", 2, "");
    text("numbers: as a text", text, "\"sequence\" : 0", "\"sequence\" : \"0\"", 2, "");
    text("numbers: NaN", text, "\"sequence\" : 0", "\"sequence\" : NaN", 2, "");
    text("numbers: leading zeros", text, "\"log2_rows\" : 15", "\"log2_rows\" : 015", 2, "");
    text("price: with an exponent", text, "\"1000\"", "\"1e3\"", 2, "");
    text("price: trailing zeros", text, "\"1000\"", "\"1000.0\"", 2, "");
    text("price: a comma", text, "\"1000\"", "\"1,000\"", 2, "");
    text("price: negative", text, "\"1000\"", "\"-1000\"", 2, "");
    text("price: other digits", text, "\"1000\"", "\"\u0661\u0660\u0660\u0660\"", 2, "");
    text("price: another than was proven", text, "\"1000\"", "\"1001\"", 1, "consistent-file");
    text("haircut: above 1", text, "\"haircut\" : \"1\"", "\"haircut\" : \"1.5\"", 2, "");
    text(
        "haircut: a debt's below 1",
        text,
        "\"debt_haircut\" : \"1\"",
        "\"debt_haircut\" : \"0.5\"",
        2,
        "");
    text("assets: one twice", text, "\"GOLD\"", "\"USD\"", 2, "");
    text("assets: a symbol that looks like another", text, "\"GOLD\"", "\"G\u041eLD\"", 2, "");
    text("assets: too many decimals", text, "\"decimals\" : 0", "\"decimals\" : 19", 2, "");
    String root = first.batches().get(0).root().toHex();
    text("digests: in capitals", text, root, root.toUpperCase(java.util.Locale.ROOT), 2, "");
    text("digests: too short", text, root, root.substring(2), 2, "");
    text("digests: an element of p", text, root, "01000000ffffffff" + root.substring(16), 2, "");
    text(
        "digests: another than the contents'",
        text,
        Hex.format(first.digest()),
        flip(Hex.format(first.digest())),
        1,
        "consistent-file");
    long usd = first.generalLedger().controlEntries().get(0).amount();
    String entry = "\"" + usd + "\"";
    text(
        "totals: other entries than were signed",
        text,
        entry,
        "\"" + (usd - 1) + "\"",
        1,
        "consistent-file");
    text("totals: a negative entry", text, entry, "\"-" + usd + "\"", 2, "");
    text("totals: an entry with an exponent", text, entry, "\"1e5\"", 2, "");
    text("totals: an entry of 2^56", text, entry, "\"72057594037927936\"", 2, "");
    text("totals: an entry with leading zeros", text, entry, "\"0" + usd + "\"", 2, "");
    text("totals: an unknown key", text, "[ 7,", "[ 8,", 2, "");
    String equity = "\"equity\" : \"" + first.totals().get(0) + "\"";
    text(
        "totals: shown one less than added up",
        text,
        equity,
        "\"equity\" : \"" + first.totals().get(0).subtract(java.math.BigInteger.ONE) + "\"",
        1,
        "consistent-file");
    text(
        "totals: shown with decimals",
        text,
        equity,
        "\"equity\" : \"" + first.totals().get(0) + ".0\"",
        2,
        "");
    text(
        "totals: shown for another asset",
        text,
        "\"asset\" : \"USD\"",
        "\"asset\" : \"GOLD\"",
        1,
        "consistent-file");
  }

  /** What the reader knows beforehand. */
  void expectations() {
    String pem = CorpusExchange.KEYS.publicPem();
    String other = CorpusExchange.OTHER_KEYS.publicPem();
    with("accept/the expected key", "first", pem, 0, "", "--issuer-key", "{case}/key.pem");
    with("expected/another key", "first", other, 1, "expected", "--issuer-key", "{case}/key.pem");
    with("expected/no key", "first", "no key", 65, "", "--issuer-key", "{case}/key.pem");
    with(
        "expected/a private key",
        "first",
        CorpusExchange.KEYS.privatePem(),
        65,
        "",
        "--issuer-key",
        "{case}/key.pem");
    with("expected/two keys", "first", pem + other, 65, "", "--issuer-key", "{case}/key.pem");
    with(
        "accept/the expected digest",
        "first",
        null,
        0,
        "",
        "--statement-digest",
        Hex.format(first.digest()));
    with(
        "expected/another digest",
        "first",
        null,
        1,
        "expected",
        "--statement-digest",
        Hex.format(next.digest()));
    with("expected/a digest that is none", "first", null, 64, "", "--statement-digest", "0x00");
    with(
        "expected/root from the same file as the path: unless the reader has a digest of their own",
        "first",
        null,
        1,
        "expected",
        "--statement-digest",
        Hex.format(SOME));
    with("accept/any age", "first", null, 0, "", "--max-age", "P900000D");
    with("policy/stale", "first", null, 3, "max-age", "--max-age", "0s");
    with("policy/future", "future", null, 3, "future");
    with("policy/an age that is none", "first", null, 64, "", "--max-age", "soon");
    chain();
  }

  private void with(String id, String of, String key, int exit, String rule, String... more) {
    ObjectNode files = CorpusBook.files();
    if (key != null) {
      files.set("key.pem", book.object(utf8(key)));
    }
    book.add(id, of, files, list(VERIFY, more), exit, rule);
  }

  private void chain(String id, SolvencyStatement before, Ed25519Keys keys, int exit, String rule) {
    ObjectNode files = CorpusBook.files();
    files.set("before.json", book.object(signed(before, keys)));
    book.add(id, "next", files, list(VERIFY, "--previous", "{case}/before.json"), exit, rule);
  }

  private void chain() {
    chain("accept/continues the one before", first, CorpusExchange.KEYS, 0, "");
    chain("chain/another statement before", next, CorpusExchange.KEYS, 1, "chain");
    Exclusions somebody = new Exclusions(1, new TreeMap<>(Map.of(0, 5L)));
    SolvencyStatement other =
        new SolvencyStatement(
            first.header(), first.batches(), first.generalLedger(), somebody, first.issuerKey());
    chain("chain/one before that says something else", other, CorpusExchange.KEYS, 1, "chain");
    chain("chain/one before with a wrong signature", first, CorpusExchange.OTHER_KEYS, 65, "");
    ObjectNode files = CorpusBook.files();
    files.set("before.json", book.object(signed(first)));
    book.add(
        "chain/the first continues nothing",
        "first",
        files,
        list(VERIFY, "--previous", "{case}/before.json"),
        1,
        "chain");
  }
}
