package io.zksolvency.nativelib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.ControlTotals;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.circuits.statement.RelationId;
import io.zksolvency.circuits.trace.WitnessWriter;
import io.zksolvency.nativelib.prover.LedgerProver;
import io.zksolvency.nativelib.prover.ProofJob;
import io.zksolvency.nativelib.prover.Proved;
import io.zksolvency.nativelib.verifier.LedgerVerifier;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The real libraries across the bridge: a proof there and back, and every wrong argument. */
class BridgeTest {
  private static final int LOG2_ROWS = 15;
  private static final long[] CONTEXT = {1, 2, 3, 4};
  private static final long[] WEIGHTS = {5, -6};
  private static final int THREADS = 64;

  private static LedgerProver prover;
  private static LedgerVerifier verifier;

  /** One ledger of the smallest size, filled by accounts of one entry. */
  private static ByteBuffer witness;

  private static long accounts;
  private static Proved proved;
  private static ByteBuffer tree;

  @BeforeAll
  static void prove() throws Exception {
    prover = LedgerProver.load();
    verifier = LedgerVerifier.load();
    witness = ByteBuffer.allocateDirect(WitnessWriter.bytesFor(LOG2_ROWS));
    accounts = fill(witness);
    tree = tree(0);
    try (ProofJob job = ProofJob.open()) {
      assertThat(job.stage()).isZero();
      proved = prover.prove(request(), witness, tree, job);
      assertThat(job.stage()).isPositive();
    }
  }

  @Test
  void whatIsProvenVerifies() {
    assertThatCode(() -> verifier.verify(publicInputs(), proved.proof()))
        .doesNotThrowAnyException();
    byte[] rootInTree = new byte[32];
    tree.get(32, rootInTree); // heap order: the root is node 1
    assertThat(rootInTree).isEqualTo(proved.root());
  }

  @Test
  void otherPublicInputsAreRefused() {
    byte[] otherRoot = proved.root().clone();
    otherRoot[0] ^= 1;
    assertThatThrownBy(
            () ->
                verifier.verify(
                    inputs(otherRoot, proved.controlDigest(), accounts), proved.proof()))
        .isInstanceOf(ProofRejectedException.class)
        .hasMessageMatching(".+");
  }

