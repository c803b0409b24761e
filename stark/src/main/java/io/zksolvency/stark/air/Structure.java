package io.zksolvency.stark.air;

import io.zksolvency.stark.field.Quadratic;
import java.util.List;

/** CONTROL-RISE to RANGE-STEP: how rows form accounts and accounts a ledger. */
final class Structure {
  private Structure() {}

  static void evaluate(Quadratic[] row, Quadratic[] next, List<Quadratic> out) {
    Quadratic control = row[Columns.CONTROL];
    Quadratic firstNext = next[Columns.FIRST];
    Quadratic same = Quadratic.ONE.sub(firstNext);
    // CONTROL-RISE: (control' - control)(1 - first')
    out.add(next[Columns.CONTROL].sub(control).mul(same));
    // CONTROL-LAST: control first'
    out.add(control.mul(firstNext));
    // LEAF-INDEX: leaf_index' - leaf_index - first'
    out.add(rise(row, next, Columns.LEAF_INDEX).sub(firstNext));
    // NODE-INDEX: node_index' - node_index - 1
    out.add(rise(row, next, Columns.NODE_INDEX).sub(Quadratic.ONE));
    // STEP: step' - (1 - first')(step + 1)
    out.add(next[Columns.STEP].sub(same.mul(row[Columns.STEP].add(Quadratic.ONE))));
    // RANGE-STEP: (range' - range)(range' - range - 1)
    Quadratic range = rise(row, next, Columns.RANGE);
    out.add(range.mul(range.sub(Quadratic.ONE)));
  }

  private static Quadratic rise(Quadratic[] row, Quadratic[] next, int column) {
    return next[column].sub(row[column]);
  }
}
