package io.zksolvency.benchmarks;

import io.zksolvency.prover.ingest.LedgerFacts;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** All balances read, checked and brought in their keyed order: the leaves' order. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 1)
@Measurement(iterations = 5)
@Fork(1)
public class IngestBenchmark {
  @Param({"csv", "parquet"})
  public String format;

  private final DemoRun run = new DemoRun();
  private Path scratch;

  @Setup(Level.Iteration)
  public void makeScratch() throws Exception {
    scratch = Files.createTempDirectory("benchmarks");
  }

  @Benchmark
  public LedgerFacts ingest() throws Exception {
    return run.ingest(format, scratch);
  }

  @TearDown(Level.Iteration)
  public void deleteScratch() throws Exception {
    DemoRun.delete(scratch);
  }
}
