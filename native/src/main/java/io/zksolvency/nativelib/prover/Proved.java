package io.zksolvency.nativelib.prover;

/**
 * A proof with what it is about. The caller owns the arrays.
 *
 * @param root the root of the tree over the ledger's accounts, 32 bytes
 * @param controlDigest the leaf digest of the control account, 32 bytes
 * @param proof the proof's bytes
 */
public record Proved(byte[] root, byte[] controlDigest, byte[] proof) {
  @Override
  public String toString() {
    return "Proved[" + proof.length + " bytes]";
  }
}
