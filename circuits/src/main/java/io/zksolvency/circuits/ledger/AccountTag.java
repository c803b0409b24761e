package io.zksolvency.circuits.ledger;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.HashInput;
import java.util.Arrays;

/**
 * What binds a leaf to one account of one snapshot and hides its balances: four field elements.
 *
 * <p>Secret, apart from the general ledger's control account: the text form shows nothing.
 */
public final class AccountTag {
  /** Number of field elements. */
  public static final int ELEMENTS = 4;

  /** Four zeros: the dummies of the general ledger. */
  public static final AccountTag ZERO = new AccountTag(new long[ELEMENTS]);

  /** Length of a salt. */
  public static final int SALT_BYTES = 32;

  private static final int SNAPSHOT_ID_BYTES = 32;
  private static final String DOMAIN = "zksolvency/tag/v1";

  private final long[] elements;

  private AccountTag(long[] elements) {
    this.elements = elements;
  }

  /**
   * Returns the tag of a customer's account.
   *
   * @param snapshotId 32 bytes
   * @param salt 32 bytes, secret
   * @throws IllegalArgumentException if a length is wrong or the id has no UTF-8 form
   */
  public static AccountTag of(byte[] snapshotId, String accountId, byte[] salt) {
    if (snapshotId.length != SNAPSHOT_ID_BYTES || salt.length != SALT_BYTES) {
      throw new IllegalArgumentException("a snapshot id and a salt have 32 bytes each");
    }
    return fromHash(new HashInput(DOMAIN).raw(snapshotId).text(accountId).raw(salt).sha256());
  }

  /** Returns the tag of {@code words(hash)}; the hash has 32 bytes. */
  public static AccountTag fromHash(byte[] hash) {
    return new AccountTag(HashInput.words(hash));
  }

  /**
   * Returns the tag whose 32 bytes these are.
   *
   * @throws IllegalArgumentException if the length is wrong or an element is not below the modulus
   */
  public static AccountTag fromBytes(byte[] bytes) {
    Digest words = Digest.fromBytes(bytes);
    return new AccountTag(new long[] {words.e0(), words.e1(), words.e2(), words.e3()});
  }

  /** Returns element i, a canonical field element. */
  public long element(int i) {
    return elements[i];
  }

  /** Returns the 32 bytes: four little-endian words. */
  public byte[] toBytes() {
    return new Digest(elements[0], elements[1], elements[2], elements[3]).toBytes();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AccountTag tag && Arrays.equals(elements, tag.elements);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(elements);
  }

  @Override
  public String toString() {
    return "AccountTag[redacted]";
  }
}
