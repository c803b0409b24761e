package io.zksolvency.circuits.statement;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.Goldilocks;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Weights;
import io.zksolvency.circuits.trace.WitnessLayout;
import java.util.Arrays;
import java.util.Objects;

/**
 * What the verifier of one ledger proof knows.
 *
 * @param context four field elements, {@link StatementHeader#context}
 * @param log2Rows trace length, 15 to 18
 * @param accounts number of accounts M, the control account included
 * @param root of the tree; zero in a request to the prover
 * @param controlDigest leaf digest of the control account; zero in a request to the prover
 * @param maxStepsLog2 an account has at most 2^maxStepsLog2 rows
 * @param weights of each key, by key
 */
public record PublicInputs(
    long[] context,
    int log2Rows,
    long accounts,
    Digest root,
    Digest controlDigest,
    int maxStepsLog2,
    long[] weights) {
  /** Smallest log2Rows. */
  public static final int MIN_LOG2_ROWS = 15;

  /** Largest log2Rows. */
  public static final int MAX_LOG2_ROWS = 18;

  private static final int CONTEXT_ELEMENTS = 4;
  private static final long WEIGHT_SUM_LIMIT = 1L << 26;

  /**
   * @throws IllegalArgumentException if a value is out of range; no ledger has such public inputs
   */
  public PublicInputs {
    require(context.length == CONTEXT_ELEMENTS, "a context has four elements");
    Arrays.stream(context).forEach(Goldilocks::requireCanonical);
    require(rowsAllowed(log2Rows), "log2_rows: from 15 to 18");
    require(accountsFit(log2Rows, accounts), "accounts: from 2 to the usable rows");
    int most = 2 * AssetTable.MAX_ASSETS;
    require(
        weights.length >= 2 && weights.length <= most && weights.length % 2 == 0,
        "two weights for each of 1 to 4096 assets");
    requireSteps(maxStepsLog2, weights);
    Objects.requireNonNull(root);
    Objects.requireNonNull(controlDigest);
    context = context.clone();
    weights = weights.clone();
  }

  /** Returns whether a ledger's trace may have 2^log2Rows rows. */
  public static boolean rowsAllowed(int log2Rows) {
    return log2Rows >= MIN_LOG2_ROWS && log2Rows <= MAX_LOG2_ROWS;
  }

  /** Returns whether a ledger of this size may have so many accounts. */
  public static boolean accountsFit(int log2Rows, long accounts) {
    return accounts >= 2 && accounts <= WitnessLayout.usableRows(log2Rows);
  }

  private static void requireSteps(int steps, long[] weights) {
    long largest = 0;
    for (long weight : weights) {
      require(weight > -WEIGHT_SUM_LIMIT && weight < WEIGHT_SUM_LIMIT, "a weight is too large");
      largest = Math.max(largest, Math.abs(weight));
    }
    int mostSteps = largest == 0 ? GeneralLedger.MAX_STEPS_LOG2 : Weights.MAX_STEPS_LOG2;
    require(steps >= 0 && steps <= mostSteps, "max_steps_log2 is out of range");
    require((largest * 3) << steps < WEIGHT_SUM_LIMIT, "a weight is too large");
  }

  private static void require(boolean holds, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(rule);
    }
  }

  /** Returns a copy. */
  @Override
  public long[] context() {
    return context.clone();
  }

  /** Returns a copy. */
  @Override
  public long[] weights() {
    return weights.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicInputs inputs
        && Arrays.equals(context, inputs.context)
        && log2Rows == inputs.log2Rows
        && accounts == inputs.accounts
        && root.equals(inputs.root)
        && controlDigest.equals(inputs.controlDigest)
        && maxStepsLog2 == inputs.maxStepsLog2
        && Arrays.equals(weights, inputs.weights);
  }

  @Override
  public int hashCode() {
    return Objects.hash(log2Rows, accounts, root, controlDigest);
  }
}
