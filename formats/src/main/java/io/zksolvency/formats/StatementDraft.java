package io.zksolvency.formats;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Decimals;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.Keys;
import io.zksolvency.circuits.ledger.Weights;
import io.zksolvency.circuits.statement.BatchRecord;
import io.zksolvency.circuits.statement.Exclusions;
import io.zksolvency.circuits.statement.GeneralLedger;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/** The members of a statement.json read so far, in any order. */
final class StatementDraft {
  static final List<String> MEMBERS =
      List.of(
          "format",
          "relation_id",
          "name",
          "sequence",
          "previous_digest",
          "snapshot_time",
          "scale_log2",
          "max_steps_log2",
          "assets",
          "batches",
          "general_ledger",
          "totals",
          "exclusions",
          "statement_digest",
          "issuer_key",
          "signature");

  private static final List<String> ASSET_MEMBERS =
      List.of(
          "symbol", "decimals", "price", "haircut", "debt_haircut", "equity_weight", "debt_weight");
  private static final List<String> BATCH_MEMBERS =
      List.of("log2_rows", "accounts", "root", "control_digest", "proof", "proof_sha256");
  private static final List<String> LEDGER_MEMBERS =
      List.of("log2_rows", "accounts", "control_tag", "control_entries", "proof", "proof_sha256");
  private static final List<String> TOTAL_MEMBERS = List.of("asset", "equity", "debt");
  private static final List<String> EXCLUSIONS_MEMBERS = List.of("accounts", "shortfalls");
  private static final List<String> SHORTFALL_MEMBERS = List.of("asset", "amount");

  private static final int MAX_NAME = 256;
  private static final int MAX_TEXT = 64;
  private static final int MAX_ASSETS = AssetTable.MAX_ASSETS;
  private static final int MAX_KEY = 2 * MAX_ASSETS - 1;

  /** More batches than accounts of the largest general ledger can not be right. */
  private static final int MAX_BATCHES = 1 << 18;

  /** Entries of 2^12 rows. */
  private static final int MAX_CONTROL_ENTRIES = 3 << 12;

  private static final int SIGNATURE_BYTES = 64;

  private final JsonCursor json;

  private byte[] relationId;
  private String name;
  private long sequence;
  private byte[] previousDigest;
  private String snapshotTime;
  private int scaleLog2;
  private int maxStepsLog2;
  private final List<Asset> assets = new ArrayList<>();
  private final List<Long> weights = new ArrayList<>();
  private final List<BatchRecord> batches = new ArrayList<>();
  private GeneralLedger generalLedger;
  private final List<Map<String, String>> totals = new ArrayList<>();
  private long excludedAccounts;
  private final List<Map<String, String>> shortfalls = new ArrayList<>();
  private byte[] statementDigest;
  private byte[] issuerKey;
  private byte[] signature;

  StatementDraft(JsonCursor json) {
    this.json = json;
  }

  void read(String member) throws FormatException {
    switch (member) {
      case "format" -> json.literal(StatementJson.FORMAT);
      case "relation_id" -> relationId = json.hex(Digest.BYTES);
      case "name" -> name = json.text(MAX_NAME);
      case "sequence" -> sequence = json.integer(0, Long.MAX_VALUE);
      case "previous_digest" -> previousDigest = json.hex(Digest.BYTES);
      case "snapshot_time" -> snapshotTime = json.text(MAX_TEXT);
      case "scale_log2" ->
          scaleLog2 = json.smallInteger(Weights.MIN_SCALE_LOG2, Weights.MAX_SCALE_LOG2);
      case "max_steps_log2" -> maxStepsLog2 = json.smallInteger(0, Weights.MAX_STEPS_LOG2);
      case "assets" -> json.array(MAX_ASSETS, this::readAsset);
      case "batches" -> json.array(MAX_BATCHES, this::readBatch);
      case "general_ledger" -> readGeneralLedger();
      case "totals" -> json.array(MAX_ASSETS, () -> totals.add(texts(TOTAL_MEMBERS)));
      case "exclusions" -> readExclusions();
      case "statement_digest" -> statementDigest = json.hex(Digest.BYTES);
      case "issuer_key" -> issuerKey = json.hex(Ed25519Keys.PUBLIC_KEY_BYTES);
      case "signature" -> signature = json.hex(SIGNATURE_BYTES);
      default -> throw json.problem("unknown member");
    }
  }

  private void readAsset() throws FormatException {
    Map<String, String> text = new HashMap<>();
    Map<String, Long> number = new HashMap<>();
    json.object(
        ASSET_MEMBERS,
        member -> {
          switch (member) {
            case "decimals" -> number.put(member, json.integer(0, Asset.MAX_DECIMALS));
            case "equity_weight", "debt_weight" ->
                number.put(member, json.integer(Long.MIN_VALUE, Long.MAX_VALUE));
            default -> text.put(member, json.text(MAX_TEXT));
          }
        });
    assets.add(
        json.make(
            () ->
                new Asset(
                    text.get("symbol"),
                    number.get("decimals").intValue(),
                    Decimals.parseCanonical(text.get("price")),
                    Decimals.parseCanonical(text.get("haircut")),
                    Decimals.parseCanonical(text.get("debt_haircut")))));
    weights.add(number.get("equity_weight"));
    weights.add(number.get("debt_weight"));
  }

