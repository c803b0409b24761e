package io.zksolvency.verifier;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zksolvency.circuits.statement.LedgerInputs;
import io.zksolvency.circuits.statement.ProofFiles;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.formats.Ed25519Keys;
import io.zksolvency.formats.SignedStatement;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.stark.proof.LedgerProof;
import io.zksolvency.stark.proof.Opening;
import io.zksolvency.stark.proof.ProofReader;
import io.zksolvency.stark.proof.ProofShape;
import io.zksolvency.stark.proof.Slice;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Writes testdata/corpus; {@code tests/corpus/write} runs it after the proofs are made. */
@EnabledIfSystemProperty(named = "corpus.proofs", matches = ".+")
class CorpusWriter {
  static final String STATEMENT = "statement.json";
  static final List<String> VERIFY = List.of("statement", "{case}");

  @TempDir private Path temp;

  private CorpusExchange exchange;
  private CorpusBook book;
  private SolvencyStatement first;
  private SolvencyStatement next;

  @Test
  void write() throws Exception {
    exchange = new CorpusExchange(Path.of(System.getProperty("corpus.proofs")));
    book = new CorpusBook(CorpusFiles.FOLDER, temp);
    first = exchange.first();
    next = exchange.next(first);
    assertThat(LedgerInputs.batch(first, 0)).isEqualTo(exchange.ledger("batch-0").inputs());
    assertThat(LedgerInputs.generalLedger(first)).isEqualTo(exchange.ledger("general").inputs());
    assertThat(LedgerInputs.batch(next, 0)).isEqualTo(exchange.ledger("next-batch-0").inputs());
    publications();
    accepted();
    forgedProofs();
    weakProofs();
    editedProofs();
    CorpusStatements statements = new CorpusStatements(book, exchange, first, next);
    statements.forgedStatements();
    statements.malformedStatements();
    statements.expectations();
    CorpusInclusions inclusions = new CorpusInclusions(book, exchange, first, next);
    inclusions.add();
    book.write();
    System.out.println(book.size() + " cases");
  }

  /** Returns a statement signed by the exchange. */
  static byte[] signed(SolvencyStatement statement) {
    return signed(statement, CorpusExchange.KEYS);
  }

  static byte[] signed(SolvencyStatement statement, Ed25519Keys keys) {
    return StatementJson.write(new SignedStatement(statement, keys.sign(statement.digest())));
  }

  private void publications() {
    ObjectNode files = CorpusBook.files();
    files.set(STATEMENT, book.object(signed(first)));
    files.set(ProofFiles.batch(0), book.object(exchange.ledger("batch-0").proof()));
    files.set(ProofFiles.batch(1), book.object(exchange.ledger("batch-1").proof()));
    files.set(ProofFiles.GENERAL_LEDGER, book.object(exchange.ledger("general").proof()));
    book.publication("first", files);
    files = CorpusBook.files();
    files.set(STATEMENT, book.object(signed(next)));
    files.set(ProofFiles.batch(0), book.object(exchange.ledger("next-batch-0").proof()));
    files.set(ProofFiles.GENERAL_LEDGER, book.object(exchange.ledger("next-general").proof()));
    book.publication("next", files);
    files = CorpusBook.files();
    files.set(STATEMENT, book.object(signed(exchange.future())));
    files.set(ProofFiles.batch(0), book.object(exchange.ledger("future-batch-0").proof()));
    files.set(ProofFiles.GENERAL_LEDGER, book.object(exchange.ledger("future-general").proof()));
    book.publication("future", files);
  }

  private void accepted() {
    book.add("accept/first", "first", CorpusBook.files(), VERIFY, 0, "");
    book.add("accept/next", "next", CorpusBook.files(), VERIFY, 0, "");
  }

  /**
   * Proofs by provers that leave out a part of the relation, each under a statement that fits it.
   */
  private void forgedProofs() {
    exchange
        .forged()
        .forEach(
            forged -> {
              SolvencyStatement statement =
                  CorpusStatements.withBatch(first, exchange.batch(0, forged));
              assertThat(LedgerInputs.batch(statement, 0)).isEqualTo(forged.inputs());
              book.add(
                  "forged/" + forged.name() + ": " + forged.claim(),
                  "first",
                  firstProof(statement, book.object(forged.proof())),
                  VERIFY,
                  1,
                  "proof");
            });
  }

