package io.zksolvency.circuits.statement;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Entry;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A published statement: what the issuer claims. Holding one says nothing about its truth: see
 * {@link StatementRules} and the proofs.
 *
 * @param issuerKey 32 bytes, the Ed25519 public key that signs it
 */
public record SolvencyStatement(
    StatementHeader header,
    List<BatchRecord> batches,
    GeneralLedger generalLedger,
    Exclusions exclusions,
    byte[] issuerKey) {
  private static final int KEY_BYTES = 32;

  /**
   * @throws IllegalArgumentException if a key or an asset index is outside the asset table, or the
   *     issuer key's length is wrong
   */
  public SolvencyStatement {
    batches = List.copyOf(batches);
    AssetTable assets = header.assets();
    if (generalLedger.controlEntries().stream().anyMatch(e -> e.key() >= assets.keys())) {
      throw new IllegalArgumentException("a control entry's key is not in the asset table");
    }
    if (exclusions.shortfalls().keySet().stream().anyMatch(i -> i >= assets.size())) {
      throw new IllegalArgumentException("a shortfall's asset is not in the asset table");
    }
    if (issuerKey.length != KEY_BYTES) {
      throw new IllegalArgumentException("an issuer key has 32 bytes");
    }
    issuerKey = issuerKey.clone();
  }

  /** Returns the 32-byte digest that is signed, and that inclusion files name. */
  public byte[] digest() {
    HashInput in = new HashInput("zksolvency/statement/v1").raw(header.digest());
    in.u32(batches.size());
    for (BatchRecord batch : batches) {
      in.u32(batch.log2Rows()).u64(batch.accounts()).raw(batch.root().toBytes());
      in.raw(batch.controlDigest().toBytes()).raw(batch.proofSha256());
    }
    in.u32(generalLedger.log2Rows()).u64(generalLedger.accounts());
    in.raw(generalLedger.controlTag().toBytes());
    in.u32(generalLedger.controlEntries().size());
    for (Entry entry : generalLedger.controlEntries()) {
      in.u32(entry.key()).u64(entry.amount());
    }
    in.raw(generalLedger.proofSha256());
    in.u64(exclusions.accounts()).u32(exclusions.shortfalls().size());
    for (Map.Entry<Integer, Long> shortfall : exclusions.shortfalls().entrySet()) {
      in.u32(shortfall.getKey()).u64(shortfall.getValue());
    }
    return in.raw(issuerKey).sha256();
  }

  /** Returns the total of each key, in base units: the sum of its control entries. */
  public List<BigInteger> totals() {
    BigInteger[] totals = new BigInteger[header.assets().keys()];
    Arrays.fill(totals, BigInteger.ZERO);
    for (Entry entry : generalLedger.controlEntries()) {
      totals[entry.key()] = totals[entry.key()].add(BigInteger.valueOf(entry.amount()));
    }
    return List.of(totals);
  }

  /** Returns an upper bound on the customers counted: accounts without the control accounts. */
  public long customerBound() {
    return batches.stream().mapToLong(batch -> Math.max(0, batch.accounts() - 1)).sum();
  }

  /** Returns the root of batch b as inclusion proofs meet it. */
  public Digest root(int batch) {
    return batches.get(batch).root();
  }

  /** Returns a copy. */
  @Override
  public byte[] issuerKey() {
    return issuerKey.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SolvencyStatement statement
        && header.equals(statement.header)
        && batches.equals(statement.batches)
        && generalLedger.equals(statement.generalLedger)
        && exclusions.equals(statement.exclusions)
        && Arrays.equals(issuerKey, statement.issuerKey);
  }

  @Override
  public int hashCode() {
    return Objects.hash(header, batches);
  }
}
