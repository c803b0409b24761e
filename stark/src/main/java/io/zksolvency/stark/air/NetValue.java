package io.zksolvency.stark.air;

import io.zksolvency.stark.field.Cubic;
import java.util.Arrays;
import java.util.List;

/** VALUE-LOW to NET-HIGH: every account but the control account is worth at least 0. */
final class NetValue {
  private NetValue() {}

  static void evaluate(Cubic[] row, Cubic[] next, List<Cubic> out) {
    Cubic ends = next[Columns.FIRST];
    Cubic goesOn = Cubic.ONE.sub(ends);
    Cubic low = row[Columns.VALUE_LOW];
    Cubic high = row[Columns.VALUE_HIGH];
    for (int entry = 0; entry < Columns.ENTRIES; entry++) {
      Cubic weight = row[Columns.weight(entry)];
      low = low.add(Limbs.low(row, entry).mul(weight));
      high = high.add(Limbs.high(row, entry).mul(weight));
    }
    // VALUE-LOW: vlo' - (1 - first')(vlo + sum lo_j w_j)
    out.add(next[Columns.VALUE_LOW].sub(goesOn.mul(low)));
    // VALUE-HIGH: vhi' - (1 - first')(vhi + sum hi_j w_j)
    out.add(next[Columns.VALUE_HIGH].sub(goesOn.mul(high)));
    // c = c0 + 2^14 c1 - 2^27
    Cubic centre = Cubic.of(1L << (Limbs.WORD_BITS - 1));
    Cubic carry = limbs(row, Columns.NET_CARRY, 2).sub(centre);
    // NET-LOW: first' (vlo + sum lo_j w_j - r0 - 2^14 r1 - 2^28 c)
    Cubic remainder = limbs(row, Columns.NET_REMAINDER, 2);
    out.add(ends.mul(low.sub(remainder).sub(carry.mul(1L << Limbs.WORD_BITS))));
    // NET-HIGH: first' (vhi + sum hi_j w_j + c - h0 - 2^14 h1 - 2^28 h2 - 2^42 h3)
    out.add(ends.mul(high.add(carry).sub(limbs(row, Columns.NET_HIGH, 4))));
  }

  private static Cubic limbs(Cubic[] row, int column, int count) {
    return Limbs.compose(Limbs.BITS, Arrays.copyOfRange(row, column, column + count));
  }
}
