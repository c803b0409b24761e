package io.zksolvency.formats;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.HashInput;
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
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Files whose values are made up. */
final class Samples {
  static final Ed25519Keys KEYS = Ed25519Keys.create();

  private Samples() {}

  static byte[] hash(String text) {
    return new HashInput(text).sha256();
  }

  static Digest digest(String text) {
    return Digest.fromBytes(AccountTag.fromHash(hash(text)).toBytes());
  }

  static SolvencyStatement statement() {
    AssetTable assets =
        new AssetTable(
            List.of(
                new Asset("BTC", 8, new BigDecimal("64250.17"), new BigDecimal("0.95"), d(1)),
                new Asset("USDT", 6, d(1), d(1), new BigDecimal("1.25"))));
    StatementHeader header =
        new StatementHeader(
            hash("relation"),
            "B\u00f6rse \"x\"\n\u202e",
            3,
            hash("previous"),
            "2026-11-01T00:00:00Z",
            assets,
            Weights.choose(assets, 2));
    List<BatchRecord> batches =
        List.of(
            new BatchRecord(15, 32000, digest("r0"), digest("c0"), ProofFiles.batch(0), hash("p0")),
            new BatchRecord(
                16, 60000, digest("r1"), digest("c1"), ProofFiles.batch(1), hash("p1")));
    GeneralLedger ledger =
        new GeneralLedger(
            15,
            100,
            AccountTag.fromHash(hash("tag")),
            List.of(
                new Entry(0, 150_000_000),
                new Entry(0, (1L << 56) - 1),
                new Entry(1, 0),
                new Entry(2, 7_000_001),
                new Entry(3, 5)),
            ProofFiles.GENERAL_LEDGER,
            hash("g"));
    Exclusions exclusions = new Exclusions(2, new TreeMap<>(Map.of(0, 10_000_000L)));
    return new SolvencyStatement(header, batches, ledger, exclusions, KEYS.publicKey());
  }

  private static BigDecimal d(int value) {
    return BigDecimal.valueOf(value);
  }

  static SignedStatement signed() {
    return SignedStatement.sign(statement(), KEYS);
  }

  static InclusionFile inclusion() {
    return new InclusionFile(
        hash("statement"),
        "alice \u4e2d\"\\",
        hash("salt"),
        1,
        17,
        List.of(new Entry(0, 987_654_321), new Entry(2, (1L << 56) - 1)),
        List.of(digest("a"), digest("b"), digest("c")));
  }
}
