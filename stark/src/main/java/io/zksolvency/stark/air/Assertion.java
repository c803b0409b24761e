package io.zksolvency.stark.air;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.stark.field.Cubic;
import java.util.List;

/**
 * A cell whose value everyone knows.
 *
 * @param column main columns first, then auxiliary ones
 * @param row of the trace
 * @param value of the cell
 */
record Assertion(int column, int row, Cubic value) {
  /** Returns all assertions in their order: main before auxiliary, then by row, then by column. */
  static List<Assertion> all(PublicInputs inputs, Challenges challenges) {
    int closing = (1 << inputs.log2Rows()) - Relation.EXEMPT_ROWS;
    int last = closing - 1;
    Digest control = inputs.controlDigest();
    int digest = Columns.LEAF_DIGEST;
    int sum = Columns.MAIN + Columns.SUM;
    return List.of(
        of(Columns.VALUE_LOW, 0, 0), // START-VALUE-LOW
        of(Columns.VALUE_HIGH, 0, 0), // START-VALUE-HIGH
        of(Columns.FIRST, 0, 1), // START-FIRST
        of(Columns.LEAF_INDEX, 0, inputs.accounts()), // START-LEAF-INDEX
        of(Columns.RANGE, 0, 0), // START-RANGE
        of(digest, last, control.e0()), // END-DIGEST
        of(digest + 1, last, control.e1()),
        of(digest + 2, last, control.e2()),
        of(digest + 3, last, control.e3()),
        of(Columns.CONTROL, last, 1), // END-CONTROL
        of(Columns.RANGE, last, (1L << Limbs.BITS) - 1), // END-RANGE
        of(sum, 0, 0), // START-SUM
        new Assertion(sum, closing, endSum(inputs, challenges))); // END-SUM
  }

  /** 1 / tree(1, root) - 1 / tree(2 M - 1, C). */
  private static Cubic endSum(PublicInputs inputs, Challenges challenges) {
    Cubic root = challenges.tree(1, inputs.root());
    Cubic control = challenges.tree(2 * inputs.accounts() - 1, inputs.controlDigest());
    return root.inverse().sub(control.inverse());
  }

  private static Assertion of(int column, int row, long value) {
    return new Assertion(column, row, Cubic.of(value));
  }
}
