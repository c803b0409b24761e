package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.circuits.statement.StatementRule;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * What the reader knows beforehand from a source of trust; without any of it, a statement speaks
 * only for itself.
 *
 * @param issuerKey 32 bytes, the issuer's public key
 * @param digest 32 bytes, the statement's digest
 * @param previous the statement before, checked already
 */
record Expectations(
    Optional<byte[]> issuerKey, Optional<byte[]> digest, Optional<SolvencyStatement> previous) {
  /**
   * Returns if the statement is as expected.
   *
   * @throws StatementRejectedException if it is not
   */
  void check(SolvencyStatement statement) throws StatementRejectedException {
    if (issuerKey.isPresent()) {
      require(
          MessageDigest.isEqual(issuerKey.get(), statement.issuerKey()),
          StatementRule.EXPECTED,
          "the statement is signed by another key than the one you gave");
    }
    if (digest.isPresent()) {
      require(
          MessageDigest.isEqual(digest.get(), statement.digest()),
          StatementRule.EXPECTED,
          "the statement's digest is not the one you gave");
    }
    if (previous.isPresent()) {
      checkContinues(statement, previous.get());
    }
  }

  private void checkContinues(SolvencyStatement statement, SolvencyStatement before)
      throws StatementRejectedException {
    StatementHeader header = statement.header();
    require(
        MessageDigest.isEqual(header.previousDigest(), before.digest()),
        StatementRule.CHAIN,
        "previous_digest is not the digest of the previous statement you gave");
    require(
        header.sequence() - 1 == before.header().sequence(),
        StatementRule.CHAIN,
        "the sequence number does not follow the previous statement's");
    require(
        header.name().equals(before.header().name()),
        StatementRule.CHAIN,
        "the issuer's name is not the previous statement's");
    require(
        header.snapshotInstant().isAfter(before.header().snapshotInstant()),
        StatementRule.CHAIN,
        "the snapshot is not later than the previous statement's");
    // A new key needs the reader's word: anyone can sign a successor with a key of their own.
    require(
        issuerKey.isPresent() || MessageDigest.isEqual(before.issuerKey(), statement.issuerKey()),
        StatementRule.CHAIN,
        "the issuer's key changed since the previous statement; give the new one by --issuer-key");
  }

  private static void require(boolean holds, StatementRule rule, String reason)
      throws StatementRejectedException {
    if (!holds) {
      throw new StatementRejectedException(rule, reason);
    }
  }
}
