package io.zksolvency.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The files of testdata/corpus: objects by the SHA-256 of their bytes, and edits of them. */
final class CorpusFiles {
  /** This checkout. */
  static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

  static final Path FOLDER = Path.of(System.getProperty("corpus.folder", "../testdata/corpus"));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, byte[]> OBJECTS = new ConcurrentHashMap<>();

  private CorpusFiles() {}

  static JsonNode read(String name) {
    try {
      return JSON.readTree(FOLDER.resolve(name).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the text of a file of this checkout. */
  static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file, unless it says so already: what is built from it need not be built again. */
  static void write(Path file, String text) {
    try {
      if (!Files.exists(file) || !Files.readString(file).equals(text)) {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a file of a case. */
  static void unpack(JsonNode file, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    if (file.has("zeros")) {
      // Nothing is stored of it, however long it is.
      try (RandomAccessFile sparse = new RandomAccessFile(to.toFile(), "rw")) {
        sparse.setLength(file.get("zeros").asLong());
      }
    } else {
      Files.write(to, bytes(file));
    }
  }

  /** Returns an object, after checking that its name is the digest of its bytes. */
  static byte[] object(String sha256) {
    return OBJECTS.computeIfAbsent(sha256, CorpusFiles::load);
  }

  private static byte[] load(String sha256) {
    try {
      byte[] bytes = Files.readAllBytes(FOLDER.resolve("objects").resolve(sha256));
      if (!Hex.format(HashInput.sha256(bytes)).equals(sha256)) {
        throw new AssertionError("object " + sha256 + " was changed");
      }
      return bytes;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns an object, or edits of one. */
  private static byte[] bytes(JsonNode file) {
    if (file.isTextual()) {
      return object(file.asText());
    }
    byte[] bytes = object(file.get("of").asText());
    for (JsonNode edit : file.get("edits")) {
      int delete = edit.get(1).asInt();
      bytes = edited(bytes, edit.get(0).asInt(), delete, edit.get(2).asText());
    }
    return bytes;
  }

  /** Returns the bytes with {@code delete} bytes from {@code at} on replaced by others. */
  static byte[] edited(byte[] bytes, int at, int delete, String hex) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(Arrays.copyOf(bytes, at));
    out.writeBytes(HexFormat.of().parseHex(hex));
    out.writeBytes(Arrays.copyOfRange(bytes, at + delete, bytes.length));
    return out.toByteArray();
  }
}
