package io.zksolvency.circuits.ledger;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * The integer weight of each key: price times haircut at a public scale, rounded against the
 * issuer's interest (equity down, debt up in size).
 *
 * @param scaleLog2 the scale is 2^scaleLog2; -64 to 96
 * @param maxStepsLog2 a customer's account has at most 2^maxStepsLog2 rows; 0 to 6
 * @param byKey the weight of key k at position k; never negative for equity, always for debt
 */
public record Weights(int scaleLog2, int maxStepsLog2, long[] byKey) {
  /** Smallest scale. */
  public static final int MIN_SCALE_LOG2 = -64;

  /** Largest scale. */
  public static final int MAX_SCALE_LOG2 = 96;

  /** Largest maxStepsLog2. */
  public static final int MAX_STEPS_LOG2 = 6;

  /**
   * max|weight| * 3 * 2^maxStepsLog2 is below 2^26: then the weighted sums of words below 2^28 are
   * below 2^54, so their carry fits 27 bits and nothing wraps the field.
   */
  private static final int SUM_BITS = 26;

  /**
   * @throws IllegalArgumentException if the scale, the steps or the number of weights is out of
   *     range; the weights themselves are judged against an asset table by {@link #of}
   */
  public Weights {
    if (scaleLog2 < MIN_SCALE_LOG2 || scaleLog2 > MAX_SCALE_LOG2) {
      throw new IllegalArgumentException("scale_log2: from -64 to 96");
    }
    requireSteps(maxStepsLog2);
    if (byKey.length < 2 || byKey.length > 2 * AssetTable.MAX_ASSETS || byKey.length % 2 != 0) {
      throw new IllegalArgumentException("two weights for each of 1 to 4096 assets");
    }
    byKey = byKey.clone();
  }

  /**
   * Returns the weights of a table at a scale.
   *
   * @throws IllegalArgumentException if a weight is too large for the relation's bound
   */
  public static Weights of(AssetTable assets, int scaleLog2, int maxStepsLog2) {
    requireSteps(maxStepsLog2);
    long[] byKey = new long[assets.keys()];
    for (int i = 0; i < assets.size(); i++) {
      Asset asset = assets.get(i);
      byKey[Keys.equity(i)] = bounded(equityWeight(asset, scaleLog2), maxStepsLog2, asset);
      byKey[Keys.debt(i)] = bounded(debtWeight(asset, scaleLog2), maxStepsLog2, asset);
    }
    return new Weights(scaleLog2, maxStepsLog2, byKey);
  }

  /**
   * Returns the weights at the largest scale that the relation's bound allows.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Weights choose(AssetTable assets, int maxStepsLog2) {
    for (int scale = MAX_SCALE_LOG2; scale > MIN_SCALE_LOG2; scale--) {
      if (fits(assets, scale, maxStepsLog2)) {
        return of(assets, scale, maxStepsLog2);
      }
    }
    return of(assets, MIN_SCALE_LOG2, maxStepsLog2);
  }

  private static boolean fits(AssetTable assets, int scaleLog2, int maxStepsLog2) {
    return assets.assets().stream()
        .allMatch(
            asset ->
                inBounds(equityWeight(asset, scaleLog2), maxStepsLog2)
                    && inBounds(debtWeight(asset, scaleLog2), maxStepsLog2));
  }

  /** Returns floor(price * haircut * scale / unit). */
  private static BigInteger equityWeight(Asset asset, int scaleLog2) {
    return scaled(asset.price().multiply(asset.haircut()), asset, scaleLog2, RoundingMode.FLOOR);
  }

  /** Returns -max(1, ceil(price * debt haircut * scale / unit)). */
  private static BigInteger debtWeight(Asset asset, int scaleLog2) {
    BigDecimal value = asset.price().multiply(asset.debtHaircut());
    return scaled(value, asset, scaleLog2, RoundingMode.CEILING).max(BigInteger.ONE).negate();
  }

  /** A power of two is a finite decimal either way, so only the last rounding loses anything. */
  private static BigInteger scaled(
      BigDecimal value, Asset asset, int scaleLog2, RoundingMode rounding) {
    BigDecimal power = new BigDecimal(BigInteger.ONE.shiftLeft(Math.abs(scaleLog2)));
    BigDecimal scaled = scaleLog2 >= 0 ? value.multiply(power) : value.divide(power);
    return scaled.movePointLeft(asset.decimals()).setScale(0, rounding).toBigIntegerExact();
  }

  private static long bounded(BigInteger weight, int maxStepsLog2, Asset asset) {
    if (!inBounds(weight, maxStepsLog2)) {
      throw new IllegalArgumentException(
          "the weights of " + asset.symbol() + " are too large at this scale and max_steps_log2");
    }
    return weight.longValueExact();
  }

  private static boolean inBounds(BigInteger weight, int maxStepsLog2) {
    BigInteger sum = weight.abs().multiply(BigInteger.valueOf(3)).shiftLeft(maxStepsLog2);
    return sum.bitLength() <= SUM_BITS;
  }

  private static void requireSteps(int maxStepsLog2) {
    if (maxStepsLog2 < 0 || maxStepsLog2 > MAX_STEPS_LOG2) {
      throw new IllegalArgumentException("max_steps_log2: from 0 to 6");
    }
  }

  /** Returns a copy of the weights, by key. */
  @Override
  public long[] byKey() {
    return byKey.clone();
  }

  /** Returns the weight of one key. */
  public long of(int key) {
    return byKey[key];
  }

  /** Returns the number of keys. */
  public int keys() {
    return byKey.length;
  }

  /** Returns the most entries that a customer's account can have. */
  public int maxEntries() {
    return Account.ENTRIES_PER_ROW << maxStepsLog2;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Weights weights
        && scaleLog2 == weights.scaleLog2
        && maxStepsLog2 == weights.maxStepsLog2
        && Arrays.equals(byKey, weights.byKey);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(byKey);
  }

  @Override
  public String toString() {
    return "Weights[scale 2^" + scaleLog2 + ", " + byKey.length + " keys]";
  }
}
