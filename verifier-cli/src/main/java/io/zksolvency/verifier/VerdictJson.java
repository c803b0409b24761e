package io.zksolvency.verifier;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Decimals;
import io.zksolvency.circuits.ledger.Keys;
import io.zksolvency.circuits.statement.SolvencyStatement;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * A verdict for machines, {@code zksolvency.verdict/v1}; README.md beside this module's sources.
 */
final class VerdictJson {
  /** Plain ASCII: a name may hold characters that play tricks on a terminal. */
  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private VerdictJson() {}

  /** Returns the one line that tells a verdict; the statement only if it is accepted. */
  static String of(String command, Outcome outcome) {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeStringField("format", "zksolvency.verdict/v1");
      json.writeStringField("command", command);
      json.writeStringField("verdict", outcome.verdict());
      json.writeNumberField("exit", outcome.exit());
      json.writeStringField("rule", outcome.rule());
      json.writeStringField("reason", outcome.reason());
      json.writeFieldName("statement");
      if (outcome.statement() == null) {
        json.writeNull();
      } else {
        statement(json, outcome);
      }
      json.writeFieldName("history");
      if (outcome.history() == null) {
        json.writeNull();
      } else {
        history(json, outcome);
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return text.toString();
  }

  private static void statement(JsonGenerator json, Outcome outcome) throws IOException {
    SolvencyStatement statement = outcome.statement();
    AssetTable assets = statement.header().assets();
    json.writeStartObject();
    json.writeStringField("digest", Hex.format(statement.digest()));
    json.writeStringField("name", statement.header().name());
    json.writeNumberField("sequence", statement.header().sequence());
    json.writeStringField("previous_digest", Hex.format(statement.header().previousDigest()));
    json.writeStringField("snapshot_time", statement.header().snapshotTime());
    json.writeStringField("relation_id", Hex.format(statement.header().relationId()));
    json.writeStringField("issuer_key", Hex.format(statement.issuerKey()));
    json.writeBooleanField("issuer_key_expected", outcome.expectations().issuerKey().isPresent());
    json.writeBooleanField("digest_expected", outcome.expectations().digest().isPresent());
    json.writeBooleanField("previous_checked", outcome.expectations().previous().isPresent());
    json.writeBooleanField("proofs_verified", outcome.proofsVerified());
    json.writeNumberField("batches", statement.batches().size());
    json.writeNumberField("customer_accounts_at_most", statement.customerBound());
    totals(json, assets, statement.totals());
    json.writeNumberField("excluded_accounts", statement.exclusions().accounts());
    json.writeArrayFieldStart("shortfalls");
    for (Map.Entry<Integer, Long> shortfall : statement.exclusions().shortfalls().entrySet()) {
      Asset asset = assets.get(shortfall.getKey());
      json.writeStartObject();
      json.writeStringField("asset", asset.symbol());
      json.writeStringField("amount", Decimals.format(shortfall.getValue(), asset.decimals()));
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void history(JsonGenerator json, Outcome outcome) throws IOException {
    History history = outcome.history();
    json.writeStartObject();
    json.writeStringField("name", history.newest().header().name());
    json.writeStringField("issuer_key", Hex.format(history.newest().issuerKey()));
    json.writeBooleanField("issuer_key_expected", outcome.expectations().issuerKey().isPresent());
    json.writeBooleanField("newest_digest_expected", outcome.expectations().digest().isPresent());
    json.writeBooleanField("proofs_verified", outcome.proofsVerified());
    json.writeArrayFieldStart("statements");
    for (History.Link link : history.links()) {
      json.writeStartObject();
      json.writeNumberField("sequence", link.header().sequence());
      json.writeStringField("snapshot_time", link.header().snapshotTime());
      json.writeStringField("digest", Hex.format(link.digest()));
      json.writeStringField("place", link.place());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void totals(JsonGenerator json, AssetTable assets, List<BigInteger> totals)
      throws IOException {
    json.writeArrayFieldStart("totals");
    for (int i = 0; i < assets.size(); i++) {
      Asset asset = assets.get(i);
      json.writeStartObject();
      json.writeStringField("asset", asset.symbol());
      json.writeStringField(
          "equity", Decimals.format(totals.get(Keys.equity(i)), asset.decimals()));
      json.writeStringField("debt", Decimals.format(totals.get(Keys.debt(i)), asset.decimals()));
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
