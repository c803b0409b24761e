package io.zksolvency.formats;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.formats.HistoryIndex.Place;
import java.util.ArrayList;
import java.util.List;

/** The JSON of a list of published statements, {@code zksolvency.history/v1}: history.json. */
public final class HistoryJson {
  /** No index is longer. */
  public static final int MAX_BYTES = 4 << 20;

  private static final String FORMAT = "zksolvency.history/v1";
  private static final List<String> MEMBERS = List.of("format", "statements");
  private static final List<String> PLACE_MEMBERS =
      List.of("sequence", "snapshot_time", "statement_digest", "path");
  private static final int MAX_TIME = "YYYY-MM-DDTHH:MM:SSZ".length();
  private static final int MAX_PATH = 200;

  private HistoryJson() {}

  /** Returns the file's bytes. */
  public static byte[] write(HistoryIndex index) {
    return JsonText.of(
        json -> {
          json.writeStartObject();
          json.writeStringField("format", FORMAT);
          json.writeArrayFieldStart("statements");
          for (Place place : index.statements()) {
            json.writeStartObject();
            json.writeNumberField("sequence", place.sequence());
            json.writeStringField("snapshot_time", place.snapshotTime());
            json.writeStringField("statement_digest", place.digest());
            json.writeStringField("path", place.path());
            json.writeEndObject();
          }
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  /**
   * Returns the list that the bytes, from anyone, hold; in whatever order it is.
   *
   * @throws FormatException if they are not exactly one file of this format
   */
  public static HistoryIndex read(byte[] bytes) throws FormatException {
    if (bytes.length > MAX_BYTES) {
      throw new FormatException("", "longer than the limit of " + MAX_BYTES + " bytes");
    }
    JsonCursor json = JsonCursor.open(bytes);
    List<Place> places = new ArrayList<>();
    json.object(
        MEMBERS,
        name -> {
          switch (name) {
            case "format" -> json.literal(FORMAT);
            case "statements" ->
                json.array(HistoryIndex.MAX_STATEMENTS, () -> places.add(new Draft().read(json)));
            default -> throw json.problem("unknown member");
          }
        });
    json.end();
    return new HistoryIndex(places);
  }

  /** The members of a place read so far. */
  private static final class Draft {
    private long sequence;
    private String snapshotTime;
    private String digest;
    private String path;

    Place read(JsonCursor json) throws FormatException {
      json.object(
          PLACE_MEMBERS,
          name -> {
            switch (name) {
              case "sequence" -> sequence = json.integer(0, Long.MAX_VALUE);
              case "snapshot_time" -> snapshotTime = json.text(MAX_TIME);
              case "statement_digest" -> digest = Hex.format(json.hex(Digest.BYTES));
              case "path" -> path = json.text(MAX_PATH);
              default -> throw json.problem("unknown member");
            }
          });
      return json.make(() -> new Place(sequence, snapshotTime, digest, path));
    }
  }
}
