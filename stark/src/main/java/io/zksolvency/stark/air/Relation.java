package io.zksolvency.stark.air;

import io.zksolvency.stark.field.Cubic;
import java.util.ArrayList;
import java.util.List;

/** The relation's transition constraints, in their order: statement.md, "Constraints". */
public final class Relation {
  /** Random elements drawn for the auxiliary columns: gamma and delta. */
  public static final int CHALLENGES = 2;

  /** Transition constraints: 84 + 84 + 4, 8 + 12 + 3, 6, 4, 6, 1. */
  public static final int CONSTRAINTS = 212;

  /** Boundary assertions: eleven of main columns, two of auxiliary ones. */
  public static final int ASSERTIONS = 13;

  /** Rows at the end that are uniformly random. */
  private static final int RANDOM_ROWS = 116;

  /** Rows at the end from which no constraint starts: the random ones and the closing row. */
  static final int EXEMPT_ROWS = RANDOM_ROWS + 1;

  private Relation() {}

  /** Returns the value of each constraint's polynomial, in order. */
  public static List<Cubic> evaluate(
      Frame frame, PeriodicColumns periodic, int maxStepsLog2, Challenges challenges) {
    List<Cubic> out = new ArrayList<>(CONSTRAINTS);
    Permutation.evaluate(frame.main(), out);
    Absorption.evaluate(frame.main(), frame.mainNext(), out);
    Structure.evaluate(frame.main(), frame.mainNext(), out);
    NetValue.evaluate(frame.main(), frame.mainNext(), out);
    LookUps.evaluate(frame, periodic.key(), periodic.weight(), maxStepsLog2, challenges, out);
    out.add(quotientMask(frame.aux()[Columns.QUOTIENT_MASK], periodic.root()));
    return out;
  }

  /** QUOTIENT-MASK: mask (Y^8 - 1) sum_(i = 0..5) Y^(9 i + 1), zero on every row. */
  private static Cubic quotientMask(Cubic mask, Cubic root) {
    Cubic sum = Cubic.ZERO;
    for (int i = 0; i < 6; i++) {
      sum = sum.add(root.pow(9L * i + 1));
    }
    return mask.mul(root.pow(8).sub(Cubic.ONE)).mul(sum);
  }
}
