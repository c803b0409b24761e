package io.zksolvency.verifier;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Collects cases, runs each to see that it ends as it should, and writes testdata/corpus. */
final class CorpusBook {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final Pattern REASON = Pattern.compile("\"reason\":\"((?:[^\"\\\\]|\\\\.)*)\"");

  private final Path folder;
  private final Path work;
  private final Map<Engine, ProofVerifier> engines = new EnumMap<>(Engine.class);
  private final Map<String, ObjectNode> publications = new LinkedHashMap<>();
  private final Map<String, ObjectNode> cases = new LinkedHashMap<>();
  private final Set<String> objects = new LinkedHashSet<>();

  CorpusBook(Path folder, Path work) throws IOException {
    this.folder = folder;
    this.work = work;
    Files.createDirectories(folder.resolve("objects"));
    for (Engine engine : Engine.values()) {
      engines.put(engine, engine.load());
    }
  }

  /** Stores bytes and returns what names them in a case. */
  JsonNode object(byte[] bytes) {
    String sha256 = Hex.format(HashInput.sha256(bytes));
    try {
      if (objects.add(sha256)) {
        Files.write(folder.resolve("objects").resolve(sha256), bytes);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return NODES.textNode(sha256);
  }

  /** Returns a file that is an object with some bytes replaced. */
  JsonNode edited(byte[] bytes, int at, int delete, String hex) {
    ObjectNode file = NODES.objectNode();
    file.set("of", object(bytes));
    ArrayNode edit = file.putArray("edits").addArray();
    edit.add(at).add(delete).add(hex);
    return file;
  }

  static ObjectNode files() {
    return NODES.objectNode();
  }

  static JsonNode zeros(long count) {
    return NODES.objectNode().put("zeros", count);
  }

  void publication(String name, ObjectNode files) {
    publications.put(name, files);
  }

  /**
   * Adds a case and runs it.
   *
   * @param of a publication that the files change, or null
   * @param rule broken; empty if none
   * @throws AssertionError if it does not end so
   */
  void add(String id, String of, ObjectNode files, List<String> arguments, int exit, String rule) {
    ObjectNode c = NODES.objectNode();
    c.put("id", id);
    if (of != null) {
      c.put("of", of);
    }
    c.set("files", files);
    ArrayNode texts = c.putArray("arguments");
    arguments.forEach(texts::add);
    c.put("verdict", verdict(exit));
    c.put("exit", exit);
    c.put("rule", rule);
    ObjectNode reasons = c.putObject("reason");
    List<String> names =
        arguments.get(0).equals("statement") ? List.of("java", "native") : List.of("both");
    for (String name : names) {
      reasons.put(name.equals("both") ? "native" : name, run(c, name, exit, rule));
    }
    if (cases.put(id, c) != null) {
      throw new AssertionError("two cases " + id);
    }
  }

  private static String verdict(int exit) {
    return switch (exit) {
      case ExitCode.ACCEPTED -> "accepted";
      case ExitCode.REJECTED -> "rejected";
      case ExitCode.MALFORMED -> "malformed";
      case ExitCode.POLICY -> "policy";
      default -> "error";
    };
  }

  private String run(ObjectNode c, String engine, int exit, String rule) {
    String id = c.get("id").asText();
    try {
      Path place = Files.createTempDirectory(work, "case");
      ObjectNode all = NODES.objectNode();
      if (c.has("of")) {
        all.setAll(publications.get(c.get("of").asText()));
      }
      all.setAll((ObjectNode) c.get("files"));
      for (Map.Entry<String, JsonNode> file : all.properties()) {
        if (!file.getValue().isNull()) {
          CorpusFiles.unpack(file.getValue(), place.resolve(file.getKey()));
        }
      }
      Stream.Builder<String> arguments = Stream.builder();
      c.get("arguments")
          .forEach(a -> arguments.add(a.asText().replace("{case}", place.toString())));
      arguments.add("--json");
      if (!engine.equals("both")) {
        arguments.add("--engine").add(engine);
      }
      StringWriter out = new StringWriter();
      int found =
          Main.run(
              engines::get,
              Clock.systemUTC(),
              new PrintWriter(out, true),
              arguments.build().toArray(String[]::new));
      String wanted = rule.isEmpty() ? "" : "\"rule\":\"" + rule + '"';
      if (found != exit || !out.toString().contains(wanted)) {
        throw new AssertionError(id + " by " + engine + ": " + found + " " + out);
      }
      Matcher reason = REASON.matcher(out.toString());
      // Where the message names the folder, that part differs on every machine.
      return reason.find() ? reason.group(1).replaceAll("^.*" + place.getFileName(), "") : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int size() {
    return cases.size();
  }

  /** Writes the manifest and deletes objects that nothing names any more. */
  void write() throws IOException {
    try (JsonGenerator json =
        JSON.createGenerator(
            folder.resolve("manifest.json").toFile(),
            com.fasterxml.jackson.core.JsonEncoding.UTF8)) {
      json.writeRaw("{\n\"format\": \"zksolvency.corpus/v1\",\n\"publications\": {\n");
      String separator = "";
      for (Map.Entry<String, ObjectNode> p : publications.entrySet()) {
        json.writeRaw(
            separator + "  \"" + p.getKey() + "\": " + JSON.writeValueAsString(p.getValue()));
        separator = ",\n";
      }
      json.writeRaw("\n},\n\"cases\": [\n");
      separator = "";
      for (ObjectNode c : cases.values()) {
        json.writeRaw(separator + "  " + JSON.writeValueAsString(c));
        separator = ",\n";
      }
      json.writeRaw("\n]\n}\n");
    }
    try (Stream<Path> all = Files.list(folder.resolve("objects"))) {
      for (Path object : all.toList()) {
        if (!objects.contains(object.getFileName().toString())) {
          Files.delete(object);
        }
      }
    }
  }
}
