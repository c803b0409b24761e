package io.zksolvency.verifier;

import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.Keys;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Amounts in words: "1.5 BTC, 200 USDT". */
final class Amounts {
  private Amounts() {}

  /** Returns the amount without trailing zeros, and its asset. */
  static String words(BigInteger baseUnits, Asset asset) {
    BigDecimal amount = new BigDecimal(baseUnits, asset.decimals()).stripTrailingZeros();
    return amount.toPlainString() + " " + asset.symbol();
  }

  /** Returns the nonzero sums of an account's equity, or of its debts, by asset; empty if none. */
  static String sums(List<Entry> entries, AssetTable assets, boolean debts) {
    List<String> sums = new ArrayList<>();
    for (int i = 0; i < assets.size(); i++) {
      int key = debts ? Keys.debt(i) : Keys.equity(i);
      BigInteger sum =
          entries.stream()
              .filter(entry -> entry.key() == key)
              .map(entry -> BigInteger.valueOf(entry.amount()))
              .reduce(BigInteger.ZERO, BigInteger::add);
      if (sum.signum() != 0) {
        sums.add(words(sum, assets.get(i)));
      }
    }
    return String.join(", ", sums);
  }
}
