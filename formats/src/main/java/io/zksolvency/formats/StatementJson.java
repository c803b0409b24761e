package io.zksolvency.formats;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Decimals;
import io.zksolvency.circuits.ledger.Keys;
import io.zksolvency.circuits.statement.BatchRecord;
import io.zksolvency.circuits.statement.Exclusions;
import io.zksolvency.circuits.statement.GeneralLedger;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** The JSON of a statement, {@code zksolvency.statement/v1}: statement.json. */
public final class StatementJson {
  /** No statement is longer. */
  public static final int MAX_BYTES = 64 << 20;

  static final String FORMAT = "zksolvency.statement/v1";

  private StatementJson() {}

  /**
   * Returns the statement that the bytes, from anyone, hold. Its digest and totals are those of its
   * contents; nothing else of what it claims is checked, not even the signature.
   *
   * @throws InconsistentFileException if the digest or the totals differ from the contents
   * @throws FormatException if the bytes are not exactly one file of this format
   */
  public static SignedStatement read(byte[] bytes) throws FormatException {
    if (bytes.length > MAX_BYTES) {
      throw new FormatException("", "longer than the limit of " + MAX_BYTES + " bytes");
    }
    JsonCursor json = JsonCursor.open(bytes);
    StatementDraft draft = new StatementDraft(json);
    json.object(StatementDraft.MEMBERS, draft::read);
    json.end();
    return draft.finish();
  }

  /** Returns the file's bytes. */
  public static byte[] write(SignedStatement signed) {
    return JsonText.of(json -> write(json, signed));
  }

  private static void write(JsonGenerator json, SignedStatement signed) throws IOException {
    SolvencyStatement statement = signed.statement();
    StatementHeader header = statement.header();
    json.writeStartObject();
    json.writeStringField("format", FORMAT);
    json.writeStringField("relation_id", Hex.format(header.relationId()));
    json.writeStringField("name", header.name());
    json.writeNumberField("sequence", header.sequence());
    json.writeStringField("previous_digest", Hex.format(header.previousDigest()));
    json.writeStringField("snapshot_time", header.snapshotTime());
    json.writeNumberField("scale_log2", header.weights().scaleLog2());
    json.writeNumberField("max_steps_log2", header.weights().maxStepsLog2());
    writeAssets(json, header);
    json.writeArrayFieldStart("batches");
    for (BatchRecord batch : statement.batches()) {
      writeBatch(json, batch);
    }
    json.writeEndArray();
    writeGeneralLedger(json, statement.generalLedger());
    writeTotals(json, header.assets(), statement.totals());
    writeExclusions(json, header.assets(), statement.exclusions());
    json.writeStringField("statement_digest", Hex.format(statement.digest()));
    json.writeStringField("issuer_key", Hex.format(statement.issuerKey()));
    json.writeStringField("signature", Hex.format(signed.signature()));
    json.writeEndObject();
  }

  private static void writeAssets(JsonGenerator json, StatementHeader header) throws IOException {
    json.writeArrayFieldStart("assets");
    for (int i = 0; i < header.assets().size(); i++) {
      Asset asset = header.assets().get(i);
      json.writeStartObject();
      json.writeStringField("symbol", asset.symbol());
      json.writeNumberField("decimals", asset.decimals());
      json.writeStringField("price", Decimals.formatCanonical(asset.price()));
      json.writeStringField("haircut", Decimals.formatCanonical(asset.haircut()));
      json.writeStringField("debt_haircut", Decimals.formatCanonical(asset.debtHaircut()));
      json.writeNumberField("equity_weight", header.weights().of(Keys.equity(i)));
      json.writeNumberField("debt_weight", header.weights().of(Keys.debt(i)));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeBatch(JsonGenerator json, BatchRecord batch) throws IOException {
    json.writeStartObject();
    json.writeNumberField("log2_rows", batch.log2Rows());
    json.writeNumberField("accounts", batch.accounts());
    json.writeStringField("root", batch.root().toHex());
    json.writeStringField("control_digest", batch.controlDigest().toHex());
    json.writeStringField("proof", batch.proofFile());
    json.writeStringField("proof_sha256", Hex.format(batch.proofSha256()));
    json.writeEndObject();
  }

  private static void writeGeneralLedger(JsonGenerator json, GeneralLedger ledger)
      throws IOException {
    json.writeObjectFieldStart("general_ledger");
    json.writeNumberField("log2_rows", ledger.log2Rows());
    json.writeNumberField("accounts", ledger.accounts());
    json.writeStringField("control_tag", Hex.format(ledger.controlTag().toBytes()));
    json.writeFieldName("control_entries");
    EntriesJson.write(json, ledger.controlEntries());
    json.writeStringField("proof", ledger.proofFile());
    json.writeStringField("proof_sha256", Hex.format(ledger.proofSha256()));
    json.writeEndObject();
  }

  private static void writeTotals(JsonGenerator json, AssetTable assets, List<BigInteger> totals)
      throws IOException {
    json.writeArrayFieldStart("totals");
    for (int i = 0; i < assets.size(); i++) {
      int decimals = assets.get(i).decimals();
      json.writeStartObject();
      json.writeStringField("asset", assets.get(i).symbol());
      json.writeStringField("equity", Decimals.format(totals.get(Keys.equity(i)), decimals));
      json.writeStringField("debt", Decimals.format(totals.get(Keys.debt(i)), decimals));
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeExclusions(JsonGenerator json, AssetTable assets, Exclusions exclusions)
      throws IOException {
    json.writeObjectFieldStart("exclusions");
    json.writeNumberField("accounts", exclusions.accounts());
    json.writeArrayFieldStart("shortfalls");
    for (Map.Entry<Integer, Long> shortfall : exclusions.shortfalls().entrySet()) {
      Asset asset = assets.get(shortfall.getKey());
      json.writeStartObject();
      json.writeStringField("asset", asset.symbol());
      json.writeStringField("amount", Decimals.format(shortfall.getValue(), asset.decimals()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
