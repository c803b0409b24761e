package io.zksolvency.circuits.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Plain decimal texts: no sign, exponent, separators or leading zeros.
 *
 * <p>Messages of exceptions never hold the text, which may be a balance.
 */
public final class Decimals {
  /** Longest text of a price or factor, and most fractional digits of one. */
  public static final int MAX_LENGTH = 60;

  private static final Pattern AMOUNT =
      Pattern.compile("(?:0|[1-9][0-9]{0,39})(?:\\.[0-9]{1,18})?");
  private static final Pattern PLAIN = Pattern.compile("(?:0|[1-9][0-9]*)(?:\\.[0-9]*[1-9])?");
  private static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(63);

  private Decimals() {}

  /**
   * Returns the base units of an amount such as {@code 1.5}; fewer fractional digits than {@code
   * decimals} are allowed, more are not.
   *
   * @throws IllegalArgumentException unless the text is a plain decimal of 0 to 2^63 - 1 base units
   */
  public static long parse(String text, int decimals) {
    BigInteger units = units(text, decimals);
    if (units.compareTo(LIMIT) >= 0) {
      throw new IllegalArgumentException("an amount is at most 2^63 - 1 base units");
    }
    return units.longValueExact();
  }

  /**
   * Returns the base units of an amount with exactly {@code decimals} fractional digits, of up to
   * 40 digits before the point.
   *
   * @throws IllegalArgumentException if the text has another form
   */
  public static BigInteger parseExact(String text, int decimals) {
    int point = text.indexOf('.');
    int fraction = point < 0 ? 0 : text.length() - point - 1;
    if (fraction != decimals) {
      throw new IllegalArgumentException("expected exactly " + decimals + " fractional digits");
    }
    return units(text, decimals);
  }

  /** Returns the amount in units of the asset, with exactly {@code decimals} fractional digits. */
  public static String format(long baseUnits, int decimals) {
    return format(BigInteger.valueOf(baseUnits), decimals);
  }

  /** Returns the amount in units of the asset, with exactly {@code decimals} fractional digits. */
  public static String format(BigInteger baseUnits, int decimals) {
    return new BigDecimal(baseUnits, decimals).toPlainString();
  }

  /**
   * Returns a price or factor from its canonical text.
   *
   * @throws IllegalArgumentException if the text has another form, such as {@code 1.50}
   */
  public static BigDecimal parseCanonical(String text) {
    if (text.length() > MAX_LENGTH || !PLAIN.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "expected a plain decimal such as 64250.17, without trailing zeros");
    }
    return canonical(new BigDecimal(text));
  }

  /** Returns the canonical text of a price or factor: the shortest plain decimal. */
  public static String formatCanonical(BigDecimal value) {
    return canonical(value).toPlainString();
  }

  /**
   * Returns the same number with no trailing fractional zeros and a scale of at least 0.
   *
   * @throws IllegalArgumentException if its plain text is longer than {@link #MAX_LENGTH}
   */
  static BigDecimal canonical(BigDecimal value) {
    // Bounds first: the plain text of 1E+1000000000 would fill the memory.
    if (Math.abs((long) value.scale()) > MAX_LENGTH || value.precision() > MAX_LENGTH) {
      throw new IllegalArgumentException("a decimal has at most " + MAX_LENGTH + " characters");
    }
    BigDecimal stripped = value.stripTrailingZeros();
    BigDecimal plain = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    if (plain.toPlainString().length() > MAX_LENGTH) {
      throw new IllegalArgumentException("a decimal has at most " + MAX_LENGTH + " characters");
    }
    return plain;
  }

  private static BigInteger units(String text, int decimals) {
    if (text.length() > MAX_LENGTH || !AMOUNT.matcher(text).matches()) {
      throw new IllegalArgumentException("expected a plain decimal amount such as 1.5");
    }
    BigDecimal amount = new BigDecimal(text);
    if (amount.scale() > decimals) {
      throw new IllegalArgumentException("expected at most " + decimals + " fractional digits");
    }
    return amount.setScale(decimals).unscaledValue();
  }
}
