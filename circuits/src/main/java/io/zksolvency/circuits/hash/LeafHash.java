package io.zksolvency.circuits.hash;

import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.Entry;
import java.util.List;

/** The leaf digest of an account: a sponge over its tag and entries, three entries a step. */
public final class LeafHash {
  /** "LEAF" in ASCII; starts capacity lane 0, where a tree node has 8. */
  private static final long DOMAIN_LEAF = 0x4c454146L;

  private static final int ENTRIES_PER_STEP = 3;
  private static final int RATE_START = 4;
  private static final int PACK_LANE = 7;
  private static final int TAG_START = 8;

  private LeafHash() {}

  /** Returns the leaf digest; an account without entries takes one step. */
  public static Digest of(AccountTag tag, List<Entry> entries) {
    long[] state = new long[RescuePrime.WIDTH];
    state[0] = DOMAIN_LEAF;
    for (int i = 0; i < AccountTag.ELEMENTS; i++) {
      state[TAG_START + i] = tag.element(i);
    }
    int next = 0;
    do {
      long pack = 0;
      for (int j = 0; j < ENTRIES_PER_STEP && next < entries.size(); j++, next++) {
        Entry entry = entries.get(next);
        state[RATE_START + j] = Goldilocks.add(state[RATE_START + j], entry.amount());
        pack |= (long) entry.key() << (16 * j);
      }
      state[PACK_LANE] = Goldilocks.add(state[PACK_LANE], pack);
      RescuePrime.permute(state);
    } while (next < entries.size());
    return RescuePrime.digest(state);
  }
}
