package io.zksolvency.circuits.statement;

/** A well-formed statement, inclusion file or proof that does not hold. */
public final class StatementRejectedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final StatementRule rule;

  /**
   * @param rule that is broken
   * @param reason for people; holds nothing secret
   */
  public StatementRejectedException(StatementRule rule, String reason) {
    super(reason);
    this.rule = rule;
  }

  /** Returns the rule that is broken. */
  public StatementRule rule() {
    return rule;
  }
}
