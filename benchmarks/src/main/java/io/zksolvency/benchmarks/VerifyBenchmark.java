package io.zksolvency.benchmarks;

import io.zksolvency.circuits.statement.LedgerInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionRules;
import io.zksolvency.nativelib.verifier.LedgerVerifier;
import io.zksolvency.stark.LedgerProofVerifier;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a customer and an auditor wait for, once compiled. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class VerifyBenchmark {
  private SolvencyStatement statement;
  private InclusionFile inclusion;
  private LedgerVerifier library;
  private byte[] publicInputs;
  private byte[] proof;

  @Setup
  public void read() throws Exception {
    DemoRun run = new DemoRun();
    statement = run.statement();
    inclusion = run.inclusion();
    library = LedgerVerifier.load();
    publicInputs = PublicInputsCodec.encode(LedgerInputs.batch(statement, 0));
    proof = run.proof(statement.batches().get(0).proofFile());
  }

  /** One customer's entries, leaf and path to the root. */
  @Benchmark
  public void inclusion() throws Exception {
    InclusionRules.check(statement, inclusion);
  }

  /** One batch's proof, in plain Java. */
  @Benchmark
  public void proofInJava() throws Exception {
    LedgerProofVerifier.verify(publicInputs, proof);
  }

  /** The same proof by the native library, with what JNA takes to hand it over. */
  @Benchmark
  public void proofByLibrary() throws Exception {
    library.verify(publicInputs, proof);
  }
}
