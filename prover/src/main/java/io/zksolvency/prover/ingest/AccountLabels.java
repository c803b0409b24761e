package io.zksolvency.prover.ingest;

/** Names accounts in messages without revealing their ids. */
@FunctionalInterface
public interface AccountLabels {
  /** Returns {@code account #} and twelve hex digits of a salted hash of the id. */
  String of(String accountId);
}
