package io.zksolvency.circuits;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Decimals;
import io.zksolvency.circuits.ledger.Entry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads testdata/vectors. */
public final class Vectors {
  private Vectors() {}

  public static JsonNode read(String file) throws IOException {
    return new ObjectMapper().readTree(Path.of("../testdata/vectors", file).toFile());
  }

  public static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  public static List<Digest> digests(JsonNode array) {
    return list(array).stream().map(node -> Digest.fromHex(node.asText())).toList();
  }

  public static long[] unsigned(JsonNode array) {
    return list(array).stream().mapToLong(n -> Long.parseUnsignedLong(n.asText())).toArray();
  }

  public static List<Entry> entries(JsonNode array) {
    return list(array).stream()
        .map(pair -> new Entry(pair.get(0).asInt(), Long.parseLong(pair.get(1).asText())))
        .toList();
  }

  public static AssetTable assets(JsonNode array) {
    List<Asset> assets = new ArrayList<>();
    for (JsonNode a : array) {
      assets.add(
          new Asset(
              a.get("symbol").asText(),
              a.get("decimals").asInt(),
              Decimals.parseCanonical(a.get("price").asText()),
              Decimals.parseCanonical(a.get("haircut").asText()),
              Decimals.parseCanonical(a.get("debt_haircut").asText())));
    }
    return new AssetTable(assets);
  }
}
