package io.zksolvency.prover.ingest;

import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Keys;
import io.zksolvency.circuits.ledger.Weights;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/**
 * How far the integer weights are from price times haircut. They err on the safe side: equity
 * counts for less, debt for more. Only the net-value check uses them; totals are exact.
 */
public final class WeightRounding {
  private static final BigDecimal TOLERANCE = new BigDecimal("0.01");
  private static final int ENOUGH_STEPS = 100;

  private final List<String> warnings = new ArrayList<>();

  public WeightRounding(AssetTable assets, Weights weights) {
    for (int i = 0; i < assets.size(); i++) {
      Asset asset = assets.get(i);
      BigDecimal equity = exact(asset, asset.haircut(), weights.scaleLog2());
      BigDecimal debt = exact(asset, asset.debtHaircut(), weights.scaleLog2());
      BigDecimal worst =
          error(equity, weights.of(Keys.equity(i))).max(error(debt, -weights.of(Keys.debt(i))));
      if (worst.compareTo(TOLERANCE) > 0) {
        warnings.add(warning(asset, debt, weights.of(Keys.equity(i))));
      }
    }
  }

  /** Returns one sentence for each asset whose weight is off by more than 1%. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  String hintForInsolvency() {
    return warnings.isEmpty() ? "" : ". Rounding may be why: " + warnings.get(0);
  }

  private static BigDecimal exact(Asset asset, BigDecimal factor, int scaleLog2) {
    BigDecimal power = BigDecimal.valueOf(2).pow(Math.abs(scaleLog2));
    BigDecimal value = asset.price().multiply(factor);
    return (scaleLog2 >= 0 ? value.multiply(power) : value.divide(power, MathContext.DECIMAL128))
        .movePointLeft(asset.decimals());
  }

  /** The relative error; a price of 0 is exact as an equity weight of 0, and as the least debt. */
  private static BigDecimal error(BigDecimal exact, long rounded) {
    return exact.signum() == 0
        ? BigDecimal.ZERO
        : exact.subtract(BigDecimal.valueOf(rounded)).abs().divide(exact, MathContext.DECIMAL64);
  }

  private static String warning(Asset asset, BigDecimal debt, long equityWeight) {
    int fewer = 0;
    for (BigDecimal steps = debt;
        steps.compareTo(BigDecimal.valueOf(ENOUGH_STEPS)) < 0 && fewer < asset.decimals();
        steps = steps.movePointRight(1)) {
      fewer++;
    }
    String effect =
        equityWeight == 0
            ? "counts for nothing against debts"
            : "is rounded by more than 1% in the net-value check, to the customer's disadvantage";
    String advice =
        fewer == 0
            ? "its price is small beside that of the other assets' base units"
            : "give it %d decimals instead of %d"
                .formatted(asset.decimals() - fewer, asset.decimals());
    return "%s %s; %s".formatted(asset.symbol(), effect, advice);
  }
}
