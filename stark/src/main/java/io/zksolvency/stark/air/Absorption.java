package io.zksolvency.stark.air;

import static io.zksolvency.stark.air.Columns.ENTRIES;
import static io.zksolvency.stark.air.Columns.LANES;

import io.zksolvency.stark.field.Quadratic;
import java.util.List;

/** ABSORB-FIRST, ABSORB-NEXT, LIMB-EXTRA: the leaf lane absorbs exactly the row's entries. */
final class Absorption {
  /** "LEAF" in ASCII, read as a big-endian number: capacity lane 0 of every leaf. */
  private static final long LEAF_DOMAIN = 0x4c454146L;

  /** Keys are below 2^16, because the price table holds them. */
  private static final int KEY_BITS = 16;

  private static final int RATE = 4;

  private Absorption() {}

  static void evaluate(Quadratic[] row, Quadratic[] next, List<Quadratic> out) {
    // ABSORB-FIRST: first (in_i - [LEAF, 0, 0, 0, e0, e1, e2, pack]_i), i < 8; the tag's lanes are
    // free
    Quadratic first = row[Columns.FIRST];
    Quadratic[] entries = absorbed(row);
    for (int i = 0; i < RATE; i++) {
      Quadratic capacity = Quadratic.of(i == 0 ? LEAF_DOMAIN : 0);
      out.add(first.mul(row[Columns.LEAF_IN + i].sub(capacity)));
    }
    for (int i = 0; i < entries.length; i++) {
      out.add(first.mul(row[Columns.LEAF_IN + RATE + i].sub(entries[i])));
    }
    // ABSORB-NEXT: (1 - first')(in' - out - [0, 0, 0, 0, e0', e1', e2', pack', 0, 0, 0, 0])
    Quadratic same = Quadratic.ONE.sub(next[Columns.FIRST]);
    Quadratic[] output = Permutation.leafOutput(row);
    Quadratic[] added = absorbed(next);
    for (int i = 0; i < LANES; i++) {
      boolean absorbs = i >= RATE && i < RATE + added.length;
      Quadratic expected = absorbs ? output[i].add(added[i - RATE]) : output[i];
      out.add(same.mul(next[Columns.LEAF_IN + i].sub(expected)));
    }
    // LIMB-EXTRA: (1 - control) l4_j
    Quadratic ordinary = Quadratic.ONE.sub(row[Columns.CONTROL]);
    for (int entry = 0; entry < ENTRIES; entry++) {
      out.add(ordinary.mul(row[Columns.limb(entry, 4)]));
    }
  }

  /** Returns e0, e1, e2 and the packed keys. */
  private static Quadratic[] absorbed(Quadratic[] row) {
    return new Quadratic[] {
      amount(row, 0),
      amount(row, 1),
      amount(row, 2),
      Limbs.compose(KEY_BITS, row[Columns.key(0)], row[Columns.key(1)], row[Columns.key(2)])
    };
  }

  private static Quadratic amount(Quadratic[] row, int entry) {
    return Limbs.compose(Limbs.WORD_BITS, Limbs.low(row, entry), Limbs.high(row, entry));
  }
}
