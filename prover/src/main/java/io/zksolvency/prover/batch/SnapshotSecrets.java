package io.zksolvency.prover.batch;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.prover.ingest.AccountLabels;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Everything secret that a snapshot derives from the issuer's master key, as docs/spec/formats.md
 * says. The text form shows nothing. Thread-safe.
 */
public final class SnapshotSecrets {
  /** The number that stands for the general ledger where batches have theirs. */
  private static final int GENERAL_LEDGER = -1;

  private static final String ALGORITHM = "HmacSHA256";
  private static final int LABEL_BYTES = 6;
  private static final int FILE_NAME_BYTES = 16;

  private final byte[] snapshotId;

  /** With the key; each use leaves it as it was. */
  private final ThreadLocal<Mac> mac;

  /**
   * @param masterKey 32 bytes
   * @param snapshotId 32 bytes
   */
  public SnapshotSecrets(byte[] masterKey, byte[] snapshotId) {
    SecretKeySpec key = new SecretKeySpec(masterKey, ALGORITHM);
    this.snapshotId = snapshotId.clone();
    this.mac = ThreadLocal.withInitial(() -> mac(key));
  }

  /** Returns an account's salt, which only its customer gets. */
  public byte[] salt(String accountId) {
    return mac(new HashInput("zksolvency/salt/v1").raw(snapshotId).text(accountId));
  }

  /** Returns an account's tag. */
  public AccountTag tag(String accountId) {
    return AccountTag.of(snapshotId, accountId, salt(accountId));
  }

  /** Returns the tag of a batch's dummy account, numbered from 0. */
  public AccountTag dummyTag(int batch, int number) {
    return AccountTag.fromHash(
        mac(new HashInput("zksolvency/dummy/v1").raw(snapshotId).u32(batch).u32(number)));
  }

  /** Returns the tag of a batch's control account. */
  public AccountTag controlTag(int batch) {
    return AccountTag.fromHash(
        mac(new HashInput("zksolvency/control/v1").raw(snapshotId).u32(batch)));
  }

  /** Returns the tag of the general ledger's control account, which the statement opens. */
  public AccountTag generalLedgerControlTag() {
    return controlTag(GENERAL_LEDGER);
  }

  /** Returns the prefix of the hash that orders accounts. */
  public String orderKeyHex() {
    return HexFormat.of().formatHex(mac(new HashInput("zksolvency/order/v1").raw(snapshotId)));
  }

  /** Returns a name for an account's file: 32 hex digits, another in each snapshot. */
  public String fileName(String accountId) {
    byte[] hash =
        mac(new HashInput("zksolvency/inclusion-file/v1").raw(snapshotId).text(accountId));
    return HexFormat.of().formatHex(hash, 0, FILE_NAME_BYTES);
  }

  /** Returns names of accounts for messages: the same for every snapshot of one master key. */
  public AccountLabels labels() {
    return accountId -> {
      byte[] hash = mac(new HashInput("zksolvency/label/v1").raw(accountId.getBytes(UTF_8)));
      return "account #" + HexFormat.of().formatHex(hash, 0, LABEL_BYTES);
    };
  }

  private byte[] mac(HashInput input) {
    return mac.get().doFinal(input.toBytes());
  }

  private static Mac mac(SecretKeySpec key) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac;
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("every Java runtime has " + ALGORITHM, e);
    }
  }

  @Override
  public String toString() {
    return "SnapshotSecrets[redacted]";
  }
}
