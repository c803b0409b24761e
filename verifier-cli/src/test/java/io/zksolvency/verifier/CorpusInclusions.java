package io.zksolvency.verifier;

import static io.zksolvency.verifier.CorpusWriter.STATEMENT;
import static io.zksolvency.verifier.CorpusWriter.utf8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.hash.RescuePrime;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.statement.ProofFiles;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionJson;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Inclusion files: customers' own, and those of people who would like to be counted. */
final class CorpusInclusions {
  static final String FILE = "inclusion.json";
  static final List<String> CHECK =
      List.of("inclusion", "{case}/" + FILE, "--statement", "{case}/" + STATEMENT);

  private final CorpusBook book;
  private final SolvencyStatement first;
  private final SolvencyStatement next;
  private final CorpusExchange exchange;
  private final InclusionFile own;

  CorpusInclusions(
      CorpusBook book, CorpusExchange exchange, SolvencyStatement first, SolvencyStatement next) {
    this.book = book;
    this.exchange = exchange;
    this.first = first;
    this.next = next;
    own = exchange.inclusion(first, 0);
  }

  private void put(String id, byte[] inclusion, int exit, String rule) {
    // An inclusion needs no proofs.
    ObjectNode files = CorpusBook.files();
    files
        .putNull(ProofFiles.batch(0))
        .putNull(ProofFiles.batch(1))
        .putNull(ProofFiles.GENERAL_LEDGER);
    files.set(FILE, book.object(inclusion));
    book.add(id, "first", files, CHECK, exit, rule);
  }

  private void rejected(String id, String rule, InclusionFile file) {
    put("inclusion/" + id, InclusionJson.write(file), 1, rule);
  }

  private InclusionFile with(
      byte[] digest,
      String id,
      byte[] salt,
      int batch,
      long index,
      List<Entry> entries,
      List<Digest> path) {
    return new InclusionFile(digest, id, salt, batch, index, entries, path);
  }

  private InclusionFile with(String id, byte[] salt) {
    return with(own.statementDigest(), id, salt, 0, own.index(), own.entries(), own.path());
  }

  private InclusionFile with(List<Entry> entries) {
    return with(
        own.statementDigest(), own.accountId(), own.salt(), 0, own.index(), entries, own.path());
  }

  private InclusionFile with(long index, List<Digest> path) {
    return with(own.statementDigest(), own.accountId(), own.salt(), 0, index, own.entries(), path);
  }

  void add() {
    for (int number : new int[] {0, 1, 2, 3, 4, 5, exchange.customers() - 1}) {
      put(
          "accept/inclusion of customer " + number,
          InclusionJson.write(exchange.inclusion(first, number)),
          0,
          "");
    }
    entries();
    places();
    identities();
    texts();
  }

  private void entries() {
    List<Entry> e = own.entries();
    Entry one = e.get(0);
    rejected(
        "entries: one unit more",
        "inclusion-path",
        with(List.of(new Entry(one.key(), one.amount() + 1), e.get(1), e.get(2))));
    rejected(
        "entries: one unit less",
        "inclusion-path",
        with(List.of(new Entry(one.key(), one.amount() - 1), e.get(1), e.get(2))));
    rejected(
        "entries: another asset",
        "inclusion-path",
        with(List.of(new Entry(0, one.amount()), e.get(1), e.get(2))));
    rejected("entries: reordered", "inclusion-path", with(List.of(e.get(1), one, e.get(2))));
    rejected("entries: one left out", "inclusion-path", with(e.subList(0, 2)));
    rejected("entries: none", "inclusion-path", with(List.of()));
    rejected(
        "entries: a row more",
        "inclusion-path",
        with(List.of(one, e.get(1), e.get(2), new Entry(0, 0))));
    rejected(
        "entries: an unknown asset",
        "inclusion-entries",
        with(List.of(new Entry(8, one.amount()), e.get(1), e.get(2))));
    List<Entry> many = new ArrayList<>();
    for (int i = 0; i < 13; i++) {
      many.add(new Entry(0, i));
    }
    rejected("entries: more than an account may have", "inclusion-entries", with(many));
  }

