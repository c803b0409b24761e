package io.zksolvency.fuzz;

import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.InclusionJson;
import java.util.Arrays;

/** Any bytes as an inclusion file: refused, or one that is written and read as itself. */
public final class InclusionTarget {
  private InclusionTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Memory.bounded(input.length, () -> read(input));
  }

  private static void read(byte[] input) {
    try {
      byte[] written = InclusionJson.write(InclusionJson.read(input));
      if (!Arrays.equals(InclusionJson.write(InclusionJson.read(written)), written)) {
        throw new Finding("an inclusion file that is not read as it was written");
      }
    } catch (FormatException e) {
      // Refused, as it should be.
    }
  }
}
