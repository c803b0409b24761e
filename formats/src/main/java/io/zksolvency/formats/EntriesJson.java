package io.zksolvency.formats;

import com.fasterxml.jackson.core.JsonGenerator;
import io.zksolvency.circuits.ledger.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Entries as {@code [[key, "amount"], ...]}. */
final class EntriesJson {
  private static final Pattern DIGITS = Pattern.compile("0|[1-9][0-9]{0,17}");

  private EntriesJson() {}

  static List<Entry> read(JsonCursor json, int most, int maxKey) throws FormatException {
    List<Entry> entries = new ArrayList<>();
    json.array(
        most,
        () -> {
          int[] key = new int[1];
          long[] amount = new long[1];
          json.tuple(() -> key[0] = json.smallInteger(0, maxKey), () -> amount[0] = amount(json));
          entries.add(json.make(() -> new Entry(key[0], amount[0])));
        });
    return entries;
  }

  private static long amount(JsonCursor json) throws FormatException {
    String digits = json.text(32);
    if (!DIGITS.matcher(digits).matches()) {
      throw json.problem("expected an amount in decimal digits");
    }
    return Long.parseLong(digits);
  }

  static void write(JsonGenerator json, List<Entry> entries) throws IOException {
    json.writeStartArray();
    for (Entry entry : entries) {
      json.writeStartArray();
      json.writeNumber(entry.key());
      json.writeString(Long.toString(entry.amount()));
      json.writeEndArray();
    }
    json.writeEndArray();
  }
}
