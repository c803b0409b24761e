package io.zksolvency.verifier;

/** Exit codes: 0 to 9 are verdicts, the others say why there is none. */
final class ExitCode {
  static final int ACCEPTED = 0;
  static final int REJECTED = 1;
  static final int MALFORMED = 2;

  /** All holds, but the snapshot is older than the reader allows, or in the future. */
  static final int POLICY = 3;

  static final int USAGE = 64;
  static final int BAD_INPUT = 65;
  static final int NATIVE_UNAVAILABLE = 69;
  static final int INTERNAL = 70;
  static final int IO = 74;

  private ExitCode() {}
}