  private void readBatch() throws FormatException {
    LedgerDraft draft = new LedgerDraft();
    json.object(BATCH_MEMBERS, draft::read);
    batches.add(
        new BatchRecord(
            draft.log2Rows,
            draft.accounts,
            draft.root,
            draft.controlDigest,
            draft.proofFile,
            draft.proofSha256));
  }

  private void readGeneralLedger() throws FormatException {
    LedgerDraft draft = new LedgerDraft();
    json.object(LEDGER_MEMBERS, draft::read);
    generalLedger =
        new GeneralLedger(
            draft.log2Rows,
            draft.accounts,
            draft.controlTag,
            draft.controlEntries,
            draft.proofFile,
            draft.proofSha256);
  }

  /** Members of a batch or the general ledger. */
  private final class LedgerDraft {
    private int log2Rows;
    private long accounts;
    private Digest root;
    private Digest controlDigest;
    private AccountTag controlTag;
    private List<Entry> controlEntries;
    private String proofFile;
    private byte[] proofSha256;

    void read(String member) throws FormatException {
      switch (member) {
        case "log2_rows" -> log2Rows = json.smallInteger(0, 63);
        case "accounts" -> accounts = json.integer(0, Long.MAX_VALUE);
        case "root" -> root = digest();
        case "control_digest" -> controlDigest = digest();
        case "control_tag" -> controlTag = AccountTag.fromBytes(digest().toBytes());
        case "control_entries" ->
            controlEntries = EntriesJson.read(json, MAX_CONTROL_ENTRIES, MAX_KEY);
        case "proof" -> proofFile = json.text(MAX_TEXT);
        case "proof_sha256" -> proofSha256 = json.hex(Digest.BYTES);
        default -> throw json.problem("unknown member");
      }
    }

    private Digest digest() throws FormatException {
      byte[] bytes = json.hex(Digest.BYTES);
      return json.make(() -> Digest.fromBytes(bytes));
    }
  }

  private void readExclusions() throws FormatException {
    json.object(
        EXCLUSIONS_MEMBERS,
        member -> {
          if (member.equals("accounts")) {
            excludedAccounts = json.integer(0, Long.MAX_VALUE);
          } else {
            json.array(MAX_ASSETS, () -> shortfalls.add(texts(SHORTFALL_MEMBERS)));
          }
        });
  }

  private Map<String, String> texts(List<String> members) throws FormatException {
    Map<String, String> texts = new HashMap<>();
    json.object(members, member -> texts.put(member, json.text(MAX_TEXT)));
    return texts;
  }

  /** Returns the statement, after all members are read. */
  SignedStatement finish() throws FormatException {
    AssetTable table = at("/assets", () -> new AssetTable(assets));
    Weights byKey =
        at(
            "/assets",
            () ->
                new Weights(
                    scaleLog2,
                    maxStepsLog2,
                    weights.stream().mapToLong(Long::longValue).toArray()));
    StatementHeader header =
        at(
            "",
            () ->
                new StatementHeader(
                    relationId, name, sequence, previousDigest, snapshotTime, table, byKey));
    Exclusions exclusions = new Exclusions(excludedAccounts, shortfalls(table));
    SolvencyStatement statement =
        at("", () -> new SolvencyStatement(header, batches, generalLedger, exclusions, issuerKey));
    checkTotals(statement);
    if (!Arrays.equals(statement.digest(), statementDigest)) {
      throw new InconsistentFileException(
          "/statement_digest", "not the digest of this statement: something was changed");
    }
    return new SignedStatement(statement, signature);
  }

  private SortedMap<Integer, Long> shortfalls(AssetTable table) throws FormatException {
    SortedMap<Integer, Long> amounts = new TreeMap<>();
    for (int i = 0; i < shortfalls.size(); i++) {
      String pointer = "/exclusions/shortfalls/" + i;
      int asset = table.indexOf(shortfalls.get(i).get("asset"));
      if (asset < 0 || (!amounts.isEmpty() && asset <= amounts.lastKey())) {
        throw new FormatException(pointer, "expected assets of the table, in its order");
      }
      String text = shortfalls.get(i).get("amount");
      int decimals = table.get(asset).decimals();
      BigInteger amount = at(pointer + "/amount", () -> Decimals.parseExact(text, decimals));
      if (amount.bitLength() > 63) {
        throw new FormatException(pointer + "/amount", "at most 2^63 - 1 base units");
      }
      amounts.put(asset, amount.longValueExact());
    }
    return amounts;
  }

  private void checkTotals(SolvencyStatement statement) throws FormatException {
    AssetTable table = statement.header().assets();
    List<BigInteger> computed = statement.totals();
    if (totals.size() != table.size()) {
      throw new InconsistentFileException("/totals", "expected one for each asset");
    }
    for (int i = 0; i < totals.size(); i++) {
      String pointer = "/totals/" + i;
      int decimals = table.get(i).decimals();
      Map<String, String> total = totals.get(i);
      BigInteger equity =
          at(pointer + "/equity", () -> Decimals.parseExact(total.get("equity"), decimals));
      BigInteger debt =
          at(pointer + "/debt", () -> Decimals.parseExact(total.get("debt"), decimals));
      if (!total.get("asset").equals(table.get(i).symbol())
          || !equity.equals(computed.get(Keys.equity(i)))
          || !debt.equals(computed.get(Keys.debt(i)))) {
        throw new InconsistentFileException(
            pointer, "the totals do not follow from the general ledger's control_entries");
      }
    }
  }

  private static <T> T at(String pointer, Supplier<T> maker) throws FormatException {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw new FormatException(pointer, e.getMessage());
    }
  }
}
