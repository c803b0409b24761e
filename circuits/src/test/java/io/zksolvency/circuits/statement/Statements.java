package io.zksolvency.circuits.statement;

import com.fasterxml.jackson.databind.JsonNode;
import io.zksolvency.circuits.Vectors;
import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Weights;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Statements of digests.json, as objects. */
final class Statements {
  private Statements() {}

  static List<JsonNode> vectors() throws IOException {
    return Vectors.list(Vectors.read("digests.json").get("statements"));
  }

  static byte[] bytes(JsonNode node) {
    return Hex.parse(node.asText(), 32);
  }

  static SolvencyStatement statement(JsonNode v) {
    List<BatchRecord> batches = new ArrayList<>();
    for (JsonNode b : v.get("batches")) {
      batches.add(
          new BatchRecord(
              b.get("log2_rows").asInt(),
              b.get("accounts").asLong(),
              Digest.fromHex(b.get("root").asText()),
              Digest.fromHex(b.get("control_digest").asText()),
              ProofFiles.batch(batches.size()),
              bytes(b.get("proof_sha256"))));
    }
    JsonNode g = v.get("general_ledger");
    GeneralLedger ledger =
        new GeneralLedger(
            g.get("log2_rows").asInt(),
            g.get("accounts").asLong(),
            AccountTag.fromBytes(bytes(g.get("control_tag"))),
            Vectors.entries(g.get("control_entries")),
            ProofFiles.GENERAL_LEDGER,
            bytes(g.get("proof_sha256")));
    SortedMap<Integer, Long> shortfalls = new TreeMap<>();
    for (JsonNode s : v.get("exclusions").get("shortfalls")) {
      shortfalls.put(s.get(0).asInt(), Long.parseLong(s.get(1).asText()));
    }
    return new SolvencyStatement(
        header(v),
        batches,
        ledger,
        new Exclusions(v.get("exclusions").get("accounts").asLong(), shortfalls),
        bytes(v.get("issuer_key")));
  }

  static StatementHeader header(JsonNode v) {
    AssetTable assets = Vectors.assets(v.get("assets"));
    return new StatementHeader(
        bytes(v.get("relation_id")),
        v.get("name").asText(),
        v.get("sequence").asLong(),
        bytes(v.get("previous_digest")),
        v.get("snapshot_time").asText(),
        assets,
        Weights.choose(assets, v.get("max_steps_log2").asInt()));
  }
}
