package io.zksolvency.stark.fri;

import io.zksolvency.stark.ProofRejectedException;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.field.Domain;
import io.zksolvency.stark.field.Polynomials;
import io.zksolvency.stark.proof.LedgerProof;
import io.zksolvency.stark.proof.Opening;
import io.zksolvency.stark.proof.ProofShape;
import io.zksolvency.stark.proof.Slice;
import java.util.Arrays;

/** Verifies that values at some positions are those of a polynomial of degree below n. */
public final class FriVerifier {
  private final LedgerProof proof;
  private final Cubic[] alphas;
  private Domain domain;
  private int[] positions;
  private Cubic[] values;

  /**
   * @param alphas what each layer is folded with
   * @param positions in the evaluation domain, all different
   * @param values at these positions
   */
  public FriVerifier(
      LedgerProof proof, Domain domain, Cubic[] alphas, int[] positions, Cubic[] values) {
    this.proof = proof;
    this.alphas = alphas.clone();
    this.domain = domain;
    this.positions = positions.clone();
    this.values = values.clone();
  }

  /**
   * Returns if each layer folds into the next and the last into the remainder.
   *
   * @throws ProofRejectedException if not
   */
  public void verify() throws ProofRejectedException {
    for (int layer = 0; layer < proof.friLayers().size(); layer++) {
      fold(layer);
    }
    Cubic[] remainder = proof.remainder().cubics();
    for (int i = 0; i < positions.length; i++) {
      if (!evaluate(remainder, domain.shiftedAt(positions[i])).equals(values[i])) {
        throw new ProofRejectedException("FRI's last layer is not the remainder");
      }
    }
  }

  /** Compares the values with a layer's rows, and replaces them by what the rows fold into. */
  private void fold(int layer) throws ProofRejectedException {
    int rows = domain.size() / ProofShape.FOLDING;
    // A row holds the values at row, row + rows, row + 2 rows, ..; in the order of first use.
    int[] opened = Arrays.stream(positions).map(p -> p % rows).distinct().toArray();
    Opening opening = proof.friLayers().get(layer);
    opening.requireCommitted(proof.friCommitments().get(layer), opened, "FRI layer " + layer);
    Cubic[][] rowValues = Arrays.stream(opening.rows()).map(Slice::cubics).toArray(Cubic[][]::new);
    for (int i = 0; i < positions.length; i++) {
      int row = indexOf(opened, positions[i] % rows);
      if (!rowValues[row][positions[i] / rows].equals(values[i])) {
        throw new ProofRejectedException("FRI layer " + layer + " is not what was folded into it");
      }
    }
    Cubic[] folded = new Cubic[opened.length];
    for (int row = 0; row < opened.length; row++) {
      folded[row] =
          Polynomials.evaluateInterpolation(
              rowValues[row], domain.shiftedAt(opened[row]), alphas[layer]);
    }
    positions = opened;
    values = folded;
    domain = Domain.of(domain.log2() - Integer.numberOfTrailingZeros(ProofShape.FOLDING));
  }

  private static int indexOf(int[] values, int value) {
    int i = 0;
    while (values[i] != value) {
      i++;
    }
    return i;
  }

  /** Returns the value at x of the polynomial with these coefficients, highest first. */
  private static Cubic evaluate(Cubic[] coefficients, long x) {
    Cubic value = Cubic.ZERO;
    for (Cubic coefficient : coefficients) {
      value = value.mul(x).add(coefficient);
    }
    return value;
  }
}
