package io.zksolvency.circuits.ledger;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * One asset with its published price.
 *
 * @param symbol 1 to 32 visible ASCII characters
 * @param decimals a unit is 10^decimals base units; 0 to 18
 * @param price of one unit in the reference currency, not negative
 * @param haircut factor on the value of what a customer owns, 0 to 1
 * @param debtHaircut factor on the value of what a customer owes, at least 1
 */
public record Asset(
    String symbol, int decimals, BigDecimal price, BigDecimal haircut, BigDecimal debtHaircut) {
  /** Most decimals an asset can have. */
  public static final int MAX_DECIMALS = 18;

  private static final Pattern SYMBOL = Pattern.compile("[!-~]{1,32}");

  /**
   * Brings the decimals to their canonical form.
   *
   * @throws IllegalArgumentException if a value is out of its range
   */
  public Asset {
    require(SYMBOL.matcher(symbol).matches(), "symbol: 1 to 32 visible ASCII characters");
    require(decimals >= 0 && decimals <= MAX_DECIMALS, "decimals: 0 to 18");
    price = Decimals.canonical(price);
    haircut = Decimals.canonical(haircut);
    debtHaircut = Decimals.canonical(debtHaircut);
    require(price.signum() >= 0, "price: not negative");
    require(
        haircut.signum() >= 0 && haircut.compareTo(BigDecimal.ONE) <= 0, "haircut: from 0 to 1");
    require(debtHaircut.compareTo(BigDecimal.ONE) >= 0, "debt haircut: at least 1");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }
}
