package io.zksolvency.stark.air;

import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.stark.field.Cubic;
import io.zksolvency.stark.field.Domain;
import java.util.List;

/** The quotient: all constraints and assertions, each over what it must vanish on, combined. */
public final class Quotient {
  private Quotient() {}

  /**
   * Returns what the quotient is at z if the columns are what the frame says.
   *
   * @param coefficients random, one for each transition constraint and assertion, in their order
   */
  public static Cubic at(
      Cubic z, Frame frame, PublicInputs inputs, Challenges challenges, Cubic[] coefficients) {
    Domain trace = Domain.of(inputs.log2Rows());
    PeriodicColumns periodic = PeriodicColumns.at(z, inputs);
    List<Cubic> constraints = Relation.evaluate(frame, periodic, inputs.maxStepsLog2(), challenges);
    Cubic transitions = Cubic.ZERO;
    for (int i = 0; i < constraints.size(); i++) {
      transitions = transitions.add(coefficients[i].mul(constraints.get(i)));
    }
    Cubic quotient = transitions.mul(exemptions(z, trace)).mul(vanishing(z, trace).inverse());

    int next = constraints.size();
    for (Assertion assertion : Assertion.all(inputs, challenges)) {
      int column = assertion.column();
      Cubic cell =
          column < Columns.MAIN ? frame.main()[column] : frame.aux()[column - Columns.MAIN];
      Cubic divisor = z.sub(Cubic.of(trace.at(assertion.row())));
      Cubic term = cell.sub(assertion.value()).mul(divisor.inverse());
      quotient = quotient.add(coefficients[next++].mul(term));
    }
    return quotient;
  }

  /** z^n - 1: zero on every row. */
  private static Cubic vanishing(Cubic z, Domain trace) {
    return z.pow(trace.size()).sub(Cubic.ONE);
  }

  /** The product of z - g^r over the rows r from which no transition constraint starts. */
  private static Cubic exemptions(Cubic z, Domain trace) {
    Cubic product = Cubic.ONE;
    for (int row = trace.size() - Relation.EXEMPT_ROWS; row < trace.size(); row++) {
      product = product.mul(z.sub(Cubic.of(trace.at(row))));
    }
    return product;
  }
}
