package io.zksolvency.benchmarks;

import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.trace.WitnessWriter;
import io.zksolvency.prover.batch.BatchPlan;
import io.zksolvency.prover.batch.BatchPlanner;
import io.zksolvency.prover.batch.LedgerWitness;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.LedgerFacts;
import io.zksolvency.prover.ingest.OrderedAccounts;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From the ordered balances to the witness buffer of the first batch, in parts and as a whole. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class WitnessBenchmark {
  private static final int LOG2_ROWS = 15;

  private final DemoRun run = new DemoRun();
  private final SnapshotSecrets secrets = run.secrets();
  private final List<String> ids = new ArrayList<>();
  private final List<List<Entry>> accounts = new ArrayList<>();
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(WitnessWriter.bytesFor(LOG2_ROWS));
  private AccountTag tag;
  private Path scratch;
  private OrderedAccounts source;
  private BatchPlan plan;
  private int keys;
  private int next;

  @Setup(Level.Trial)
  public void ingest() throws Exception {
    scratch = Files.createTempDirectory("benchmarks");
    LedgerFacts facts = run.ingest("csv", scratch);
    AssetTable assets = run.assets();
    keys = assets.keys();
    source = OrderedAccounts.open(scratch.resolve("ordered.duckdb"), run.limits(scratch));
    plan = BatchPlanner.plan(source, facts.accounts(), facts.rows(), keys, LOG2_ROWS);
    source.read(
        plan.from(0),
        plan.to(0),
        (id, entries) -> {
          ids.add(id);
          accounts.add(entries);
        });
    tag = secrets.tag(ids.get(0));
  }

  @TearDown(Level.Trial)
  public void close() throws Exception {
    source.close();
    DemoRun.delete(scratch);
  }

  /** One account's salt and tag: an HMAC and a hash. */
  @Benchmark
  public AccountTag tag() {
    next = (next + 1) % ids.size();
    return secrets.tag(ids.get(next));
  }

  /** All accounts of the batch written into its witness buffer. */
  @Benchmark
  public long fill() {
    WitnessWriter writer = new WitnessWriter(buffer, LOG2_ROWS);
    for (List<Entry> entries : accounts) {
      writer.account(tag, entries);
    }
    return writer.accounts();
  }

  /** The batch's witness as a run makes it: read, tagged, added up and written. */
  @Benchmark
  public long wholeBatch() throws Exception {
    try (LedgerWitness witness = LedgerWitness.ofBatch(source, plan, 0, keys, secrets)) {
      return witness.accounts();
    }
  }
}
