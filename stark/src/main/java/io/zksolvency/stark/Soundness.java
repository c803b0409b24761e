package io.zksolvency.stark;

import io.zksolvency.stark.air.Columns;
import io.zksolvency.stark.proof.ProofShape;

/**
 * The proven bound on what a forger can hope for, by the better of two analyses:
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

  /** Columns that are opened there. */
  private static final int COLUMNS = Columns.MAIN + Columns.AUX + ProofShape.QUOTIENT_COLUMNS;

  /** Degrees of a row's look-up denominators: 25 of total degree 1, 8 of degree 5. */
  private static final double LOOK_UP_DEGREE_PER_ROW = 65;

  /** Degrees of the two denominators of END-SUM. */
  private static final double LOOK_UP_DEGREE_AT_THE_END = 12;

  /** Proximity parameters of list decoding: from the first, below the second. */
  private static final int LEAST_PROXIMITY = 3;

  private static final int MOST_PROXIMITY = 1000;

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
    double bits = bits();
    if (Double.isNaN(bits) || bits < MIN_BITS) {
      throw new ProofRejectedException(
          "this verifier's own parameters give less than 100 bits of proven security");
    }
  }

  /** Returns the bits of a whole proof by the better analysis: those of its worst round. */
  double bits() {
    double best = uniqueDecoding();
    // The list's bound needs m < n/2: no m comes near that with a trace of production's size.
    int most = Math.min(MOST_PROXIMITY, 1 << (log2Rows - 1));
    for (int m = LEAST_PROXIMITY; m < most; m++) {
      best = Math.max(best, listDecoding(m));
    }
    return best;
  }

  /** Within half the code's distance one codeword is near. */
  private double uniqueDecoding() {
    return worst(1, domain(), (folding - 1) * (domain() + 1), (1 + rate()) / 2);
  }

  /** Within Johnson's bound, less a slack that m gives, few codewords are near. */
  private double listDecoding(double m) {
    double list = m / (1.0 / blowup - 2 * m / domain());
    double combined = gap(m, domain());
    double folded = (folding - 1) * gap(m, domain() / folding);
    return worst(list, combined, folded, (1 + 0.5 / m) * Math.sqrt(rate()));
  }

  /**
   * How many combinations of functions far from the code may be near it, on a domain of so many
   * points.
   */
  private double gap(double m, double points) {
    return Math.pow(m + 0.5, 7) * Math.pow(blowup, 1.5) / 3 * points * points;
  }

  /**
   * Returns the least bits of all rounds.
   *
   * @param list codewords that may be near what was committed to
   * @param combined challenges that may bring a combination of far columns near the code
   * @param folded the same for a folding of FRI
   * @param agreement of anything that is far, with any codeword
   */
  private double worst(double list, double combined, double folded, double agreement) {
    double field = FIELD_BITS * extensionDegree;
    double rows = Math.pow(2, log2Rows);
    double lookUps = 2 * list * (LOOK_UP_DEGREE_PER_ROW * rows + LOOK_UP_DEGREE_AT_THE_END);
    double outOfDomain =
        list * list * ((blowup + 1) * (rows + OPENINGS - 1) + rows - 1) + COLUMNS * list;
    double least = Math.min(COLLISION_BITS, grindingBits - queries * log2(agreement));
    for (double favourable : new double[] {lookUps, list, outOfDomain, combined, folded}) {
      least = Math.min(least, field - log2(favourable));
    }
    return least;
  }

  private double domain() {
    return Math.pow(2, log2Rows) * blowup;
  }

  private double rate() {
    return (Math.pow(2, log2Rows) + OPENINGS) / domain();
  }

  private static double log2(double value) {
    return Math.log(value) / Math.log(2);
  }
}
