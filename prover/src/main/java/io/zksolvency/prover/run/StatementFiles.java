package io.zksolvency.prover.run;

import io.zksolvency.formats.BoundedFiles;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.InvalidSignatureException;
import io.zksolvency.formats.SignedStatement;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.prover.ingest.InputException;
import java.io.IOException;
import java.nio.file.Path;

/** Published statements, read back. */
final class StatementFiles {
  private StatementFiles() {}

  /**
   * Returns the statement that a run has published.
   *
   * @throws InputException if what lies there is damaged, and what to do about it
   */
  static SignedStatement readPublished(RunDirectory directory) throws IOException, InputException {
    try {
      return read(directory.statement());
    } catch (InputException e) {
      throw new InputException(
          "%s. Restore it from a copy of what was published, or delete %s and give the run's command again"
              .formatted(e.getMessage(), directory.publicDirectory()));
    }
  }

  /**
   * Returns the statement in a file, with its signature checked.
   *
   * @throws InputException if the file holds none, or its signature is not its issuer key's
   */
  static SignedStatement read(Path file) throws IOException, InputException {
    try {
      SignedStatement signed = StatementJson.read(BoundedFiles.read(file, StatementJson.MAX_BYTES));
      signed.checkSignature();
      return signed;
    } catch (FormatException | InvalidSignatureException e) {
      throw new InputException(file + " is not a statement: " + e.getMessage());
    }
  }
}