  @Test
  void bytesThatAreNoProofAreMalformed() {
    byte[] proof = proved.proof();
    for (byte[] bytes :
        List.of(
            new byte[0],
            new byte[1],
            new byte[LedgerVerifier.MAX_PROOF_BYTES],
            Arrays.copyOf(proof, proof.length - 1),
            Arrays.copyOf(proof, proof.length + 1))) {
      assertThatThrownBy(() -> verifier.verify(publicInputs(), bytes))
          .isInstanceOf(MalformedProofException.class)
          .hasMessageMatching(".+");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 119, 1 << 17})
  void strangePublicInputsAreTheCallersFault(int length) {
    assertThatThrownBy(() -> verifier.verify(new byte[length], proved.proof()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> prove(new byte[length], witness, tree(0)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void bothLibrariesHaveTheRelationOfTheseClasses() {
    assertThat(prover.relationId()).isEqualTo(RelationId.bytes());
    assertThat(verifier.relationId()).isEqualTo(RelationId.bytes());
    assertThat(verifier.parametersJson()).startsWith("{").endsWith("}").contains("100");
  }

  @Test
  void wrongBuffersAreRefused() {
    byte[] request = request();
    assertThatThrownBy(() -> prove(null, witness, tree)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> prove(request, null, tree)).isInstanceOf(NullPointerException.class);
    assertThatThrownBy(() -> prove(request, witness, null))
        .isInstanceOf(NullPointerException.class);
    for (ByteBuffer wrong :
        List.of(
            ByteBuffer.allocate(witness.capacity()),
            ByteBuffer.allocateDirect(0),
            witness.duplicate().limit(witness.capacity() - 8).slice(),
            witness.duplicate().limit(witness.capacity() - 1).slice(),
            ByteBuffer.allocateDirect(witness.capacity() + 8))) {
      assertThatThrownBy(() -> prove(request, wrong, tree(0)))
          .isInstanceOf(IllegalArgumentException.class);
    }
    for (ByteBuffer wrong :
        List.of(
            ByteBuffer.allocate((int) accounts * 64),
            tree(0).asReadOnlyBuffer(),
            tree(1),
            tree(-1),
            ByteBuffer.allocateDirect(0))) {
      assertThatThrownBy(() -> prove(request, witness, wrong))
          .isInstanceOf(IllegalArgumentException.class);
    }
    ByteBuffer overlapping = witness.duplicate().limit((int) accounts * 64).slice();
    assertThatThrownBy(() -> prove(request, witness, overlapping))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anUnsatisfiedWitnessNamesTheConstraintAndNoValue() {
    ByteBuffer broken =
        ByteBuffer.allocateDirect(witness.capacity()).order(ByteOrder.LITTLE_ENDIAN);
    broken.put(witness.duplicate()).flip();
    int rows = witness.capacity() / (14 * 8);
    int cell =
        8 * (8 * rows + 7); // LO0 of the eighth row: one unit more than the control account says
    broken.putLong(cell, broken.getLong(cell) + 1);
    assertThatThrownBy(() -> prove(request(), broken, tree(0)))
        .isInstanceOfSatisfying(
            UnsatisfiedStatementException.class,
            e -> {
              assertThat(e.constraintId()).isNotBlank();
              assertThat(e.row()).isNotNegative();
            });
  }

  @Test
  void aCancelledJobStopsAndAClosedOneIsRefused() {
    ProofJob job = ProofJob.open();
    job.cancel();
    assertThatThrownBy(() -> prover.prove(request(), witness, tree(0), job))
        .isInstanceOf(ProvingCancelledException.class);
    job.close();
    job.close();
    job.cancel();
    assertThatThrownBy(job::stage).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> prover.prove(request(), witness, tree(0), job))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void manyThreadsVerifyAndHoldJobsAtOnce() throws Exception {
    byte[] inputs = publicInputs();
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    try {
      List<Callable<Void>> tasks =
          IntStream.range(0, THREADS).<Callable<Void>>mapToObj(i -> () -> work(i, inputs)).toList();
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Void work(int thread, byte[] inputs) throws Exception {
    try (ProofJob job = ProofJob.open()) {
      byte[] proof = proved.proof().clone();
      if (thread % 2 == 0) {
        verifier.verify(inputs, proof);
      } else {
        proof[proof.length / 2] ^= 1;
        assertThatThrownBy(() -> verifier.verify(inputs, proof))
            .isInstanceOfAny(ProofRejectedException.class, MalformedProofException.class);
      }
      job.cancel();
      assertThat(job.stage()).isZero();
    }
    return null;
  }

  private static Proved prove(byte[] publicInputs, ByteBuffer witness, ByteBuffer tree)
      throws Exception {
    try (ProofJob job = ProofJob.open()) {
      return prover.prove(publicInputs, witness, tree, job);
    }
  }

  /** Returns a tree buffer of so many bytes more than the ledger needs. */
  private static ByteBuffer tree(int more) {
    return ByteBuffer.allocateDirect((int) accounts * 64 + more);
  }

  private static long fill(ByteBuffer buffer) {
    WitnessWriter writer = new WitnessWriter(buffer, LOG2_ROWS);
    ControlTotals totals = new ControlTotals(WEIGHTS.length);
    int controlRows = WitnessWriter.rowsFor(WEIGHTS.length);
    for (int i = 0; writer.rowsLeft() > controlRows; i++) {
      Entry entry = new Entry(0, i);
      totals.add(entry);
      writer.account(tag(i), List.of(entry));
    }
    writer.control(tag(-1), totals.controlEntries());
    return writer.accounts();
  }

  private static AccountTag tag(int number) {
    byte[] hash = new byte[32];
    ByteBuffer.wrap(hash).putInt(number);
    return AccountTag.fromHash(hash);
  }

  private static byte[] request() {
    return inputs(new byte[32], new byte[32], accounts);
  }

  private static byte[] publicInputs() {
    return inputs(proved.root(), proved.controlDigest(), accounts);
  }

  private static byte[] inputs(byte[] root, byte[] controlDigest, long accounts) {
    return PublicInputsCodec.encode(
        new PublicInputs(
            CONTEXT,
            LOG2_ROWS,
            accounts,
            Digest.fromBytes(root),
            Digest.fromBytes(controlDigest),
            2,
            WEIGHTS));
  }
}
