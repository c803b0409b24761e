package io.zksolvency.prover.ingest;

import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What an account id may be: 1 to 256 bytes of UTF-8 in Unicode normal form C, without control or
 * invisible formatting characters, with no space but the plain one and that only inside.
 *
 * <p>Ids are compared byte by byte. Letters that merely look alike (Latin a, Cyrillic а) make
 * different accounts, as they do in the exchange's own database; what can't be seen at all, or is
 * written in two ways, is refused.
 */
public final class AccountIds {
  /** The longest id, in bytes of UTF-8. */
  public static final int MAX_BYTES = 256;

  private static final String INVISIBLE_CLASSES = "\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}";

  /** The spaces of Unicode's class Zs but the plain one. */
  private static final String OTHER_SPACES =
      "\\x{00A0}\\x{1680}\\x{2000}-\\x{200A}\\x{202F}\\x{205F}\\x{3000}";

  /** Read alike by java.util.regex and by DuckDB's RE2. */
  private static final String FORBIDDEN = "[" + INVISIBLE_CLASSES + OTHER_SPACES + "]";

  private static final Pattern FORBIDDEN_PATTERN = Pattern.compile(FORBIDDEN);

  private AccountIds() {}

  /** Returns what is wrong with the id, without repeating it; empty if nothing is. */
  public static Optional<String> problem(String id) {
    if (id == null || id.isEmpty()) {
      return Optional.of("is empty");
    }
    if (id.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      return Optional.of("is longer than " + MAX_BYTES + " bytes of UTF-8");
    }
    if (FORBIDDEN_PATTERN.matcher(id).find()) {
      return Optional.of(
          "has a control character, an invisible character or a space other than the plain one");
    }
    if (id.startsWith(" ") || id.endsWith(" ")) {
      return Optional.of("starts or ends with a space");
    }
    if (!Normalizer.isNormalized(id, Normalizer.Form.NFC)) {
      return Optional.of("is not in Unicode normal form C (NFC), so it could be written twice");
    }
    return Optional.empty();
  }

  /** Returns the same rule as a DuckDB expression over a text expression. */
  static String sqlIsValid(String expression) {
    return "(strlen(%1$s) BETWEEN 1 AND %2$d AND nfc_normalize(%1$s) = %1$s"
            .formatted(expression, MAX_BYTES)
        + " AND NOT regexp_matches(%1$s, '%2$s')".formatted(expression, FORBIDDEN)
        + " AND NOT starts_with(%1$s, ' ') AND NOT ends_with(%1$s, ' '))".formatted(expression);
  }
}
