package io.zksolvency.stark;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zksolvency.stark.field.Cubic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.StreamSupport;

/** Reads testdata/vectors/stark.json: what winterfell and the Rust relation compute. */
public final class Vectors {
  private Vectors() {}

  public static JsonNode read(String member) {
    try {
      JsonNode all =
          new ObjectMapper().readTree(Path.of("../testdata/vectors/stark.json").toFile());
      return all.get(member);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static List<JsonNode> list(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).toList();
  }

  public static byte[] bytes(JsonNode hex) {
    return HexFormat.of().parseHex(hex.asText());
  }

  public static Cubic cubic(JsonNode hex) {
    ByteBuffer bytes = ByteBuffer.wrap(bytes(hex)).order(ByteOrder.LITTLE_ENDIAN);
    return new Cubic(bytes.getLong(), bytes.getLong(), bytes.getLong());
  }

  public static List<Cubic> cubics(JsonNode array) {
    return list(array).stream().map(Vectors::cubic).toList();
  }
}
