package io.zksolvency.service.runs;

/** A run is not accepted. */
public final class RunRefusedException extends Exception {
  private static final long serialVersionUID = 1;
  private final Reason reason;

  /** Why. */
  public enum Reason {
    /** The id stands for something else. */
    ID_TAKEN,
    /** Too many runs wait. */
    QUEUE_FULL,
    /** The statement that it should continue is unknown. */
    PREVIOUS_UNKNOWN,
    /** More bytes of balances than allowed. */
    UPLOAD_TOO_LARGE,
    /** It has not ended, or its statement is published. */
    NOT_DELETABLE
  }

  RunRefusedException(Reason reason, String message) {
    super(message);
    this.reason = reason;
  }

  /** Returns why. */
  public Reason reason() {
    return reason;
  }
}
