package io.zksolvency.verifier;

/** Texts of strangers, made fit for a terminal. */
final class SafeText {
  private SafeText() {}

  /**
   * Returns the text with everything that is no visible character or plain space written as {@code
   * \\u{hex}}: control characters, bidirectional overrides, zero-width and unassigned ones. A
   * backslash is doubled, so that no text looks like another's escape.
   */
  static String of(String text) {
    StringBuilder safe = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              if (c == '\\') {
                safe.append("\\\\");
              } else if (isPlain(c)) {
                safe.appendCodePoint(c);
              } else {
                safe.append("\\u{").append(Integer.toHexString(c)).append('}');
              }
            });
    return safe.toString();
  }

  private static boolean isPlain(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.PRIVATE_USE,
          Character.UNASSIGNED,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          false;
      case Character.SPACE_SEPARATOR -> c == ' ';
      default -> true;
    };
  }
}
