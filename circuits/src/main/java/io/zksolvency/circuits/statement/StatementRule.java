package io.zksolvency.circuits.statement;

import java.util.Locale;

/** A condition that a statement meets or is rejected by; its name is part of the tools' output. */
public enum StatementRule {
  /** The statement is about this verifier's relation. */
  RELATION,
  /** Exactly the statement with sequence 0 has no statement before it. */
  CHAIN_START,
  /** The weights follow from prices and haircuts, and are in bounds. */
  WEIGHTS,
  /** There is at least one batch, and not more than the general ledger can hold. */
  BATCH_COUNT,
  /** The trace length of each ledger is one of the relation's. */
  LEDGER_ROWS,
  /** The number of accounts of each ledger fits its trace. */
  LEDGER_ACCOUNTS,
  /** No two batches have the same root. */
  DISTINCT_BATCHES,
  /** Proof files have the names that follow from their batch. */
  PROOF_FILES,
  /** The totals list every key of the asset table in ascending order and fit a control account. */
  CONTROL_ENTRIES,
  /** Shortfalls are published only together with excluded accounts. */
  EXCLUSIONS,
  /** The issuer's signature is valid. */
  SIGNATURE,
  /** The file repeats its digest and its totals as they follow from its contents. */
  CONSISTENT_FILE,
  /** The statement is the one, or by the issuer, that the reader asked for. */
  EXPECTED,
  /** The statement continues the one before it. */
  CHAIN,
  /** Each proof file is the one that the statement names. */
  PROOF_DIGEST,
  /** Each proof is accepted. */
  PROOF,
  /** The account is one of a batch, and not its control account. */
  INCLUSION_PLACE,
  /** The account's entries are possible ones. */
  INCLUSION_ENTRIES,
  /** The account's leaf is under the batch's root. */
  INCLUSION_PATH;

  /** Returns the name that tools print, such as {@code control-entries}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
