package io.zksolvency.nativelib.prover;

import io.zksolvency.nativelib.NativeBugException;
import io.zksolvency.nativelib.ProvingCancelledException;
import io.zksolvency.nativelib.UnsatisfiedStatementException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Calls every native method with good, strange and hostile arguments; exits with 1 if one
 * misbehaves.
 */
final class BridgeCheck {
  private static final int ROWS = (1 << 15) - 117;
  private static final int WITNESS_BYTES = 14 * 8 * ROWS;

  /** With the two weights of one asset. */
  private static final int PUBLIC_INPUT_BYTES = 4 + 32 + 4 + 8 + 64 + 4 + 4 + 16;

  private BridgeCheck() {}

  private interface Call {
    void run() throws Exception;
  }

  public static void main(String[] args) throws Exception {
    System.load(args[0]);
    require(ProverBinding.abiVersion() == ProverBinding.ABI_VERSION, "ABI version");
    require(ProverBinding.relationId().length == 32, "relation id");
    jobs();
    arguments();
    witnesses();
    cancelled();
    threads();
    proof(Path.of(args[1]));
    System.out.println("bridge ok");
  }

  private static void jobs() {
    long job = ProverBinding.openJob();
    require(job > 0 && ProverBinding.openJob() != job, "job numbers");
    require(ProverBinding.jobStage(job) == 0, "stage before the start");
    ProverBinding.cancelJob(job);
    ProverBinding.closeJob(job);
    ProverBinding.closeJob(job);
    ProverBinding.cancelJob(job);
    for (long stale : new long[] {job, 0, -1, Long.MIN_VALUE, Long.MAX_VALUE}) {
      expect(IllegalArgumentException.class, () -> ProverBinding.jobStage(stale));
      expect(
          IllegalArgumentException.class,
          () -> ProverBinding.prove(publicInputs(2), direct(WITNESS_BYTES), direct(128), stale));
    }
  }

  private static void arguments() {
    long job = ProverBinding.openJob();
    byte[] inputs = publicInputs(2);
    ByteBuffer witness = direct(WITNESS_BYTES);
    ByteBuffer tree = direct(128);
    List<Call> calls = new ArrayList<>();
    calls.add(() -> ProverBinding.prove(null, witness, tree, job));
    calls.add(() -> ProverBinding.prove(inputs, null, tree, job));
    calls.add(() -> ProverBinding.prove(inputs, witness, null, job));
    calls.add(() -> ProverBinding.prove(new byte[0], witness, tree, job));
    calls.add(() -> ProverBinding.prove(new byte[1 << 20], witness, tree, job));
    calls.add(() -> ProverBinding.prove(publicInputs(1 << 20), witness, tree, job));
    calls.add(() -> ProverBinding.prove(inputs, ByteBuffer.allocate(WITNESS_BYTES), tree, job));
    calls.add(() -> ProverBinding.prove(inputs, witness, ByteBuffer.allocate(128), job));
    calls.add(() -> ProverBinding.prove(inputs, witness, tree.asReadOnlyBuffer(), job));
    calls.add(() -> ProverBinding.prove(inputs, direct(0), tree, job));
    calls.add(() -> ProverBinding.prove(inputs, witness, direct(0), job));
    calls.add(() -> ProverBinding.prove(inputs, direct(WITNESS_BYTES - 8), tree, job));
    calls.add(() -> ProverBinding.prove(inputs, witness, direct(127), job));
    calls.add(() -> ProverBinding.prove(inputs, witness, direct(192), job));
    calls.add(() -> ProverBinding.prove(inputs, witness, witness, job));
    calls.add(() -> ProverBinding.prove(inputs, witness, witness.slice(64, 128), job));
    // all zero: no row starts an account
    calls.add(() -> ProverBinding.prove(inputs, witness, tree, job));
    for (int i = 0; i < calls.size(); i++) {
      expect("call " + i, IllegalArgumentException.class, calls.get(i));
    }
    ProverBinding.closeJob(job);
  }

  /** A customer of 2^56 base units: no limbs for it. Read-only is fine for a witness. */
  private static void witnesses() {
    long job = ProverBinding.openJob();
    ByteBuffer witness = honestWitness();
    witness.putLong(8 * (11 * ROWS), 1L << 28);
    ByteBuffer tree = direct(64 * ROWS);
    try {
      ProverBinding.prove(publicInputs(ROWS), witness.asReadOnlyBuffer(), tree, job);
      throw new AssertionError("proved an amount out of range");
    } catch (UnsatisfiedStatementException e) {
      require(e.row() == 0 && e.constraintId().startsWith("LOOKUP"), e.getMessage());
    } catch (ProvingCancelledException e) {
      throw new AssertionError(e);
    }
    ProverBinding.closeJob(job);
  }

  private static void cancelled() {
    long job = ProverBinding.openJob();
    ProverBinding.cancelJob(job);
    expect(
        ProvingCancelledException.class,
        () -> ProverBinding.prove(publicInputs(ROWS), honestWitness(), direct(64 * ROWS), job));
    ProverBinding.closeJob(job);
  }

  /**
   * Proves a ledger of empty accounts, for the caller to verify: public inputs, then what prove
   * returns.
   */
  private static void proof(Path out) throws Exception {
    long job = ProverBinding.openJob();
    byte[] inputs = publicInputs(ROWS);
    ByteBuffer tree = direct(64 * ROWS);
    byte[] proved = ProverBinding.prove(inputs, honestWitness(), tree, job);
    require(ProverBinding.jobStage(job) > 0, "stage after the proof");
    ProverBinding.closeJob(job);
    byte[] root = new byte[32];
    tree.get(32, root);
    require(Arrays.equals(root, Arrays.copyOf(proved, 32)), "the tree's root");
    System.arraycopy(proved, 0, inputs, 48, 64);
    Files.write(out, inputs);
    Files.write(out, Arrays.copyOfRange(proved, 64, proved.length), StandardOpenOption.APPEND);
  }

  private static void threads() throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < 64; i++) {
      Thread thread =
          new Thread(
              () -> {
                for (int round = 0; round < 20; round++) {
                  jobs();
                  require(ProverBinding.relationId().length == 32, "relation id");
                }
              });
      thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    require(failure.get() == null, "thread failed: " + failure.get());
  }

  /** One empty account a row; the control account is the last. */
  private static ByteBuffer honestWitness() {
    ByteBuffer witness = direct(WITNESS_BYTES);
    for (int row = 0; row < ROWS; row++) {
      witness.putLong(8 * row, 1);
    }
    return witness;
  }

  private static byte[] publicInputs(long accounts) {
    ByteBuffer out = ByteBuffer.allocate(PUBLIC_INPUT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.putInt(1).put(new byte[32]).putInt(15).putLong(accounts).put(new byte[64]);
    return out.putInt(0).putInt(2).putLong(1).putLong(-1).array();
  }

  private static ByteBuffer direct(int bytes) {
    return ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void expect(Class<? extends Exception> type, Call call) {
    expect(type.getSimpleName(), type, call);
  }

  private static void expect(String what, Class<? extends Exception> type, Call call) {
    try {
      call.run();
    } catch (NativeBugException e) {
      throw new AssertionError(what + ": " + e.getMessage(), e);
    } catch (Exception e) {
      require(type.isInstance(e), what + ": " + e);
      require(e.getMessage() != null && !e.getMessage().isEmpty(), what + ": no message");
      return;
    }
    throw new AssertionError(what + ": nothing thrown");
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
