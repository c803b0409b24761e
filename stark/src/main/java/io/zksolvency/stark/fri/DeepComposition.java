package io.zksolvency.stark.fri;

import io.zksolvency.stark.field.Cubic;

/**
 * Ties rows to their values at z and gz: sum over columns of c_i ((v_i - v_i(z)) / (x - z) + (v_i -
 * v_i(gz)) / (x - gz)), a polynomial in x only if those are the columns' values there.
 */
public final class DeepComposition {
  private final Cubic[] coefficients;
  private final Cubic z;
  private final Cubic gz;
  private final Cubic sumAtZ;
  private final Cubic sumAtGz;

  /**
   * @param coefficients random, one for each column
   * @param atZ value of each column at z
   * @param atGz value of each column at gz
   */
  public DeepComposition(Cubic[] coefficients, Cubic z, Cubic[] atZ, Cubic gz, Cubic[] atGz) {
    this.coefficients = coefficients.clone();
    this.z = z;
    this.gz = gz;
    sumAtZ = combine(atZ);
    sumAtGz = combine(atGz);
  }

  /** Returns the composition at x, of a row's values in the columns' order. */
  public Cubic at(long x, Cubic[] row) {
    Cubic point = Cubic.of(x);
    Cubic sum = combine(row);
    Cubic first = sum.sub(sumAtZ).mul(point.sub(z).inverse());
    return first.add(sum.sub(sumAtGz).mul(point.sub(gz).inverse()));
  }

  private Cubic combine(Cubic[] values) {
    Cubic sum = Cubic.ZERO;
    for (int i = 0; i < coefficients.length; i++) {
      sum = sum.add(coefficients[i].mul(values[i]));
    }
    return sum;
  }
}
