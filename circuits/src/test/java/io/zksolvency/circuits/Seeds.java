package io.zksolvency.circuits;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.Goldilocks;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.Entry;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** Seeded randomness for property tests; -Dtest.seed repeats a run. */
public final class Seeds {
  private Seeds() {}

  /** Returns a generator whose seed is printed. */
  public static RandomGenerator random(String test) {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println(test + ": -Dtest.seed=" + seed);
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  public static long element(RandomGenerator random) {
    // Every fourth element is near an edge: 0, 2^32, p.
    long[] edges = {0, 1, 0xffffffffL, 0x100000000L, Goldilocks.P - 1, Goldilocks.P - 0xffffffffL};
    if (random.nextInt(4) == 0) {
      return edges[random.nextInt(edges.length)];
    }
    return Long.remainderUnsigned(random.nextLong(), Goldilocks.P);
  }

  public static Digest digest(RandomGenerator random) {
    return new Digest(element(random), element(random), element(random), element(random));
  }

  public static AccountTag tag(RandomGenerator random) {
    byte[] hash = new byte[32];
    random.nextBytes(hash);
    return AccountTag.fromHash(hash);
  }

  public static long amount(RandomGenerator random) {
    return random.nextLong(Entry.AMOUNT_LIMIT) >>> random.nextInt(Entry.AMOUNT_BITS);
  }

  public static List<Entry> entries(RandomGenerator random, int most, int keys) {
    List<Entry> entries = new ArrayList<>();
    for (int i = random.nextInt(most + 1); i > 0; i--) {
      entries.add(new Entry(random.nextInt(keys), amount(random)));
    }
    return entries;
  }
}
