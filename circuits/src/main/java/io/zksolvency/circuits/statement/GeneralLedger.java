package io.zksolvency.circuits.statement;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.LeafHash;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.Entry;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * The ledger whose accounts are the batches' control accounts; its own control account is opened.
 *
 * @param log2Rows rows of its proof
 * @param accounts its accounts M, dummies and the control account included
 * @param controlTag tag of its control account, public
 * @param controlEntries the totals: every key in ascending order, public
 * @param proofFile {@link ProofFiles#GENERAL_LEDGER}
 * @param proofSha256 32 bytes
 */
public record GeneralLedger(
    int log2Rows,
    long accounts,
    AccountTag controlTag,
    List<Entry> controlEntries,
    String proofFile,
    byte[] proofSha256) {
  /** A control account has at most 2^12 rows. */
  public static final int MAX_STEPS_LOG2 = 12;

  /**
   * @throws IllegalArgumentException if a value has the wrong form
   */
  public GeneralLedger {
    if (log2Rows < 0 || accounts < 0 || proofSha256.length != Digest.BYTES) {
      throw new IllegalArgumentException("the general ledger's value has the wrong form");
    }
    controlEntries = List.copyOf(controlEntries);
    proofSha256 = proofSha256.clone();
    Objects.requireNonNull(controlTag);
    Objects.requireNonNull(proofFile);
  }

  /** Returns the leaf digest of the control account. */
  public Digest controlDigest() {
    return LeafHash.of(controlTag, controlEntries);
  }

  /** Returns a copy. */
  @Override
  public byte[] proofSha256() {
    return proofSha256.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof GeneralLedger ledger
        && log2Rows == ledger.log2Rows
        && accounts == ledger.accounts
        && controlTag.equals(ledger.controlTag)
        && controlEntries.equals(ledger.controlEntries)
        && proofFile.equals(ledger.proofFile)
        && Arrays.equals(proofSha256, ledger.proofSha256);
  }

  @Override
  public int hashCode() {
    return Objects.hash(log2Rows, accounts, controlEntries);
  }
}
