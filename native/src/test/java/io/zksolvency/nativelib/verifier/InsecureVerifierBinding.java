package io.zksolvency.nativelib.verifier;

import java.nio.charset.StandardCharsets;

/** Says what a test tells it to; verifies nothing. */
final class InsecureVerifierBinding implements VerifierBinding {
  private final int code;
  private final byte[] text;
  int calls;

  InsecureVerifierBinding(int code, String text) {
    this(code, (text + "\0leftovers").getBytes(StandardCharsets.UTF_8));
  }

  InsecureVerifierBinding(int code, byte[] text) {
    this.code = code;
    this.text = text;
  }

  @Override
  public int solvency_abi_version() {
    return ABI_VERSION;
  }

  @Override
  public int solvency_relation_id(byte[] out32) {
    return code;
  }

  @Override
  public int solvency_verify_ledger(
      byte[] publicInputs,
      long publicInputsLength,
      byte[] proof,
      long proofLength,
      byte[] reason,
      long reasonCapacity) {
    calls++;
    System.arraycopy(text, 0, reason, 0, Math.min(text.length, reason.length));
    return code;
  }

  @Override
  public int solvency_parameters(byte[] out, long capacity) {
    System.arraycopy(text, 0, out, 0, text.length);
    return code;
  }
}
