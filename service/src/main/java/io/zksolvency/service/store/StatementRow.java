package io.zksolvency.service.store;

import java.time.Instant;

/** A published statement as the store keeps it; all of it public. */
public record StatementRow(
    long position,
    byte[] digest,
    String runId,
    String issuerName,
    long sequence,
    byte[] previousDigest,
    String snapshotTime,
    Instant published,
    byte[] issuerKey,
    int batches) {
  /** One file of a statement. */
  public record PublishedFile(String name, long size, byte[] sha256) {}
}
