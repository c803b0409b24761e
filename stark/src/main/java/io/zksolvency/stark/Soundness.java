package io.zksolvency.stark;

import io.zksolvency.stark.proof.ProofShape;

/**
 * The proven bound on what a forger can hope for, in the unique-decoding regime:
 * docs/spec/soundness.md.
 *
 * @param queries positions drawn
 * @param blowup evaluation domain's size over the trace's
 * @param grindingBits low bits of the nonce's hash that are 0
 * @param extensionDegree of the challenges' field
 * @param folding points that a step of FRI folds into one
 * @param log2Rows of the trace
 */
record Soundness(
    int queries, int blowup, int grindingBits, int extensionDegree, int folding, int log2Rows) {
  /** Fewest bits of proven security with which anything is verified. */
  static final double MIN_BITS = 100;

  /** log2 of p, a little less than 64. */
  private static final double FIELD_BITS = 63.999_999_999;

  /** Two inputs of Blake3 with one digest. */
  private static final double COLLISION_BITS = 128;

  /** Points at which columns are opened out of the domain. */
  private static final double OPENINGS = 2;

  /** Degrees of a row's look-up denominators: 25 of total degree 1, 8 of degree 5. */
  private static final double LOOK_UP_DEGREE_PER_ROW = 65;

  /** Degrees of the two denominators of END-SUM. */
  private static final double LOOK_UP_DEGREE_AT_THE_END = 12;

  /** Returns the bound of the parameters that this verifier pins. */
  static Soundness pinned(int log2Rows) {
    return new Soundness(
        ProofShape.QUERIES,
        ProofShape.BLOWUP,
        ProofShape.GRINDING_BITS,
        ProofShape.EXTENSION_DEGREE,
        ProofShape.FOLDING,
        log2Rows);
  }

  /**
   * Returns if the bound is high enough: a change of the constants that would weaken every proof
   * stops every verification instead.
   *
   * @throws ProofRejectedException if not
   */
  void require() throws ProofRejectedException {
    if (bits() < MIN_BITS) {
      throw new ProofRejectedException(
          "this verifier's own parameters give less than 100 bits of proven security");
    }
  }

  /** Returns the bits of a whole proof: those of its worst round. */
  double bits() {
    double field = FIELD_BITS * extensionDegree;
    double rows = Math.pow(2, log2Rows);
    double domain = rows * blowup;
    double lookUps = field - log2(2 * (LOOK_UP_DEGREE_PER_ROW * rows + LOOK_UP_DEGREE_AT_THE_END));
    double outOfDomain = field - log2((blowup + 1) * (rows + OPENINGS - 1) + rows - 1);
    double columns = field - log2(domain);
    double foldings = field - log2((folding - 1) * (domain + 1));
    double agreement = (1 + (rows + OPENINGS) / domain) / 2;
    double drawn = grindingBits - queries * log2(agreement);
    double least = Math.min(COLLISION_BITS, field);
    for (double round : new double[] {lookUps, outOfDomain, columns, foldings, drawn}) {
      least = Math.min(least, round);
    }
    return least;
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
