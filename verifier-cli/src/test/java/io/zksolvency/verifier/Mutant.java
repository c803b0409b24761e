package io.zksolvency.verifier;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A statement of the verifiers that can be taken away: a line of testdata/corpus/mutants.json.
 *
 * @param file the module and the source file's name, or path below it: {@code
 *     stark/Verification.java}
 * @param text stands once in the file, in the statement that goes; or is what {@code with} replaces
 * @param with another text, in which MUTANT is true when the statement is taken away; empty if the
 *     whole statement goes
 * @param cases of target/forgeries that this statement alone stops
 * @param by what the ids of corpus cases start with that are tried first
 * @param behind other mutants, without which this statement is what is left; empty if it stands
 *     alone
 * @param why what its taking away comes to, where nothing false is accepted without it
 */
record Mutant(
    String id,
    String file,
    String text,
    String with,
    List<String> cases,
    String by,
    List<String> behind,
    String why) {
  private static final String RUST = "rust/";

  static List<Mutant> all() {
    List<Mutant> all = new ArrayList<>();
    for (JsonNode m : CorpusFiles.read("mutants.json").get("mutants")) {
      all.add(
          new Mutant(
              m.get("id").asText(),
              m.get("file").asText(),
              m.get("text").asText(),
              m.path("with").asText(),
              texts(m.path("cases")),
              m.path("by").asText(),
              texts(m.path("behind")),
              m.path("why").asText()));
    }
    return all;
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));
    return texts;
  }

  /** Whether it is the native verifier's. */
  boolean isNative() {
    return file.startsWith(RUST);
  }

  /** Returns the names that switch it on: its own, and those of the cases that it alone stops. */
  List<String> names() {
    List<String> names = new ArrayList<>(cases);
    names.add(0, id);
    return names;
  }
}
