package io.zksolvency.formats;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.ledger.Entry;
import java.util.List;

/**
 * What a customer needs to find the account under a statement's root. Secret: the text form shows
 * nothing.
 *
 * @param statementDigest 32 bytes, the statement it belongs to
 * @param accountId 1 to 1024 UTF-8 bytes
 * @param salt 32 bytes
 * @param batch number of the batch
 * @param index of the account in the batch, from 0
 * @param entries of the leaf, in order
 * @param path siblings from the leaf to below the root
 */
public record InclusionFile(
    byte[] statementDigest,
    String accountId,
    byte[] salt,
    int batch,
    long index,
    List<Entry> entries,
    List<Digest> path) {
  private static final int MAX_ID_BYTES = 1024;

  /**
   * @throws IllegalArgumentException if a value has the wrong form; whether the account is included
   *     is another question
   */
  public InclusionFile {
    if (statementDigest.length != Digest.BYTES || salt.length != Digest.BYTES) {
      throw new IllegalArgumentException("a statement digest and a salt have 32 bytes each");
    }
    int idBytes = HashInput.utf8(accountId).length;
    if (idBytes < 1 || idBytes > MAX_ID_BYTES) {
      throw new IllegalArgumentException("an account id has 1 to 1024 UTF-8 bytes");
    }
    if (batch < 0 || index < 0) {
      throw new IllegalArgumentException("a batch and an index are not negative");
    }
    statementDigest = statementDigest.clone();
    salt = salt.clone();
    entries = List.copyOf(entries);
    path = List.copyOf(path);
  }

  /** Returns a copy. */
  @Override
  public byte[] statementDigest() {
    return statementDigest.clone();
  }

  /** Returns a copy. */
  @Override
  public byte[] salt() {
    return salt.clone();
  }

  @Override
  public String toString() {
    return "InclusionFile[redacted]";
  }
}
