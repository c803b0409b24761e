package io.zksolvency.service.store;

/** Where a run stands. */
public enum RunState {
  QUEUED(false),
  RUNNING(false),
  CANCELLING(false),
  SUCCEEDED(true),
  FAILED(true),
  CANCELLED(true);

  private final boolean ended;

  RunState(boolean ended) {
    this.ended = ended;
  }

  /** Returns if the run stays in this state. */
  public boolean hasEnded() {
    return ended;
  }
}
