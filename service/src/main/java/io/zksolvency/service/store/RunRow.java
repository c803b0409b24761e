package io.zksolvency.service.store;

import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * A run as the store keeps it. The text form shows the id only: a query may name things.
 *
 * @param sequence order of acceptance
 * @param content digest of what was asked for
 * @param snapshotTime {@code YYYY-MM-DDTHH:MM:SSZ}; empty: when the balances are read
 * @param previousDigest of the statement before, as far as it is settled or given
 * @param source absolute path, query, or what {@code PostgresqlSource} reads; empty for an upload
 */
public record RunRow(
    long sequence,
    String id,
    byte[] content,
    RunState state,
    String issuerName,
    Optional<String> snapshotTime,
    boolean excludeInsolvent,
    OptionalInt log2Rows,
    Chain chain,
    Optional<byte[]> previousDigest,
    SourceKind sourceKind,
    Optional<String> source,
    Instant created,
    Instant updated,
    Optional<FailureKind> failureKind,
    String failureMessage,
    Optional<byte[]> statementDigest) {
  /** Which statement the run's continues. */
  public enum Chain {
    FIRST,
    LATEST,
    GIVEN,
    SETTLED
  }

  /** Where balances come from. */
  public enum SourceKind {
    FILE,
    SQL,
    POSTGRESQL,
    UPLOAD
  }

  /** Why a run failed. */
  public enum FailureKind {
    INPUT,
    IO,
    INTERNAL
  }

  @Override
  public String toString() {
    return "RunRow[" + id + " " + state + "]";
  }
}
