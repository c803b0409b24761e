package io.zksolvency.verifier;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A source file whose statements can be taken away while the program runs. The shipped sources have
 * nothing of the kind: a text that no longer stands in its file is a failure.
 */
final class MutatedSource {
  private static final Pattern COMMENT = Pattern.compile("(?m)^ *//.*$");

  private final String name;
  private final boolean isRust;
  private String text;

  MutatedSource(String name, String text) {
    this.name = name;
    isRust = name.endsWith(".rs");
    this.text = text;
  }

  String text() {
    return text;
  }

  /** Replaces a text that stands in the file once. */
  MutatedSource replace(String from, String to) {
    int at = find(from);
    text = text.substring(0, at) + to + text.substring(at + from.length());
    return this;
  }

  /** Makes a statement go when one of the mutant's names is switched on. */
  MutatedSource mutate(Mutant mutant) {
    String on = on(mutant.names());
    if (!mutant.with().isEmpty()) {
      return replace(mutant.text(), mutant.with().replace("MUTANT", on));
    }
    int start = find(mutant.text());
    // Comments may end as statements do.
    Matcher comments = COMMENT.matcher(text);
    String code = comments.replaceAll(comment -> " ".repeat(comment.group().length()));
    while (";{}".indexOf(code.charAt(start - 1)) < 0) {
      start--;
    }
    int end = end(code, start);
    String condition = isRust ? "if !" + on : "if (!" + on + ")";
    text =
        text.substring(0, start)
            + "\n"
            + condition
            + " {"
            + text.substring(start, end)
            + "}"
            + text.substring(end);
    return this;
  }

  private String on(List<String> names) {
    String list = names.stream().map(n -> '"' + n + '"').collect(Collectors.joining(", "));
    return isRust ? "mutation::on(&[" + list + "])" : JavaMutants.SWITCH + ".on(" + list + ")";
  }

  private int find(String part) {
    int found = text.indexOf(part);
    if (found < 0 || text.indexOf(part, found + 1) >= 0) {
      throw new IllegalStateException(
          "mutants.json: in " + name + " this must stand exactly once: " + part);
    }
    return found;
  }

  /** Returns where the statement that starts here ends: after its semicolon, or its block. */
  private static int end(String text, int start) {
    int depth = 0;
    for (int i = start; ; i++) {
      char c = text.charAt(i);
      if (c == '(') {
        depth++;
      } else if (c == ')') {
        depth--;
      } else if (c == ';' && depth == 0) {
        return i + 1;
      } else if (c == '{' && depth == 0) {
        return block(text, i);
      }
    }
  }

  private static int block(String text, int open) {
    int depth = 0;
    for (int i = open; ; i++) {
      if (text.charAt(i) == '{') {
        depth++;
      } else if (text.charAt(i) == '}' && --depth == 0) {
        return i + 1;
      }
    }
  }
}
