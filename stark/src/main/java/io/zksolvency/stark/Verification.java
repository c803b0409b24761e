package io.zksolvency.stark;

import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.stark.air.Columns;
import io.zksolvency.stark.air.Frame;
import io.zksolvency.stark.air.Quotient;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.field.Domain;
import io.zksolvency.stark.fri.DeepComposition;
import io.zksolvency.stark.fri.FriVerifier;
import io.zksolvency.stark.proof.LedgerProof;
import io.zksolvency.stark.proof.ProofShape;
import java.util.Arrays;
import java.util.stream.Stream;

/** The checks of one proof whose bytes are in order, each under its own name. */
final class Verification {
  private static final int TRACE_COLUMNS = Columns.MAIN + Columns.AUX;

  private final PublicInputs inputs;
  private final LedgerProof proof;
  private final ProofShape shape;
  private final Transcript transcript;
  private final OutOfDomain outOfDomain;

  Verification(PublicInputs inputs, LedgerProof proof) {
    this.inputs = inputs;
    this.proof = proof;
    shape = ProofShape.of(inputs);
    transcript = Transcript.of(inputs, proof);
    outOfDomain = OutOfDomain.of(proof);
  }

  /**
   * Returns if the proof holds.
   *
   * @throws ProofRejectedException if it does not
   */
  void run() throws ProofRejectedException {
    checkConstraints();
    checkWork();
    checkOpenings();
    checkLowDegree();
  }

  /** The quotient's columns, put together at z, are what the trace's columns give there. */
  private void checkConstraints() throws ProofRejectedException {
    Cubic[] row = outOfDomain.atZ();
    Cubic[] next = outOfDomain.atGz();
    Frame frame =
        new Frame(
            Arrays.copyOf(row, Columns.MAIN),
            Arrays.copyOf(next, Columns.MAIN),
            Arrays.copyOfRange(row, Columns.MAIN, TRACE_COLUMNS),
            Arrays.copyOfRange(next, Columns.MAIN, TRACE_COLUMNS));
    Cubic z = transcript.z();
    Cubic expected =
        Quotient.at(z, frame, inputs, transcript.challenges(), transcript.constraintCoefficients());
    // H(z) = sum of z^(i n) H_i(z)
    Cubic power = z.pow(1L << inputs.log2Rows());
    Cubic found = Cubic.ZERO;
    for (int i = ProofShape.QUOTIENT_COLUMNS - 1; i >= 0; i--) {
      found = found.mul(power).add(row[TRACE_COLUMNS + i]);
    }
    if (!found.equals(expected)) {
      throw new ProofRejectedException("the constraints do not hold at the out-of-domain point");
    }
  }

  private void checkWork() throws ProofRejectedException {
    if (transcript.zeroBits() < ProofShape.GRINDING_BITS) {
      throw new ProofRejectedException("the nonce does not show the work of grinding");
    }
  }

  private void checkOpenings() throws ProofRejectedException {
    int[] positions = transcript.positions();
    proof.main().requireCommitted(proof.mainCommitment(), positions, "main columns");
    proof.aux().requireCommitted(proof.auxCommitment(), positions, "auxiliary columns");
    proof.quotient().requireCommitted(proof.quotientCommitment(), positions, "the quotient");
  }

  /** The opened rows belong to polynomials of degree below n with the values said at z and gz. */
  private void checkLowDegree() throws ProofRejectedException {
    Cubic z = transcript.z();
    Cubic gz = z.mul(Domain.of(inputs.log2Rows()).generator());
    DeepComposition composition =
        new DeepComposition(
            transcript.columnCoefficients(), z, outOfDomain.atZ(), gz, outOfDomain.atGz());
    Domain domain = shape.domain();
    int[] positions = transcript.positions();
    Cubic[] values = new Cubic[positions.length];
    for (int i = 0; i < positions.length; i++) {
      values[i] = composition.at(domain.shiftedAt(positions[i]), openedRow(i));
    }
    new FriVerifier(proof, domain, transcript.alphas(), positions, values).verify();
  }

  /** Returns an opened row: main, auxiliary and quotient columns. */
  private Cubic[] openedRow(int i) {
    Stream<Cubic> main = Arrays.stream(proof.main().rows()[i].elements()).mapToObj(Cubic::of);
    Stream<Cubic> aux = Arrays.stream(proof.aux().rows()[i].cubics());
    Stream<Cubic> quotient = Arrays.stream(proof.quotient().rows()[i].cubics());
    return Stream.of(main, aux, quotient).flatMap(s -> s).toArray(Cubic[]::new);
  }
}
