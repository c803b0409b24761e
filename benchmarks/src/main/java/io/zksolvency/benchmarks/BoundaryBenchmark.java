package io.zksolvency.benchmarks;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.circuits.trace.WitnessWriter;
import io.zksolvency.nativelib.prover.LedgerProver;
import io.zksolvency.nativelib.prover.ProofJob;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What crossing into the proving library costs. A witness is handed over to a job that is cancelled
 * already, so that nothing is proven: the time must not grow with the witness, which is not copied.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class BoundaryBenchmark {
  private static final int KEYS = 80;
  private static final int TREE_BYTES_PER_ACCOUNT = 2 * Digest.BYTES;

  @Param({"15", "18"})
  public int log2Rows;

  private LedgerProver prover;
  private ProofJob job;
  private ByteBuffer witness;
  private ByteBuffer tree;
  private byte[] request;

  @Setup
  public void open() {
    prover = LedgerProver.load();
    job = ProofJob.open();
    job.cancel();
    witness = ByteBuffer.allocateDirect(WitnessWriter.bytesFor(log2Rows));
    long accounts = 1L << (log2Rows - 1);
    tree = ByteBuffer.allocateDirect(Math.toIntExact(accounts * TREE_BYTES_PER_ACCOUNT));
    request =
        PublicInputsCodec.encode(
            new PublicInputs(
                new long[4], log2Rows, accounts, Digest.ZERO, Digest.ZERO, 0, new long[KEYS]));
  }

  @TearDown
  public void close() {
    job.close();
  }

  /** The smallest call: a job's stage. */
  @Benchmark
  public int call() {
    return job.stage();
  }

  /** A witness handed over and refused. */
  @Benchmark
  public Exception handOver() {
    try {
      return new IllegalStateException(
          "proven, though cancelled: " + prover.prove(request, witness, tree, job));
    } catch (Exception e) {
      return e;
    }
  }
}
