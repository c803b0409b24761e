package io.zksolvency.nativelib;

/**
 * The witness breaks a constraint, so there is nothing to prove. Names the place, never the values.
 */
public final class UnsatisfiedStatementException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String constraintId;
  private final int row;

  /** Called from native code. */
  public UnsatisfiedStatementException(String constraintId, int row) {
    super("the witness breaks constraint " + constraintId + " in row " + row);
    this.constraintId = constraintId;
    this.row = row;
  }

  /** Returns the id of the broken constraint, as the specification of the relation lists it. */
  public String constraintId() {
    return constraintId;
  }

  /** Returns the first row of the execution trace where it is broken. */
  public int row() {
    return row;
  }
}
