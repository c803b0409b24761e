package io.zksolvency.prover.run;

/** Told how a run goes on. Called from several threads. Nothing it hears is secret. */
public interface RunProgress {
  /** A phase begins, in a few words. */
  void phase(String words);

  /**
   * Proving begins.
   *
   * @param rows to prove now
   * @param batches of all, and {@code done} of them proven by an earlier start of this run
   */
  void proving(long rows, int batches, int done);

  /**
   * A ledger is being proven.
   *
   * @param ledger such as {@code batch 3 of 7}
   * @param rows proven before it
   * @param fraction of it, 0 to 1
   * @param ledgerRows rows of it
   */
  void ledger(String ledger, long rows, double fraction, long ledgerRows);

  /** Something the operator should read. */
  void note(String words);
}