  private void weakProofs() {
    exchange
        .weak()
        .forEach(
            weak ->
                book.add(
                    "options/" + weak.name().substring("weak-".length()),
                    "first",
                    firstProof(
                        CorpusStatements.withBatch(first, exchange.batch(0, weak)),
                        book.object(weak.proof())),
                    VERIFY,
                    2,
                    ""));
  }

  private ObjectNode firstProof(SolvencyStatement statement, JsonNode proof) {
    ObjectNode files = CorpusBook.files();
    files.set(STATEMENT, book.object(signed(statement)));
    files.set(ProofFiles.batch(0), proof);
    return files;
  }

  /**
   * The edits of testdata/proofs/v1, of the first batch's proof, under statements that name the
   * edited file.
   */
  private void editedProofs() throws Exception {
    byte[] proof = exchange.ledger("batch-0").proof();
    Map<String, Integer> sections = sections(exchange.ledger("batch-0").inputs(), proof);
    JsonNode manifest =
        new ObjectMapper().readTree(Path.of("../testdata/proofs/v1/manifest.json").toFile());
    for (JsonNode c : manifest.get("cases")) {
      JsonNode change = c.get("proof");
      // Of another size than the golden proof: a trace's length is said by the inputs here.
      if (change == null || !sections.containsKey(change.get("section").asText())) {
        continue;
      }
      int at = sections.get(change.get("section").asText()) + change.get("at").asInt();
      String hex = change.get("hex").asText();
      int delete = deleted(change, proof.length - at);
      if (change.get("op").asText().equals("xor")) {
        byte[] with = HexFormat.of().parseHex(hex);
        for (int i = 0; i < with.length; i++) {
          with[i] ^= proof[at + i];
        }
        hex = HexFormat.of().formatHex(with);
      }
      byte[] changed = CorpusFiles.edited(proof, at, delete, hex);
      SolvencyStatement statement =
          CorpusStatements.withBatch(
              first,
              exchange.batch(
                  0,
                  new CorpusExchange.Proven("", exchange.ledger("batch-0").inputs(), "", changed)));
      boolean rejected = c.get("verdict").asText().equals("rejected");
      book.add(
          "edited/" + c.get("case").asText(),
          "first",
          firstProof(statement, book.edited(proof, at, delete, hex)),
          VERIFY,
          rejected ? 1 : 2,
          rejected ? "proof" : "");
    }
    otherEncodings(proof, sections);
    SolvencyStatement longest = CorpusStatements.withBatch(first, zeros(2_000_001));
    ObjectNode files = firstProof(longest, CorpusBook.zeros(2_000_001));
    book.add("edited/longer than any proof", "first", files, VERIFY, 2, "");
    files = firstProof(longest, CorpusBook.zeros(100_000_000));
    book.add("edited/a proof of 100 MB", "first", files, VERIFY, 2, "");
    files = firstProof(longest, CorpusBook.zeros(10_000_000_000L));
    book.add("edited/a proof of 10 GB", "first", files, VERIFY, 2, "");
  }

