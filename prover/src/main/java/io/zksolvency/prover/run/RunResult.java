package io.zksolvency.prover.run;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/**
 * What a finished run has to show.
 *
 * @param publicDirectory what can be published
 * @param accounts customers proven
 * @param batchesProvenNow without those that an earlier start of the run proved
 * @param proofBytes of all proofs
 * @param provingMillis of all ledgers, whenever they were proven
 * @param elapsedMillis of this start
 * @param phases of this start, one after the other
 * @param witnessCpuSeconds of the thread that writes witnesses while others are proven
 * @param peakMemoryBytes of this process, where the system tells
 */
public record RunResult(
    Path publicDirectory,
    String statementDigest,
    String name,
    String snapshotTime,
    long sequence,
    long accounts,
    long entries,
    int assets,
    int batches,
    int batchesProvenNow,
    int batchRows,
    long excludedAccounts,
    long proofBytes,
    long provingMillis,
    long elapsedMillis,
    List<Phase> phases,
    double witnessCpuSeconds,
    OptionalLong peakMemoryBytes) {
  /**
   * A part of a run.
   *
   * @param cpuSeconds of all threads of this process
   */
  public record Phase(String name, double seconds, double cpuSeconds) {}

  public RunResult {
    phases = List.copyOf(phases);
  }

  /** Returns accounts per second of proving. */
  public double accountsPerSecond() {
    return provingMillis == 0 ? 0 : accounts * 1000.0 / provingMillis;
  }
}
