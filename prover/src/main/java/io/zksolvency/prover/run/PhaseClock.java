package io.zksolvency.prover.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** Tells somebody else how a run goes on, and measures its phases meanwhile. Thread-safe. */
final class PhaseClock implements RunProgress {
  private static final double NANOS = 1e9;

  private final RunProgress listener;
  private final OperatingSystemMXBean process =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final List<RunResult.Phase> phases = new ArrayList<>();
  private String name = "starting";
  private long start = System.nanoTime();
  private long cpuStart = process.getProcessCpuTime();

  PhaseClock(RunProgress listener) {
    this.listener = listener;
  }

  private synchronized void begin(String next) {
    long now = System.nanoTime();
    long cpuNow = process.getProcessCpuTime();
    phases.add(new RunResult.Phase(name, (now - start) / NANOS, (cpuNow - cpuStart) / NANOS));
    name = next;
    start = now;
    cpuStart = cpuNow;
  }

  /** Returns the phases so far; the one under way ends. */
  synchronized List<RunResult.Phase> end() {
    begin("ending");
    return List.copyOf(phases);
  }

  @Override
  public void phase(String words) {
    begin(words);
    listener.phase(words);
  }

  @Override
  public void proving(long rows, int batches, int done) {
    begin("proving");
    listener.proving(rows, batches, done);
  }

  @Override
  public void ledger(String ledger, long rows, double fraction, long ledgerRows) {
    listener.ledger(ledger, rows, fraction, ledgerRows);
  }

  @Override
  public void note(String words) {
    listener.note(words);
  }
}
