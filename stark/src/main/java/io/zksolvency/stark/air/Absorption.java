package io.zksolvency.stark.air;

import static io.zksolvency.stark.air.Columns.ENTRIES;
import static io.zksolvency.stark.air.Columns.LANES;

import io.zksolvency.stark.field.Cubic;
import java.util.List;

/** ABSORB-FIRST, ABSORB-NEXT, LIMB-EXTRA: the leaf lane absorbs exactly the row's entries. */
final class Absorption {
  /** "LEAF" in ASCII, read as a big-endian number: capacity lane 0 of every leaf. */
  private static final long LEAF_DOMAIN = 0x4c454146L;

  /** Keys are below 2^16, because the price table holds them. */
  private static final int KEY_BITS = 16;

  private static final int RATE = 4;

  private Absorption() {}

  static void evaluate(Cubic[] row, Cubic[] next, List<Cubic> out) {
    // ABSORB-FIRST: first (in_i - [LEAF, 0, 0, 0, e0, e1, e2, pack]_i), i < 8; the tag's lanes are
    // free
    Cubic first = row[Columns.FIRST];
    Cubic[] entries = absorbed(row);
    for (int i = 0; i < RATE; i++) {
      Cubic capacity = Cubic.of(i == 0 ? LEAF_DOMAIN : 0);
      out.add(first.mul(row[Columns.LEAF_IN + i].sub(capacity)));
    }
    for (int i = 0; i < entries.length; i++) {
      out.add(first.mul(row[Columns.LEAF_IN + RATE + i].sub(entries[i])));
    }
    // ABSORB-NEXT: (1 - first')(in' - out - [0, 0, 0, 0, e0', e1', e2', pack', 0, 0, 0, 0])
    Cubic same = Cubic.ONE.sub(next[Columns.FIRST]);
    Cubic[] output = Permutation.leafOutput(row);
    Cubic[] added = absorbed(next);
    for (int i = 0; i < LANES; i++) {
      boolean absorbs = i >= RATE && i < RATE + added.length;
      Cubic expected = absorbs ? output[i].add(added[i - RATE]) : output[i];
      out.add(same.mul(next[Columns.LEAF_IN + i].sub(expected)));
    }
    // LIMB-EXTRA: (1 - control) l4_j
    Cubic ordinary = Cubic.ONE.sub(row[Columns.CONTROL]);
    for (int entry = 0; entry < ENTRIES; entry++) {
      out.add(ordinary.mul(row[Columns.limb(entry, 4)]));
    }
  }

  /** Returns e0, e1, e2 and the packed keys. */
  private static Cubic[] absorbed(Cubic[] row) {
    return new Cubic[] {
      amount(row, 0),
      amount(row, 1),
      amount(row, 2),
      Limbs.compose(KEY_BITS, row[Columns.key(0)], row[Columns.key(1)], row[Columns.key(2)])
    };
  }

  private static Cubic amount(Cubic[] row, int entry) {
    return Limbs.compose(Limbs.WORD_BITS, Limbs.low(row, entry), Limbs.high(row, entry));
  }
}
