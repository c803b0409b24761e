package io.zksolvency.stark.air;

import io.zksolvency.stark.field.Cubic;
import java.util.List;

/** CONTROL-RISE to RANGE-STEP: how rows form accounts and accounts a ledger. */
final class Structure {
  private Structure() {}

  static void evaluate(Cubic[] row, Cubic[] next, List<Cubic> out) {
    Cubic control = row[Columns.CONTROL];
    Cubic firstNext = next[Columns.FIRST];
    Cubic same = Cubic.ONE.sub(firstNext);
    // CONTROL-RISE: (control' - control)(1 - first')
    out.add(next[Columns.CONTROL].sub(control).mul(same));
    // CONTROL-LAST: control first'
    out.add(control.mul(firstNext));
    // LEAF-INDEX: leaf_index' - leaf_index - first'
    out.add(rise(row, next, Columns.LEAF_INDEX).sub(firstNext));
    // NODE-INDEX: node_index' - node_index - 1
    out.add(rise(row, next, Columns.NODE_INDEX).sub(Cubic.ONE));
    // STEP: step' - (1 - first')(step + 1)
    out.add(next[Columns.STEP].sub(same.mul(row[Columns.STEP].add(Cubic.ONE))));
    // RANGE-STEP: (range' - range)(range' - range - 1)
    Cubic range = rise(row, next, Columns.RANGE);
    out.add(range.mul(range.sub(Cubic.ONE)));
  }

  private static Cubic rise(Cubic[] row, Cubic[] next, int column) {
    return next[column].sub(row[column]);
  }
}
