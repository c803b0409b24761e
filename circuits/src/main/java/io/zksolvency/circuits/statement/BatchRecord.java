package io.zksolvency.circuits.statement;

import io.zksolvency.circuits.hash.Digest;
import java.util.Arrays;
import java.util.Objects;

/**
 * One batch of customers as the statement publishes it.
 *
 * @param log2Rows rows of its proof
 * @param accounts its accounts M, dummies and the control account included
 * @param root of the tree over its accounts
 * @param controlDigest leaf digest of its control account
 * @param proofFile {@link ProofFiles#batch}
 * @param proofSha256 32 bytes
 */
public record BatchRecord(
    int log2Rows,
    long accounts,
    Digest root,
    Digest controlDigest,
    String proofFile,
    byte[] proofSha256) {
  /**
   * @throws IllegalArgumentException if a value has the wrong form
   */
  public BatchRecord {
    if (log2Rows < 0 || accounts < 0 || proofSha256.length != Digest.BYTES) {
      throw new IllegalArgumentException("a batch's value has the wrong form");
    }
    proofSha256 = proofSha256.clone();
    Objects.requireNonNull(proofFile);
  }

  /** Returns a copy. */
  @Override
  public byte[] proofSha256() {
    return proofSha256.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BatchRecord batch
        && log2Rows == batch.log2Rows
        && accounts == batch.accounts
        && root.equals(batch.root)
        && controlDigest.equals(batch.controlDigest)
        && proofFile.equals(batch.proofFile)
        && Arrays.equals(proofSha256, batch.proofSha256);
  }

  @Override
  public int hashCode() {
    return Objects.hash(log2Rows, accounts, root);
  }
}
