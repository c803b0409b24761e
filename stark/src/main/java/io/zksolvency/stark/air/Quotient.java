package io.zksolvency.stark.air;

import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.stark.field.Domain;
import io.zksolvency.stark.field.Quadratic;
import java.util.List;

/** The quotient: all constraints and assertions, each over what it must vanish on, combined. */
public final class Quotient {
  private Quotient() {}

  /**
   * Returns what the quotient is at z if the columns are what the frame says.
   *
   * @param coefficients random, one for each transition constraint and assertion, in their order
   */
  public static Quadratic at(
      Quadratic z,
      Frame frame,
      PublicInputs inputs,
      Challenges challenges,
      Quadratic[] coefficients) {
    Domain trace = Domain.of(inputs.log2Rows());
    PeriodicColumns periodic = PeriodicColumns.at(z, inputs);
    List<Quadratic> constraints =
        Relation.evaluate(frame, periodic, inputs.maxStepsLog2(), challenges);
    Quadratic transitions = Quadratic.ZERO;
    for (int i = 0; i < constraints.size(); i++) {
      transitions = transitions.add(coefficients[i].mul(constraints.get(i)));
    }
    Quadratic quotient = transitions.mul(exemptions(z, trace)).mul(vanishing(z, trace).inverse());

    int next = constraints.size();
    for (Assertion assertion : Assertion.all(inputs, challenges)) {
      int column = assertion.column();
      Quadratic cell =
          column < Columns.MAIN ? frame.main()[column] : frame.aux()[column - Columns.MAIN];
      Quadratic divisor = z.sub(Quadratic.of(trace.at(assertion.row())));
      Quadratic term = cell.sub(assertion.value()).mul(divisor.inverse());
      quotient = quotient.add(coefficients[next++].mul(term));
    }
    return quotient;
  }

  /** z^n - 1: zero on every row. */
  private static Quadratic vanishing(Quadratic z, Domain trace) {
    return z.pow(trace.size()).sub(Quadratic.ONE);
  }

  /** The product of z - g^r over the rows r from which no transition constraint starts. */
  private static Quadratic exemptions(Quadratic z, Domain trace) {
    Quadratic product = Quadratic.ONE;
    for (int row = trace.size() - Relation.EXEMPT_ROWS; row < trace.size(); row++) {
      product = product.mul(z.sub(Quadratic.of(trace.at(row))));
    }
    return product;
  }
}
