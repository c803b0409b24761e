package io.zksolvency.circuits.check;

/** Why a ledger cannot be proven; the words name no account and no amount. */
public enum LedgerProblem {
  /** An entry's key is not in the asset table. */
  UNKNOWN_KEY("an entry names an asset that is not in the asset table"),
  /** More rows than 2^max_steps_log2. */
  TOO_MANY_ENTRIES("the account has more entries than max_steps_log2 allows"),
  /** The account is worth less than nothing at the weights. */
  NEGATIVE_NET_VALUE("the account owes more than it owns at the published prices and haircuts"),
  /** The ledger has fewer or more rows than its trace. */
  WRONG_ROWS("the accounts do not fill the rows of the ledger exactly"),
  /** The control account's keys are not all there, in order. */
  CONTROL_KEYS("the control account does not list every key in ascending order"),
  /** A control account of more than 2^12 rows. */
  CONTROL_TOO_LONG("the control account has more rows than a control account may have"),
  /** The control account's words differ from the sums. */
  WRONG_TOTALS("the control account does not hold the sums of the other accounts");

  private final String words;

  LedgerProblem(String words) {
    this.words = words;
  }

  /** Returns the problem in words. */
  public String words() {
    return words;
  }
}
