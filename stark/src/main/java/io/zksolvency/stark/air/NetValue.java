package io.zksolvency.stark.air;

import io.zksolvency.stark.field.Quadratic;
import java.util.Arrays;
import java.util.List;

/** VALUE-LOW to NET-HIGH: every account but the control account is worth at least 0. */
final class NetValue {
  private NetValue() {}

  static void evaluate(Quadratic[] row, Quadratic[] next, List<Quadratic> out) {
    Quadratic ends = next[Columns.FIRST];
    Quadratic goesOn = Quadratic.ONE.sub(ends);
    Quadratic low = row[Columns.VALUE_LOW];
    Quadratic high = row[Columns.VALUE_HIGH];
    for (int entry = 0; entry < Columns.ENTRIES; entry++) {
      Quadratic weight = row[Columns.weight(entry)];
      low = low.add(Limbs.low(row, entry).mul(weight));
      high = high.add(Limbs.high(row, entry).mul(weight));
    }
    // VALUE-LOW: vlo' - (1 - first')(vlo + sum lo_j w_j)
    out.add(next[Columns.VALUE_LOW].sub(goesOn.mul(low)));
    // VALUE-HIGH: vhi' - (1 - first')(vhi + sum hi_j w_j)
    out.add(next[Columns.VALUE_HIGH].sub(goesOn.mul(high)));
    // c = c0 + 2^14 c1 - 2^27
    Quadratic centre = Quadratic.of(1L << (Limbs.WORD_BITS - 1));
    Quadratic carry = limbs(row, Columns.NET_CARRY, 2).sub(centre);
    // NET-LOW: first' (vlo + sum lo_j w_j - r0 - 2^14 r1 - 2^28 c)
    Quadratic remainder = limbs(row, Columns.NET_REMAINDER, 2);
    out.add(ends.mul(low.sub(remainder).sub(carry.mul(1L << Limbs.WORD_BITS))));
    // NET-HIGH: first' (vhi + sum hi_j w_j + c - h0 - 2^14 h1 - 2^28 h2 - 2^42 h3)
    out.add(ends.mul(high.add(carry).sub(limbs(row, Columns.NET_HIGH, 4))));
  }

  private static Quadratic limbs(Quadratic[] row, int column, int count) {
    return Limbs.compose(Limbs.BITS, Arrays.copyOfRange(row, column, column + count));
  }
}
