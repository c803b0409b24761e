package io.zksolvency.formats;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.InclusionPath;
import io.zksolvency.circuits.hash.LeafHash;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.Weights;
import io.zksolvency.circuits.statement.BatchRecord;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.circuits.statement.StatementRule;
import java.security.MessageDigest;

/** When one customer's account is under a statement's root. */
public final class InclusionRules {
  private InclusionRules() {}

  /**
   * Returns if the file's account, with exactly its entries, is counted in the statement's batch at
   * its place.
   *
   * @param statement meets {@link io.zksolvency.circuits.statement.StatementRules}
   * @throws StatementRejectedException if it is not
   */
  public static void check(SolvencyStatement statement, InclusionFile file)
      throws StatementRejectedException {
    require(
        MessageDigest.isEqual(file.statementDigest(), statement.digest()),
        StatementRule.EXPECTED,
        "the inclusion file belongs to another statement");
    require(
        file.batch() < statement.batches().size(),
        StatementRule.INCLUSION_PLACE,
        "the statement has no batch " + file.batch());
    BatchRecord batch = statement.batches().get(file.batch());
    // The last account is the control account, which holds the totals and counts for nobody.
    require(
        file.index() < batch.accounts() - 1,
        StatementRule.INCLUSION_PLACE,
        "the batch has no customer at index " + file.index());
    checkEntries(statement.header().weights(), file);
    require(
        file.path().size() == InclusionPath.lengthFor(batch.accounts(), file.index()),
        StatementRule.INCLUSION_PATH,
        "the path has the wrong length for its place");

    byte[] snapshotId = statement.header().snapshotId();
    AccountTag tag = AccountTag.of(snapshotId, file.accountId(), file.salt());
    Digest leaf = LeafHash.of(tag, file.entries());
    InclusionPath path = new InclusionPath(batch.accounts(), file.index(), file.path());
    require(
        path.rootFrom(leaf).equals(batch.root()),
        StatementRule.INCLUSION_PATH,
        "the account with these balances is not in the statement at this place");
  }

  private static void checkEntries(Weights weights, InclusionFile file)
      throws StatementRejectedException {
    require(
        file.entries().size() <= weights.maxEntries(),
        StatementRule.INCLUSION_ENTRIES,
        "the account has more entries than the statement allows");
    require(
        file.entries().stream().allMatch(entry -> entry.key() < weights.keys()),
        StatementRule.INCLUSION_ENTRIES,
        "the account has an asset that the statement does not list");
  }

  private static void require(boolean holds, StatementRule rule, String reason)
      throws StatementRejectedException {
    if (!holds) {
      throw new StatementRejectedException(rule, reason);
    }
  }
}