  private void places() {
    List<Digest> path = own.path();
    long accounts = first.batches().get(0).accounts();
    rejected(
        "path: one shorter", "inclusion-path", with(own.index(), path.subList(0, path.size() - 1)));
    rejected(
        "path: one shorter at its start",
        "inclusion-path",
        with(own.index(), path.subList(1, path.size())));
    List<Digest> longer = new ArrayList<>(path);
    longer.add(first.batches().get(0).root());
    rejected("path: one longer", "inclusion-path", with(own.index(), longer));
    rejected("path: none", "inclusion-path", with(own.index(), List.of()));
    List<Digest> swapped = new ArrayList<>(path);
    swapped.set(0, path.get(1));
    swapped.set(1, path.get(0));
    rejected("path: two siblings swapped", "inclusion-path", with(own.index(), swapped));
    List<Digest> other = new ArrayList<>(path);
    Digest d = path.get(3);
    other.set(3, new Digest(d.e0(), d.e1(), d.e2(), d.e3() ^ 1));
    rejected("path: another sibling", "inclusion-path", with(own.index(), other));
    rejected("place: the neighbour's", "inclusion-path", with(own.index() ^ 1, path));
    rejected("place: the control account's", "inclusion-place", with(accounts - 1, path));
    rejected("place: beyond the accounts", "inclusion-place", with(accounts, path));
    rejected("place: far beyond the accounts", "inclusion-place", with(Long.MAX_VALUE, path));
    // A node above the leaf in the place of a leaf: a path one shorter for a tree half as large.
    Digest leafs = RescuePrime.merge(path.get(0), path.get(1));
    List<Digest> node = new ArrayList<>(path.subList(1, path.size()));
    node.set(0, leafs);
    rejected("place: a node presented as a leaf", "inclusion-path", with(own.index() / 2, node));
    rejected(
        "place: another batch",
        "inclusion-path",
        with(
            own.statementDigest(),
            own.accountId(),
            own.salt(),
            1,
            own.index(),
            own.entries(),
            path));
    rejected(
        "place: a batch that isn't there",
        "inclusion-place",
        with(
            own.statementDigest(),
            own.accountId(),
            own.salt(),
            2,
            own.index(),
            own.entries(),
            path));
  }

  private void identities() {
    byte[] salt = HashInput.sha256(utf8("guess"));
    rejected(
        "identity: another customer shown the same leaf",
        "inclusion-path",
        with("customer-0-1", own.salt()));
    rejected("identity: in other letters", "inclusion-path", with("Customer-0-0", own.salt()));
    rejected(
        "identity: letters that look the same",
        "inclusion-path",
        with("\u0441ustomer-0-0", own.salt()));
    rejected(
        "identity: another salt, as a neighbour would guess",
        "inclusion-path",
        with(own.accountId(), salt));
    rejected(
        "identity: a padding account",
        "inclusion-path",
        with(own.statementDigest(), own.accountId(), own.salt(), 0, 20_000, List.of(), own.path()));
    rejected(
        "snapshot: another statement's digest",
        "expected",
        with(
            next.digest(), own.accountId(), own.salt(), 0, own.index(), own.entries(), own.path()));
    ObjectNode files = CorpusBook.files();
    files.putNull(ProofFiles.batch(0)).putNull(ProofFiles.GENERAL_LEDGER);
    InclusionFile moved =
        with(next.digest(), own.accountId(), own.salt(), 0, own.index(), own.entries(), own.path());
    files.set(FILE, book.object(InclusionJson.write(moved)));
    book.add(
        "inclusion/snapshot: last month's tag and salt", "next", files, CHECK, 1, "inclusion-path");
    files = files.deepCopy();
    files.set(FILE, book.object(InclusionJson.write(own)));
    book.add("inclusion/snapshot: last month's file", "next", files, CHECK, 1, "expected");
  }

  private void text(String id, String from, String to, int exit, String rule) {
    String text = new String(InclusionJson.write(own), StandardCharsets.UTF_8);
    if (!text.contains(from)) {
      throw new AssertionError(id);
    }
    put("inclusion/text: " + id, utf8(text.replace(from, to)), exit, rule);
  }

  private void texts() {
    put("inclusion/text: empty", new byte[0], 2, "");
    put("inclusion/text: a statement", CorpusWriter.signed(first), 2, "");
    put("inclusion/text: longer than allowed", new byte[(64 << 10) + 1], 2, "");
    String amount = "\"" + own.entries().get(0).amount() + "\"";
    ObjectNode files = CorpusBook.files();
    files.set(FILE, CorpusBook.zeros(10_000_000_000L));
    book.add("inclusion/text: 10 GB", "first", files, CHECK, 2, "");
    text("another format", "zksolvency.inclusion/v1", "zksolvency.inclusion/v0", 2, "");
    text("an amount with an exponent", amount, "\"1e5\"", 2, "");
    text("an amount of NaN", amount, "\"NaN\"", 2, "");
    text("a negative amount", amount, "\"-1\"", 2, "");
    text("minus zero", amount, "\"-0\"", 2, "");
    text("an amount of 2^63", amount, "\"9223372036854775808\"", 2, "");
    text("an amount with a fraction", amount, "\"0.1\"", 2, "");
    text("an amount with a comma", amount, "\"1,5\"", 2, "");
    text("an amount as a number", amount, amount.replace("\"", ""), 2, "");
    text(
        "a salt in capitals",
        Hex.format(own.salt()),
        Hex.format(own.salt()).toUpperCase(java.util.Locale.ROOT),
        2,
        "");
    text("a negative index", "\"index\" : 0", "\"index\" : -1", 2, "");
    text("a sibling that is no digest", own.path().get(0).toHex(), "ff".repeat(32), 2, "");
  }
}
