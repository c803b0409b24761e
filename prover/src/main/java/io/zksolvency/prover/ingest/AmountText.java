package io.zksolvency.prover.ingest;

import java.math.BigInteger;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * How an amount is written: digits, at most one point with digits after it, no sign, no exponent,
 * no leading zeros, no spaces, no more decimals than its asset has.
 */
public final class AmountText {
  /** Amounts stay below 2^63 base units. */
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(63);

  private static final String PLAIN = "(0|[1-9][0-9]*)([.][0-9]+)?";
  private static final Pattern PLAIN_PATTERN = Pattern.compile(PLAIN);

  /** Whole digits of the longest amount below 2^63. */
  private static final int MAX_WHOLE_DIGITS = 19;

  private AmountText() {}

  /** Returns what is wrong with the amount, without repeating it; empty if nothing is. */
  public static Optional<String> problem(String text, String symbol, int decimals) {
    if (text == null || text.isEmpty()) {
      return Optional.of("is empty; write 0 for nothing");
    }
    if (!PLAIN_PATTERN.matcher(text).matches()) {
      return Optional.of(describeMalformed(text) + "; expected a plain decimal such as 12.5");
    }
    int point = text.indexOf('.');
    int fractionDigits = point < 0 ? 0 : text.length() - point - 1;
    if (fractionDigits > decimals) {
      return Optional.of(
          "has %d decimals, but %s has %d".formatted(fractionDigits, symbol, decimals));
    }
    String whole = point < 0 ? text : text.substring(0, point);
    String fraction = point < 0 ? "" : text.substring(point + 1);
    boolean tooLarge =
        whole.length() > MAX_WHOLE_DIGITS
            || new BigInteger(whole + fraction + "0".repeat(decimals - fractionDigits))
                    .compareTo(LIMIT)
                >= 0;
    return tooLarge
        ? Optional.of(
            "is too large: an amount stays below 2^63 units of 10^-%d %s; use fewer decimals"
                .formatted(decimals, symbol))
        : Optional.empty();
  }

  private static String describeMalformed(String text) {
    if (!text.strip().equals(text)) {
      return "has spaces around it";
    }
    if (text.startsWith("-")) {
      return "has a minus sign";
    }
    if (text.startsWith("+")) {
      return "has a plus sign";
    }
    if (text.indexOf(',') >= 0) {
      return "has a comma";
    }
    if (text.chars().allMatch(c -> (c >= '0' && c <= '9') || c == '.')) {
      return text.startsWith("0") && !text.startsWith("0.")
          ? "has leading zeros"
          : "has no digits on one side of its point, or two points";
    }
    if (text.chars().anyMatch(c -> c == 'e' || c == 'E')
        && text.chars().allMatch(c -> "0123456789.eE+-".indexOf(c) >= 0)) {
      return "is written with an exponent";
    }
    return "is not a number";
  }

  /**
   * Returns a DuckDB expression: the amount's base units as BIGINT, or NULL where {@link #problem}
   * finds one. Integers all the way.
   */
  static String sqlBaseUnits(String text, String decimals) {
    String whole = "split_part(%s, '.', 1)".formatted(text);
    String fraction = "split_part(%s, '.', 2)".formatted(text);
    // Most debts are 0: that needs no regular expression.
    return "(CASE WHEN %1$s = '0' THEN 0 WHEN regexp_full_match(%1$s, '%2$s') AND length(%3$s) <= %5$d"
            .formatted(text, PLAIN, whole, fraction, MAX_WHOLE_DIGITS)
        + " AND length(%2$s) <= %3$s THEN TRY_CAST(%1$s || rpad(%2$s, %3$s, '0') AS BIGINT) END)"
            .formatted(whole, fraction, decimals);
  }
}
