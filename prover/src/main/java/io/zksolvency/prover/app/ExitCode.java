package io.zksolvency.prover.app;

/** Exit codes of the command; 1 to 9 are verdicts of the verifier and never used here. */
enum ExitCode {
  OK(0),
  USAGE(64),
  DATA(65),
  NATIVE_UNAVAILABLE(69),
  BUG(70),
  CANNOT_CREATE(73),
  IO(74),
  BUSY(75);

  private final int code;

  ExitCode(int code) {
    this.code = code;
  }

  int code() {
    return code;
  }
}
