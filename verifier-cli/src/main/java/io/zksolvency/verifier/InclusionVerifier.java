package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionRules;

/** Verifies that one customer's account is under a statement's root. */
final class InclusionVerifier {
  private InclusionVerifier() {}

  /**
   * Returns if the file's account, with exactly its entries, is counted in the statement's batch at
   * its place.
   *
   * @param statement meets {@link io.zksolvency.circuits.statement.StatementRules}
   * @throws StatementRejectedException if it is not
   */
  static void check(SolvencyStatement statement, InclusionFile file)
      throws StatementRejectedException {
    InclusionRules.check(statement, file);
  }
}
