package io.zksolvency.verifier;

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
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.circuits.statement.RelationId;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.formats.Ed25519Keys;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.InclusionFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The exchange of the corpus, from what native/rust/ledger-corpus writes of it. */
final class CorpusExchange {
  static final String NAME = "Corpus Exchange";
  static final AssetTable ASSETS =
      new AssetTable(
          List.of(
              asset("USD", "1"),
              asset("GOLD", "1000"),
              asset("VOID", "1"),
              asset("DUST", "0.0001")));
  static final Weights WEIGHTS = Weights.of(ASSETS, 12, 2);
  static final String TIME = "2026-11-01T00:00:00Z";
  static final String NEXT_TIME = "2026-11-02T00:00:00Z";
  static final String FUTURE = "2999-01-01T00:00:00Z";

  /** The key of RFC 8032's first test vector: no secret. */
  static final Ed25519Keys KEYS =
      keys("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60");

  /** The key of its second. */
  static final Ed25519Keys OTHER_KEYS =
      keys("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb");

  private static final int WORD_BITS = 28;

  /** A proof with its public inputs. */
  record Proven(String name, PublicInputs inputs, String claim, byte[] proof) {
    byte[] sha256() {
      return HashInput.sha256(proof);
    }
  }

  private final Map<String, Proven> ledgers = new LinkedHashMap<>();
  private final List<String[]> customers = new ArrayList<>();
  private final List<Entry> control = new ArrayList<>();

  CorpusExchange(Path folder) throws IOException {
    for (String line : sorted(folder.resolve("ledgers.tsv"))) {
      String[] fields = line.split("\t");
      PublicInputs inputs = PublicInputsCodec.decode(Hex.parse(fields[1], fields[1].length() / 2));
      byte[] proof = Files.readAllBytes(folder.resolve(fields[0] + ".proof"));
      ledgers.put(fields[0], new Proven(fields[0], inputs, fields[2], proof));
    }
    Files.readAllLines(folder.resolve("accounts.tsv"))
        .forEach(line -> customers.add(line.split("\t")));
    control.addAll(entries(Files.readString(folder.resolve("control.tsv"))));
  }

  private static List<String> sorted(Path file) throws IOException {
    return Files.readAllLines(file).stream().sorted().toList();
  }

  private static Asset asset(String symbol, String price) {
    return new Asset(symbol, 0, new BigDecimal(price), BigDecimal.ONE, BigDecimal.ONE);
  }

  private static Ed25519Keys keys(String seed) {
    byte[] der = Hex.parse("302e020100300506032b657004220420" + seed, 48);
    String pem =
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getEncoder().encodeToString(der)
            + "\n-----END PRIVATE KEY-----\n";
    try {
      return Ed25519Keys.fromPem(pem);
    } catch (FormatException e) {
      throw new AssertionError(e);
    }
  }

  Proven ledger(String name) {
    return ledgers.get(name);
  }

  /** Returns the malicious proofs of the first batch. */
  Stream<Proven> forged() {
    return ledgers.values().stream().filter(l -> !l.claim().equals("honest") && !isWeak(l));
  }

  /** Returns the proofs under weaker options. */
  Stream<Proven> weak() {
    return ledgers.values().stream().filter(CorpusExchange::isWeak);
  }

  private static boolean isWeak(Proven ledger) {
    return ledger.name().startsWith("weak-");
  }

  private static List<Entry> entries(String text) {
    return Stream.of(text.split(","))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> entry.split(":"))
        .map(e -> new Entry(Integer.parseInt(e[0]), Long.parseLong(e[1])))
        .toList();
  }

  /** Returns the control entries that a general ledger gets over these control accounts. */
  private static List<Entry> totals(List<Entry> entries) {
    long most = (1L << WORD_BITS) - 1;
    List<Entry> totals = new ArrayList<>();
    for (int key = 0; key < ASSETS.keys(); key++) {
      int k = key;
      long low = entries.stream().filter(e -> e.key() == k).mapToLong(Entry::low).sum();
      long high = entries.stream().filter(e -> e.key() == k).mapToLong(Entry::high).sum();
      do {
        long l = Math.min(low, most);
        long h = Math.min(high, most);
        totals.add(new Entry(key, l + (h << WORD_BITS)));
        low -= l;
        high -= h;
      } while (low > 0 || high > 0);
    }
    return totals;
  }

  static StatementHeader header(long sequence, byte[] previous, String time) {
    return new StatementHeader(RelationId.bytes(), NAME, sequence, previous, time, ASSETS, WEIGHTS);
  }

  BatchRecord batch(int number, Proven ledger) {
    PublicInputs inputs = ledger.inputs();
    return new BatchRecord(
        inputs.log2Rows(),
        inputs.accounts(),
        inputs.root(),
        inputs.controlDigest(),
        ProofFiles.batch(number),
        ledger.sha256());
  }

  private GeneralLedger general(Proven ledger, List<Entry> controls) {
    AccountTag tag =
        AccountTag.fromHash(
            HashInput.sha256("corpus general 0".getBytes(StandardCharsets.US_ASCII)));
    return new GeneralLedger(
        ledger.inputs().log2Rows(),
        ledger.inputs().accounts(),
        tag,
        totals(controls),
        ProofFiles.GENERAL_LEDGER,
        ledger.sha256());
  }

  /** Returns the first statement: two batches. */
  SolvencyStatement first() {
    List<Entry> controls = new ArrayList<>(control);
    // The second batch holds the first 20 customers once more.
    List<Entry> held = customers.stream().limit(20).flatMap(c -> entries(c[3]).stream()).toList();
    controls.addAll(totals(held));
    return new SolvencyStatement(
        header(0, new byte[Digest.BYTES], TIME),
        List.of(batch(0, ledger("batch-0")), batch(1, ledger("batch-1"))),
        general(ledger("general"), controls),
        Exclusions.NONE,
        KEYS.publicKey());
  }

  /** Returns the statement after it: one batch. */
  SolvencyStatement next(SolvencyStatement first) {
    return new SolvencyStatement(
        header(1, first.digest(), NEXT_TIME),
        List.of(batch(0, ledger("next-batch-0"))),
        general(ledger("next-general"), control),
        Exclusions.NONE,
        KEYS.publicKey());
  }

  /** Returns a statement about a day that has not come: one batch. */
  SolvencyStatement future() {
    return new SolvencyStatement(
        header(0, new byte[Digest.BYTES], FUTURE),
        List.of(batch(0, ledger("future-batch-0"))),
        general(ledger("future-general"), control),
        Exclusions.NONE,
        KEYS.publicKey());
  }

  int customers() {
    return customers.size();
  }

  /** Returns the inclusion file of a customer of the first batch. */
  InclusionFile inclusion(SolvencyStatement statement, int number) {
    String[] fields = customers.get(number);
    return new InclusionFile(
        statement.digest(),
        fields[0],
        Hex.parse(fields[1], Digest.BYTES),
        0,
        Long.parseLong(fields[2]),
        entries(fields[3]),
        Stream.of(fields[4].split(",")).map(Digest::fromHex).toList());
  }

  static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
