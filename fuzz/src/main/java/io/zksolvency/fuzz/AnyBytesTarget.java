package io.zksolvency.fuzz;

import java.util.Arrays;

/** Any bytes as public inputs and proof: the engines agree, and accept no forgery. */
public final class AnyBytesTarget {
  private AnyBytesTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length < 2) {
      return;
    }
    int split = Math.min(input.length, 2 + (input[0] & 0xff | (input[1] & 0xff) << 8));
    byte[] inputs = Arrays.copyOfRange(input, 2, split);
    byte[] proof = Arrays.copyOfRange(input, split, input.length);
    if (Engines.accept(inputs, proof)
        && Golden.ALL.stream().noneMatch(golden -> golden.is(inputs, proof))) {
      throw new Finding("a forgery");
    }
  }
}
