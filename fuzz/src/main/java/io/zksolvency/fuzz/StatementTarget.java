package io.zksolvency.fuzz;

import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.InvalidSignatureException;
import io.zksolvency.formats.SignedStatement;
import io.zksolvency.formats.StatementJson;
import java.util.Arrays;

/** Any bytes as statement.json: refused, or a statement that is written and read as itself. */
public final class StatementTarget {
  private StatementTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    Memory.bounded(input.length, () -> read(input));
  }

  private static void read(byte[] input) {
    try {
      SignedStatement statement = StatementJson.read(input);
      byte[] written = StatementJson.write(statement);
      if (!Arrays.equals(StatementJson.write(StatementJson.read(written)), written)) {
        throw new Finding("a statement that is not read as it was written");
      }
      statement.checkSignature();
    } catch (FormatException | InvalidSignatureException e) {
      // Refused, as it should be.
    }
  }
}
