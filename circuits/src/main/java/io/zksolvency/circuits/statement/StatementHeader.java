package io.zksolvency.circuits.statement;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Decimals;
import io.zksolvency.circuits.ledger.Keys;
import io.zksolvency.circuits.ledger.Weights;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What every proof of a statement is bound to: who, when, in which relation, at which prices.
 *
 * @param relationId 32 bytes, the id of the relation that the proofs are about
 * @param name of the issuer; 1 to 256 UTF-8 bytes, any characters
 * @param sequence number of the statement in the issuer's chain, from 0
 * @param previousDigest 32 bytes, digest of the statement before; zeros in the first
 * @param snapshotTime {@code YYYY-MM-DDTHH:MM:SSZ}
 */
public record StatementHeader(
    byte[] relationId,
    String name,
    long sequence,
    byte[] previousDigest,
    String snapshotTime,
    AssetTable assets,
    Weights weights) {
  /** Kind of a batch's context. */
  public static final int KIND_BATCH = 0;

  /** Kind of the general ledger's context. */
  public static final int KIND_GENERAL_LEDGER = 1;

  private static final int HASH_BYTES = 32;
  private static final int MAX_NAME_BYTES = 256;
  private static final Pattern TIME =
      Pattern.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z");

  /**
   * @throws IllegalArgumentException if a value has the wrong form; whether the statement holds is
   *     {@link StatementRules}' matter
   */
  public StatementHeader {
    require(relationId.length == HASH_BYTES, "relation_id: 32 bytes");
    require(previousDigest.length == HASH_BYTES, "previous_digest: 32 bytes");
    int nameBytes = HashInput.utf8(name).length;
    require(nameBytes >= 1 && nameBytes <= MAX_NAME_BYTES, "name: 1 to 256 UTF-8 bytes");
    require(sequence >= 0, "sequence: not negative");
    require(isTime(snapshotTime), "snapshot_time: YYYY-MM-DDTHH:MM:SSZ");
    require(weights.keys() == assets.keys(), "two weights for each asset");
    relationId = relationId.clone();
    previousDigest = previousDigest.clone();
  }

  private static boolean isTime(String text) {
    try {
      return TIME.matcher(text).matches() && Instant.parse(text).toString().equals(text);
    } catch (DateTimeException e) {
      return false;
    }
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** Returns the 32-byte id that salts, tags and orders are derived from. */
  public byte[] snapshotId() {
    return new HashInput("zksolvency/snapshot/v1")
        .text(name)
        .u64(sequence)
        .text(snapshotTime)
        .sha256();
  }

  /** Returns the 32-byte digest of everything here. */
  public byte[] digest() {
    HashInput in = new HashInput("zksolvency/header/v1").raw(relationId).text(name).u64(sequence);
    in.raw(previousDigest).text(snapshotTime).u32(assets.size());
    for (int i = 0; i < assets.size(); i++) {
      Asset asset = assets.get(i);
      in.text(asset.symbol()).u32(asset.decimals());
      in.text(Decimals.formatCanonical(asset.price()));
      in.text(Decimals.formatCanonical(asset.haircut()));
      in.text(Decimals.formatCanonical(asset.debtHaircut()));
      in.u64(weights.of(Keys.equity(i))).u64(weights.of(Keys.debt(i)));
    }
    return in.u32(weights.scaleLog2()).u32(weights.maxStepsLog2()).sha256();
  }

  /**
   * Returns the four field elements that bind one proof to this header.
   *
   * @param kind {@link #KIND_BATCH} or {@link #KIND_GENERAL_LEDGER}
   * @param index number of the batch, 0 for the general ledger
   */
  public long[] context(int kind, int index) {
    HashInput in = new HashInput("zksolvency/context/v1").raw(digest()).u32(kind).u32(index);
    return HashInput.words(in.sha256());
  }

  /** Returns the snapshot time. */
  public Instant snapshotInstant() {
    return Instant.parse(snapshotTime);
  }

  /** Returns a copy. */
  @Override
  public byte[] relationId() {
    return relationId.clone();
  }

  /** Returns a copy. */
  @Override
  public byte[] previousDigest() {
    return previousDigest.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StatementHeader header
        && Arrays.equals(relationId, header.relationId)
        && name.equals(header.name)
        && sequence == header.sequence
        && Arrays.equals(previousDigest, header.previousDigest)
        && snapshotTime.equals(header.snapshotTime)
        && assets.equals(header.assets)
        && weights.equals(header.weights);
  }

  @Override
  public int hashCode() {
    return Objects.hash(name, sequence, snapshotTime);
  }
}
