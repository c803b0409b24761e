package io.zksolvency.circuits.statement;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Accounts that the issuer left out because they owe more than they own, in print.
 *
 * @param accounts how many
 * @param shortfalls base units they owe net, by asset index
 */
public record Exclusions(long accounts, SortedMap<Integer, Long> shortfalls) {
  /** Nothing left out. */
  public static final Exclusions NONE = new Exclusions(0, new TreeMap<>());

  /**
   * @throws IllegalArgumentException if a number is negative
   */
  public Exclusions {
    SortedMap<Integer, Long> copy = new TreeMap<>();
    for (Map.Entry<Integer, Long> shortfall : shortfalls.entrySet()) {
      if (shortfall.getKey() < 0 || shortfall.getValue() < 0) {
        throw new IllegalArgumentException("a shortfall is not negative");
      }
      copy.put(shortfall.getKey(), shortfall.getValue());
    }
    if (accounts < 0) {
      throw new IllegalArgumentException("the number of excluded accounts is not negative");
    }
    shortfalls = Collections.unmodifiableSortedMap(copy);
  }
}
