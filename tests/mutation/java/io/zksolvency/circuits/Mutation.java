package io.zksolvency.circuits;

import java.util.List;
import java.util.stream.IntStream;

/** Says which statements are taken away. Compiled with the mutated sources only. */
public final class Mutation {
  private static volatile List<String> active = List.of();
  private static final ThreadLocal<Integer> TERMS = new ThreadLocal<>();

  private Mutation() {}

  /** Takes these away, and nothing else. */
  public static void activate(List<String> names) {
    active = List.copyOf(names);
  }

  /** Returns whether one of these is taken away. */
  public static boolean on(String... names) {
    for (String name : names) {
      if (active.contains(name)) {
        return true;
      }
    }
    return false;
  }

  /** Starts counting the look-ups' fractions. */
  public static void restart() {
    TERMS.set(0);
  }

  /** Returns the name of the next fraction. */
  public static String term() {
    int term = TERMS.get();
    TERMS.set(term + 1);
    return "term " + term;
  }

  /** Returns the elements but for the one whose number is taken away. */
  public static long[] without(String prefix, long[] elements) {
    return IntStream.range(0, elements.length)
        .filter(i -> !on(prefix + i))
        .mapToLong(i -> elements[i])
        .toArray();
  }
}
