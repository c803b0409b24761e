package io.zksolvency.formats;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Entry;
import java.util.ArrayList;
import java.util.List;

/** The JSON of an inclusion file, {@code zksolvency.inclusion/v1}. */
public final class InclusionJson {
  /** No inclusion file is longer. */
  public static final int MAX_BYTES = 64 << 10;

  private static final String FORMAT = "zksolvency.inclusion/v1";
  private static final List<String> MEMBERS =
      List.of(
          "format", "statement_digest", "account_id", "salt", "batch", "index", "entries", "path");
  private static final int MAX_TEXT = 1024;
  private static final int MAX_PATH = 64;
  private static final int MAX_ENTRIES = 192;
  private static final int MAX_KEY = 2 * AssetTable.MAX_ASSETS - 1;

  private InclusionJson() {}

  /** Returns the file's bytes. */
  public static byte[] write(InclusionFile file) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("format", FORMAT);
          json.writeStringField("statement_digest", Hex.format(file.statementDigest()));
          json.writeStringField("account_id", file.accountId());
          json.writeStringField("salt", Hex.format(file.salt()));
          json.writeNumberField("batch", file.batch());
          json.writeNumberField("index", file.index());
          json.writeFieldName("entries");
          EntriesJson.write(json, file.entries());
          json.writeArrayFieldStart("path");
          for (Digest sibling : file.path()) {
            json.writeString(sibling.toHex());
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /**
   * Returns the file that the bytes, from anyone, hold.
   *
   * @throws FormatException if they are not exactly one file of this format
   */
  public static InclusionFile read(byte[] bytes) throws FormatException {
    if (bytes.length > MAX_BYTES) {
      throw new FormatException("", "longer than the limit of " + MAX_BYTES + " bytes");
    }
    JsonCursor json = JsonCursor.open(bytes);
    Draft draft = new Draft();
    json.object(MEMBERS, name -> draft.read(json, name));
    json.end();
    return json.make(draft::file);
  }

  /** The members read so far. */
  private static final class Draft {
    private byte[] statementDigest;
    private String accountId;
    private byte[] salt;
    private int batch;
    private long index;
    private List<Entry> entries;
    private final List<Digest> path = new ArrayList<>();

    void read(JsonCursor json, String name) throws FormatException {
      switch (name) {
        case "format" -> json.literal(FORMAT);
        case "statement_digest" -> statementDigest = json.hex(Digest.BYTES);
        case "account_id" -> accountId = json.text(MAX_TEXT);
        case "salt" -> salt = json.hex(Digest.BYTES);
        case "batch" -> batch = json.smallInteger(0, Integer.MAX_VALUE);
        case "index" -> index = json.integer(0, Long.MAX_VALUE);
        case "entries" -> entries = EntriesJson.read(json, MAX_ENTRIES, MAX_KEY);
        case "path" -> json.array(MAX_PATH, () -> path.add(digest(json)));
        default -> throw json.problem("unknown member");
      }
    }

    private static Digest digest(JsonCursor json) throws FormatException {
      byte[] bytes = json.hex(Digest.BYTES);
      return json.make(() -> Digest.fromBytes(bytes));
    }

    InclusionFile file() {
      return new InclusionFile(statementDigest, accountId, salt, batch, index, entries, path);
    }
  }
}
