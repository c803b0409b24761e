package io.zksolvency.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One case of testdata/corpus.
 *
 * @param files of the case's folder, by name
 * @param arguments of the command, {@code {case}} standing for the folder
 * @param reasons part of what each engine says, by its name
 */
record CorpusCase(
    String id,
    Map<String, JsonNode> files,
    List<String> arguments,
    String verdict,
    int exit,
    String rule,
    Map<String, String> reasons) {

  static List<CorpusCase> all() {
    JsonNode manifest = CorpusFiles.read("manifest.json");
    List<CorpusCase> cases = new ArrayList<>();
    for (JsonNode c : manifest.get("cases")) {
      Map<String, JsonNode> files = new LinkedHashMap<>();
      if (c.has("of")) {
        put(files, manifest.get("publications").get(c.get("of").asText()));
      }
      put(files, c.get("files"));
      files.values().removeIf(JsonNode::isNull);
      List<String> arguments = new ArrayList<>();
      c.get("arguments").forEach(argument -> arguments.add(argument.asText()));
      Map<String, String> reasons = new LinkedHashMap<>();
      c.get("reason")
          .fields()
          .forEachRemaining(r -> reasons.put(r.getKey(), r.getValue().asText()));
      cases.add(
          new CorpusCase(
              c.get("id").asText(),
              files,
              arguments,
              c.get("verdict").asText(),
              c.get("exit").asInt(),
              c.get("rule").asText(),
              reasons));
    }
    return cases;
  }

  private static void put(Map<String, JsonNode> files, JsonNode more) {
    if (more != null) {
      more.fields().forEachRemaining(file -> files.put(file.getKey(), file.getValue()));
    }
  }

  /** Whether proofs are verified, so that it matters by which engine. */
  boolean hasEngines() {
    return arguments.get(0).equals("statement");
  }

  /** Writes the files. */
  void unpack(Path folder) throws IOException {
    for (Map.Entry<String, JsonNode> file : files.entrySet()) {
      CorpusFiles.unpack(file.getValue(), folder.resolve(file.getKey()));
    }
  }

  /** Returns the arguments for a folder; an engine is named where one matters. */
  String[] arguments(Path folder, String engine) {
    List<String> all = new ArrayList<>();
    arguments.forEach(argument -> all.add(argument.replace("{case}", folder.toString())));
    all.add("--json");
    if (hasEngines()) {
      all.addAll(List.of("--engine", engine));
    }
    return all.toArray(String[]::new);
  }

  /** Returns what is wrong with an outcome; empty if it is the expected one. */
  String difference(String engine, int found, String json) {
    if (found != exit) {
      return id + " by " + engine + ": exit " + found + ", expected " + exit + ": " + json.strip();
    }
    if (exit == ExitCode.USAGE) {
      return "";
    }
    String expected =
        "\"verdict\":\""
            + verdict
            + "\",\"exit\":"
            + exit
            + ",\"rule\":"
            + (rule.isEmpty() ? "null" : '"' + rule + '"');
    // Both say what the native one says.
    String reason = reasons.getOrDefault(engine.equals("both") ? "native" : engine, "");
    if (!json.contains(expected) || !json.contains(reason)) {
      return id + " by " + engine + ": expected " + expected + ", " + reason + ": " + json.strip();
    }
    return "";
  }
}
