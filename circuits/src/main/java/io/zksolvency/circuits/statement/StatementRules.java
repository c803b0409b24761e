package io.zksolvency.circuits.statement;

import static io.zksolvency.circuits.statement.StatementRule.BATCH_COUNT;
import static io.zksolvency.circuits.statement.StatementRule.CHAIN_START;
import static io.zksolvency.circuits.statement.StatementRule.CONTROL_ENTRIES;
import static io.zksolvency.circuits.statement.StatementRule.DISTINCT_BATCHES;
import static io.zksolvency.circuits.statement.StatementRule.EXCLUSIONS;
import static io.zksolvency.circuits.statement.StatementRule.LEDGER_ACCOUNTS;
import static io.zksolvency.circuits.statement.StatementRule.LEDGER_ROWS;
import static io.zksolvency.circuits.statement.StatementRule.PROOF_FILES;
import static io.zksolvency.circuits.statement.StatementRule.RELATION;
import static io.zksolvency.circuits.statement.StatementRule.WEIGHTS;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.ledger.Account;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.Weights;
import java.security.MessageDigest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that must hold of a statement beside its signature and its proofs.
 *
 * <p>The proofs alone say: "these accounts add up under these public inputs". These rules make that
 * the statement's claim: that the public inputs are the ones the statement shows, that each batch
 * counts exactly once, and that the totals shown are all there are.
 */
public final class StatementRules {
  private static final byte[] NO_DIGEST = new byte[Digest.BYTES];

  private StatementRules() {}

  /**
   * Returns if the statement meets every rule.
   *
   * @param relationId the id of the relation whose proofs the caller can verify
   * @throws StatementRejectedException naming the first rule that it breaks
   */
  public static void check(SolvencyStatement statement, byte[] relationId)
      throws StatementRejectedException {
    StatementHeader header = statement.header();
    require(
        MessageDigest.isEqual(header.relationId(), relationId),
        RELATION,
        "the statement is about another relation (or version of it) than this verifier's");
    checkChainStart(header);
    checkWeights(header);
    checkBatches(statement);
    checkGeneralLedger(statement);
    checkControlEntries(statement);
    checkExclusions(statement.exclusions());
  }

  private static void checkChainStart(StatementHeader header) throws StatementRejectedException {
    boolean hasNone = MessageDigest.isEqual(header.previousDigest(), NO_DIGEST);
    require(
        hasNone == (header.sequence() == 0),
        CHAIN_START,
        "exactly the statement with sequence 0 has a previous_digest of zeros");
  }

  private static void checkWeights(StatementHeader header) throws StatementRejectedException {
    Weights claimed = header.weights();
    Weights computed;
    try {
      computed = Weights.of(header.assets(), claimed.scaleLog2(), claimed.maxStepsLog2());
    } catch (IllegalArgumentException e) {
      throw new StatementRejectedException(WEIGHTS, e.getMessage());
    }
    require(
        computed.equals(claimed),
        WEIGHTS,
        "the weights do not follow from the prices, haircuts and scale");
  }

  private static void checkBatches(SolvencyStatement statement) throws StatementRejectedException {
    List<BatchRecord> batches = statement.batches();
    require(!batches.isEmpty(), BATCH_COUNT, "the statement has no batches");
    Map<Digest, Integer> batchOfRoot = new HashMap<>();
    for (int b = 0; b < batches.size(); b++) {
      BatchRecord batch = batches.get(b);
      checkSize("batch " + b, batch.log2Rows(), batch.accounts());
      Integer earlier = batchOfRoot.put(batch.root(), b);
      require(
          earlier == null, DISTINCT_BATCHES, "batches " + earlier + " and " + b + " have one root");
      require(
          batch.proofFile().equals(ProofFiles.batch(b)),
          PROOF_FILES,
          "the proof of batch " + b + " must be " + ProofFiles.batch(b));
    }
  }

  private static void checkGeneralLedger(SolvencyStatement statement)
      throws StatementRejectedException {
    GeneralLedger ledger = statement.generalLedger();
    checkSize("the general ledger", ledger.log2Rows(), ledger.accounts());
    require(
        ledger.accounts() >= statement.batches().size() + 1L,
        BATCH_COUNT,
        "the general ledger has fewer accounts than there are batches and a control account");
    require(
        ledger.proofFile().equals(ProofFiles.GENERAL_LEDGER),
        PROOF_FILES,
        "the general ledger's proof must be " + ProofFiles.GENERAL_LEDGER);
  }

  private static void checkSize(String ledger, int log2Rows, long accounts)
      throws StatementRejectedException {
    require(
        PublicInputs.rowsAllowed(log2Rows),
        LEDGER_ROWS,
        "log2_rows of " + ledger + " is " + log2Rows + ", not from 15 to 18");
    require(
        PublicInputs.accountsFit(log2Rows, accounts),
        LEDGER_ACCOUNTS,
        ledger + " can not have " + accounts + " accounts in 2^" + log2Rows + " rows");
  }

  private static void checkControlEntries(SolvencyStatement statement)
      throws StatementRejectedException {
    List<Entry> entries = statement.generalLedger().controlEntries();
    int expected = 0;
    for (Entry entry : entries) {
      boolean repeats = expected > 0 && entry.key() == expected - 1;
      require(
          repeats || entry.key() == expected,
          CONTROL_ENTRIES,
          "control_entries must list every key in ascending order; key "
              + expected
              + " is missing or out of order");
      expected = entry.key() + 1;
    }
    require(
        expected == statement.header().assets().keys(),
        CONTROL_ENTRIES,
        "control_entries end before the last key of the asset table");
    require(
        Account.rowsFor(entries.size()) <= 1 << GeneralLedger.MAX_STEPS_LOG2,
        CONTROL_ENTRIES,
        "control_entries are more than a control account holds");
  }

  private static void checkExclusions(Exclusions exclusions) throws StatementRejectedException {
    require(
        exclusions.accounts() > 0 || exclusions.shortfalls().isEmpty(),
        EXCLUSIONS,
        "shortfalls are listed, but no excluded accounts");
  }

  private static void require(boolean holds, StatementRule rule, String reason)
      throws StatementRejectedException {
    if (!holds) {
      throw new StatementRejectedException(rule, reason);
    }
  }
}
