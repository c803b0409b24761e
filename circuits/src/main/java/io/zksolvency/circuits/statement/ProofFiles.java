package io.zksolvency.circuits.statement;

import java.util.Locale;

/** Where a statement's proofs lie, relative to statement.json; no other names are accepted. */
public final class ProofFiles {
  /** The general ledger's proof. */
  public static final String GENERAL_LEDGER = "proofs/general-ledger.proof";

  private ProofFiles() {}

  /** Returns the file of batch b, such as {@code proofs/batch-00000.proof}. */
  public static String batch(int b) {
    return String.format(Locale.ROOT, "proofs/batch-%05d.proof", b);
  }
}
