package io.zksolvency.nativelib.prover;

import java.lang.ref.Cleaner;
import java.lang.ref.Reference;

/**
 * The handle by which other threads follow or stop a proof. Thread-safe.
 *
 * <p>One job may serve several proofs, one after the other; once cancelled it stays cancelled. A
 * job that is never closed is forgotten when it is garbage. While any job is open, the library
 * keeps the memory of proofs that have ended for later ones.
 */
public final class ProofJob implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();

  private final long id;
  private final Cleaner.Cleanable cleanable;

  private ProofJob(long id) {
    this.id = id;
    this.cleanable = CLEANER.register(this, () -> ProverBinding.closeJob(id));
  }

  /**
   * Returns a new job.
   *
   * @throws io.zksolvency.nativelib.NativeUnavailableException if the proving library cannot be
   *     loaded
   */
  public static ProofJob open() {
    ProverBinding.load();
    return new ProofJob(ProverBinding.openJob());
  }

  /** Asks the proof to stop soon. Does nothing when it has ended, or when the job is closed. */
  public void cancel() {
    try {
      ProverBinding.cancelJob(id);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  /**
   * Returns the stage that the proof has reached: 0 before its start, growing until its end.
   *
   * @throws IllegalArgumentException if the job is closed
   */
  public int stage() {
    try {
      return ProverBinding.jobStage(id);
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  long id() {
    return id;
  }

  /** Forgets the job; a proof under way goes on. Closing twice does nothing. */
  @Override
  public void close() {
    cleanable.clean();
  }
}