  /**
   * The same proof in other bytes: lengths in another form or of another value, and what nobody
   * needs in a path; and one row fewer than is asked for.
   */
  private void otherEncodings(byte[] proof, Map<String, Integer> sections) {
    // 1872 bytes a row: three bytes of length before the rows, whose value stands above three low
    // bits.
    int at = sections.get("main-rows") - 3;
    int length =
        (proof[at] & 0xff | (proof[at + 1] & 0xff) << 8 | (proof[at + 2] & 0xff) << 16) >> 3;
    otherEncoding("main: a length in a longer form", proof, at, 3, little(length << 4 | 8, 4));
    // The path: its length in three bytes, the depth, how many lists, then the first list.
    int path = sections.get("main-path");
    int bytes =
        (proof[path] & 0xff | (proof[path + 1] & 0xff) << 8 | (proof[path + 2] & 0xff) << 16) >> 3;
    int lists = path + 4;
    int list = lists + 1 + Integer.numberOfTrailingZeros(proof[lists]);
    int nodes = (proof[list] & 0xff) >> 1;
    int end = list + 1 + 32 * nodes;
    String hex =
        little(bytes + 32 << 3 | 4, 3)
            + HexFormat.of().formatHex(proof, path + 3, list)
            + little(nodes + 1 << 1 | 1, 1)
            + HexFormat.of().formatHex(proof, list + 1, end)
            + "00".repeat(32);
    otherEncoding("main: a node that nobody needs", proof, path, end - path, hex);
    otherEncoding("main: another length of the rows", proof, at, 3, little(length + 1 << 3 | 4, 3));

    // Eight elements of 24 bytes a row. The last layer of FRI has rows side by side, so fewer lists
    // than rows: its length in four
    // bytes, the depth, how many lists, the lists.
    int friRow = 8 * 24;
    int rows = sections.get("fri-2-rows");
    path = sections.get("fri-2-path");
    end = sections.get("remainder");
    int count = (proof[path + 5] & 0xff) >> 1;
    assertThat(count).isLessThan((path - rows) / friRow);
    hex =
        little(end - path - 4 + 1, 4)
            + HexFormat.of().formatHex(proof, path + 4, path + 5)
            + little(count + 1 << 1 | 1, 1)
            + HexFormat.of().formatHex(proof, path + 6, end)
            + "01";
    otherEncoding("fri 2: an empty list that no node needs", proof, path, end - path, hex);
    hex = little(path - rows - friRow, 4);
    int row = 4 + friRow;
    otherEncoding("fri 2: one row fewer, and its nodes", proof, rows - 4, row, hex);
  }

  private static String little(int value, int bytes) {
    StringBuilder hex = new StringBuilder();
    for (int i = 0; i < bytes; i++) {
      hex.append(String.format("%02x", value >> (8 * i) & 0xff));
    }
    return hex.toString();
  }

  private void otherEncoding(String id, byte[] proof, int at, int delete, String hex) {
    byte[] changed = CorpusFiles.edited(proof, at, delete, hex);
    PublicInputs inputs = exchange.ledger("batch-0").inputs();
    SolvencyStatement statement =
        CorpusStatements.withBatch(
            first, exchange.batch(0, new CorpusExchange.Proven("", inputs, "", changed)));
    boolean path = id.contains("node");
    book.add(
        "edited/" + id,
        "first",
        firstProof(statement, book.edited(proof, at, delete, hex)),
        VERIFY,
        path ? 1 : 2,
        path ? "proof" : "");
  }

  private io.zksolvency.circuits.statement.BatchRecord zeros(int count) {
    return exchange.batch(
        0, new CorpusExchange.Proven("", exchange.ledger("batch-0").inputs(), "", new byte[count]));
  }

  private static int deleted(JsonNode change, int rest) {
    return switch (change.get("op").asText()) {
      case "xor", "set" -> change.get("hex").asText().length() / 2;
      case "insert" -> 0;
      case "delete" -> change.get("length").asInt();
      default -> rest;
    };
  }

  /** Returns where each section of docs/spec/proof.md starts. */
  private static Map<String, Integer> sections(PublicInputs inputs, byte[] proof) throws Exception {
    LedgerProof parts = ProofReader.read(proof, ProofShape.of(inputs));
    Map<String, Integer> starts = new TreeMap<>();
    int header = 27;
    starts.put("header", 0);
    starts.put("queries", header);
    starts.put("commitments", header + 1);
    opening(starts, "main", parts.main());
    opening(starts, "aux", parts.aux());
    opening(starts, "quotient", parts.quotient());
    starts.put("trace-frame", parts.traceFrame().offset() - 3);
    starts.put("quotient-frame", parts.quotientFrame().offset() - 3);
    starts.put("fri", parts.friLayers().get(0).rows()[0].offset() - 5);
    for (int layer = 0; layer < parts.friLayers().size(); layer++) {
      opening(starts, "fri-" + layer, parts.friLayers().get(layer));
    }
    starts.put("remainder", parts.remainder().offset() - 2);
    starts.put("partitions", proof.length - 9);
    starts.put("nonce", proof.length - 8);
    starts.put("end", proof.length);
    return starts;
  }

  private static void opening(Map<String, Integer> starts, String name, Opening opening) {
    Slice last = opening.rows()[opening.rows().length - 1];
    starts.put(name + "-rows", opening.rows()[0].offset());
    starts.put(name + "-path", last.offset() + last.length());
  }

  static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  static List<String> list(List<String> start, String... more) {
    List<String> all = new ArrayList<>(start);
    all.addAll(List.of(more));
    return all;
  }
}
