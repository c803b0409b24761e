package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.SignedStatement;
import java.io.IOException;

/** A published statement with its proofs, wherever it lies; from anyone. */
interface Published {
  /** Returns where, for messages. */
  String place();

  /** Returns the statement as published, unchecked. */
  SignedStatement statement() throws IOException, FormatException, StatementRejectedException;

  /**
   * Returns the bytes of a proof.
   *
   * @param name one of {@link io.zksolvency.circuits.statement.ProofFiles}, by {@link
   *     io.zksolvency.circuits.statement.StatementRules}
   * @throws StatementRejectedException if it is missing
   */
  byte[] proof(String name) throws IOException, FormatException, StatementRejectedException;
}
