package io.zksolvency.stark.air;

import io.zksolvency.stark.field.Cubic;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * LOOKUP-0 to LOOKUP-SUM: ranges, prices, totals and the tree as one sum of fractions. A helper
 * column holds the sum of some of its row's fractions.
 */
final class LookUps {
  /** Fractions of each of the first four helpers. */
  private static final int PER_HELPER = 6;

  /** An account's rows are counted in steps of 4 in the control account: at most 2^12. */
  private static final long CONTROL_SCALE = 4;

  /** Columns in the range table: l0 to l4 of the entries, r0, r1, c0, c1, h0 to h3. */
  private static final int[] RANGE_CHECKED =
      IntStream.concat(
              IntStream.range(0, 5 * Columns.ENTRIES).map(i -> Columns.limb(i / 5, i % 5)),
              IntStream.range(Columns.NET_REMAINDER, Columns.NET_HIGH + 4))
          .toArray();

  private final Frame frame;
  private final Challenges challenges;

  private LookUps(Frame frame, Challenges challenges) {
    this.frame = frame;
    this.challenges = challenges;
  }

  /**
   * @param key of the price table's row
   * @param weight of the price table's row
   */
  static void evaluate(
      Frame frame,
      Cubic key,
      Cubic weight,
      int maxStepsLog2,
      Challenges challenges,
      List<Cubic> out) {
    LookUps lookUps = new LookUps(frame, challenges);
    Cubic[] helpers = Arrays.copyOf(frame.aux(), Columns.HELPERS);
    // LOOKUP-0 to LOOKUP-3: helper_h - its six fractions
    for (int helper = 0; helper < 4; helper++) {
      out.add(lookUps.ranges(helper).differenceFrom(helpers[helper]));
    }
    // LOOKUP-4: helper_4 - five fractions of all kinds
    out.add(lookUps.mixed(key, weight, maxStepsLog2).differenceFrom(helpers[4]));
    // LOOKUP-SUM: sum' - sum - helpers - four fractions of its own
    Cubic rise = frame.auxNext()[Columns.SUM].sub(frame.aux()[Columns.SUM]);
    Cubic rest = Arrays.stream(helpers).reduce(rise, Cubic::sub);
    out.add(lookUps.entriesAndRight().differenceFrom(rest));
  }

  private Cubic cell(int column) {
    return frame.main()[column];
  }

  private Cubic[] digest(int column) {
    return Arrays.copyOfRange(frame.main(), column, column + Columns.DIGEST);
  }

  /** Returns 1 / range of six columns; the table's own fraction is the last of the fourth six. */
  private Fractions ranges(int helper) {
    Fractions sum = new Fractions();
    int end = Math.min(PER_HELPER * (helper + 1), RANGE_CHECKED.length);
    for (int i = PER_HELPER * helper; i < end; i++) {
      sum.add(Cubic.ONE, challenges.range(cell(RANGE_CHECKED[i])));
    }
    if (end == RANGE_CHECKED.length) {
      sum.add(cell(Columns.RANGE_COUNT).negate(), challenges.range(cell(Columns.RANGE)));
    }
    return sum;
  }

  private Fractions mixed(Cubic key, Cubic weight, int maxStepsLog2) {
    Cubic control = cell(Columns.CONTROL);
    Cubic scale =
        Cubic.ONE
            .sub(control)
            .mul(1L << (Limbs.BITS - maxStepsLog2))
            .add(control.mul(CONTROL_SCALE));
    Cubic on = cell(Columns.NODE_ON);
    Cubic node = cell(Columns.NODE_INDEX);
    return new Fractions()
        .add(Cubic.ONE, challenges.range(cell(Columns.STEP).mul(scale)))
        .add(cell(Columns.PRICE_COUNT).negate(), challenges.price(key, weight))
        .add(
            frame.mainNext()[Columns.FIRST],
            challenges.tree(cell(Columns.LEAF_INDEX), digest(Columns.LEAF_DIGEST)))
        .add(on, challenges.tree(node, Permutation.nodeDigest(frame.main())))
        .add(on.negate(), challenges.tree(node.mul(2), digest(Columns.NODE_LEFT)));
  }

  private Fractions entriesAndRight() {
    Cubic right = cell(Columns.NODE_INDEX).mul(2).add(Cubic.ONE);
    Fractions sum =
        new Fractions()
            .add(
                cell(Columns.NODE_ON).negate(), challenges.tree(right, digest(Columns.NODE_RIGHT)));
    Cubic sign = Cubic.ONE.sub(cell(Columns.CONTROL).mul(2));
    Cubic delta = challenges.delta();
    for (int entry = 0; entry < Columns.ENTRIES; entry++) {
      Cubic words =
          delta
              .mul(Limbs.low(frame.main(), entry))
              .add(delta.square().mul(Limbs.high(frame.main(), entry)));
      sum.add(
          Cubic.ONE.add(sign.mul(words)),
          challenges.price(cell(Columns.key(entry)), cell(Columns.weight(entry))));
    }
    return sum;
  }
}
