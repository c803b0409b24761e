package io.zksolvency.stark;

import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.stark.air.Challenges;
import io.zksolvency.stark.air.PublicElements;
import io.zksolvency.stark.air.Relation;
import io.zksolvency.stark.coin.PublicCoin;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.proof.LedgerProof;
import io.zksolvency.stark.proof.ProofShape;
import java.util.Arrays;
import java.util.stream.LongStream;

/**
 * Everything random that a proof is tested with, each drawn after what it tests was committed.
 *
 * @param challenges of the look-ups, drawn after the main columns
 * @param constraintCoefficients drawn after the auxiliary columns
 * @param z out-of-domain point, drawn after the quotient
 * @param columnCoefficients drawn after the columns' values at z and gz
 * @param alphas what each FRI layer is folded with, drawn after the layer
 * @param zeroBits the work that the nonce shows
 * @param positions queried, drawn last
 */
record Transcript(
    Challenges challenges,
    Cubic[] constraintCoefficients,
    Cubic z,
    Cubic[] columnCoefficients,
    Cubic[] alphas,
    int zeroBits,
    int[] positions) {
  /** Returns the transcript of a proof: docs/spec/proof.md, "Transcript". */
  static Transcript of(PublicInputs inputs, LedgerProof proof) {
    ProofShape shape = ProofShape.of(inputs);
    PublicCoin coin = new PublicCoin(start(inputs, shape));
    coin.reseed(proof.mainCommitment());
    Cubic gamma = coin.draw();
    Challenges challenges = new Challenges(gamma, coin.draw());
    coin.reseed(proof.auxCommitment());
    Cubic[] constraints = coin.draw(Relation.CONSTRAINTS + Relation.ASSERTIONS);
    coin.reseed(proof.quotientCommitment());
    Cubic z = coin.draw();

    OutOfDomain values = OutOfDomain.of(proof);
    coin.reseed(values.hash());
    Cubic[] columns = coin.draw(values.atZ().length);
    Cubic[] alphas = new Cubic[proof.friCommitments().size()];
    for (int layer = 0; layer < alphas.length; layer++) {
      coin.reseed(proof.friCommitments().get(layer));
      alphas[layer] = coin.draw();
    }
    // An element is drawn for the remainder too and used for nothing; only the seed goes on.
    coin.reseed(proof.remainderCommitment());
    int zeroBits = coin.zeroBits(proof.nonce());
    int[] positions = coin.drawPositions(ProofShape.QUERIES, shape.domain().size(), proof.nonce());
    return new Transcript(challenges, constraints, z, columns, alphas, zeroBits, positions);
  }

  private static long[] start(PublicInputs inputs, ProofShape shape) {
    return LongStream.concat(
            Arrays.stream(shape.headerElements()), Arrays.stream(PublicElements.of(inputs)))
        .toArray();
  }
}
