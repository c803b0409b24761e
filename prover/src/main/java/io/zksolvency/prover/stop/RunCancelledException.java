package io.zksolvency.prover.stop;

/** The run was told to stop, and has. What it did so far is kept: the same options go on. */
public final class RunCancelledException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public RunCancelledException() {
    super("the run was cancelled");
  }
}
