package io.zksolvency.circuits.statement;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.HeapTree;
import io.zksolvency.circuits.hash.LeafHash;
import io.zksolvency.circuits.ledger.AccountTag;
import java.util.List;

/** The public inputs of a statement's proofs. */
public final class LedgerInputs {
  /** Leaf digest of the general ledger's dummies: tag 0, no entries. */
  private static final Digest EMPTY = LeafHash.of(AccountTag.ZERO, List.of());

  private LedgerInputs() {}

  /** Returns what the prover of batch b is asked for: root and control digest are zero. */
  public static PublicInputs batchRequest(
      StatementHeader header, int b, int log2Rows, long accounts) {
    return batch(header, b, log2Rows, accounts, Digest.ZERO, Digest.ZERO);
  }

  /** Returns what the prover of the general ledger is asked for: root and digest are zero. */
  public static PublicInputs generalLedgerRequest(
      StatementHeader header, int log2Rows, long accounts) {
    return generalLedger(header, log2Rows, accounts, Digest.ZERO, Digest.ZERO);
  }

  /**
   * Returns the public inputs that the proof of batch b must have.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public static PublicInputs batch(SolvencyStatement statement, int b) {
    BatchRecord batch = statement.batches().get(b);
    return batch(
        statement.header(),
        b,
        batch.log2Rows(),
        batch.accounts(),
        batch.root(),
        batch.controlDigest());
  }

  /**
   * Returns the public inputs that the general ledger's proof must have. The root is computed over
   * exactly the batches' control accounts, dummies and the opened control account: so each batch
   * counts once and nothing else counts.
   *
   * @throws IllegalArgumentException if a value is out of range
   */
  public static PublicInputs generalLedger(SolvencyStatement statement) {
    GeneralLedger ledger = statement.generalLedger();
    Digest control = ledger.controlDigest();
    List<Digest> batches = statement.batches().stream().map(BatchRecord::controlDigest).toList();
    Digest root = HeapTree.rootWithFiller(batches, ledger.accounts(), EMPTY, control);
    return generalLedger(statement.header(), ledger.log2Rows(), ledger.accounts(), root, control);
  }

  private static PublicInputs batch(
      StatementHeader header,
      int b,
      int log2Rows,
      long accounts,
      Digest root,
      Digest controlDigest) {
    return new PublicInputs(
        header.context(StatementHeader.KIND_BATCH, b),
        log2Rows,
        accounts,
        root,
        controlDigest,
        header.weights().maxStepsLog2(),
        header.weights().byKey());
  }

  private static PublicInputs generalLedger(
      StatementHeader header, int log2Rows, long accounts, Digest root, Digest controlDigest) {
    return new PublicInputs(
        header.context(StatementHeader.KIND_GENERAL_LEDGER, 0),
        log2Rows,
        accounts,
        root,
        controlDigest,
        GeneralLedger.MAX_STEPS_LOG2,
        new long[header.weights().keys()]);
  }
}
