package io.zksolvency.stark.fri;

import io.zksolvency.stark.field.Quadratic;

/**
 * Ties rows to their values at z and gz: sum over columns of c_i ((v_i - v_i(z)) / (x - z) + (v_i -
 * v_i(gz)) / (x - gz)), a polynomial in x only if those are the columns' values there.
 */
public final class DeepComposition {
  private final Quadratic[] coefficients;
  private final Quadratic z;
  private final Quadratic gz;
  private final Quadratic sumAtZ;
  private final Quadratic sumAtGz;

  /**
   * @param coefficients random, one for each column
   * @param atZ value of each column at z
   * @param atGz value of each column at gz
   */
  public DeepComposition(
      Quadratic[] coefficients, Quadratic z, Quadratic[] atZ, Quadratic gz, Quadratic[] atGz) {
    this.coefficients = coefficients.clone();
    this.z = z;
    this.gz = gz;
    sumAtZ = combine(atZ);
    sumAtGz = combine(atGz);
  }

  /** Returns the composition at x, of a row's values in the columns' order. */
  public Quadratic at(long x, Quadratic[] row) {
    Quadratic point = Quadratic.of(x);
    Quadratic sum = combine(row);
    Quadratic first = sum.sub(sumAtZ).mul(point.sub(z).inverse());
    return first.add(sum.sub(sumAtGz).mul(point.sub(gz).inverse()));
  }

  private Quadratic combine(Quadratic[] values) {
    Quadratic sum = Quadratic.ZERO;
    for (int i = 0; i < coefficients.length; i++) {
      sum = sum.add(coefficients[i].mul(values[i]));
    }
    return sum;
  }
}
