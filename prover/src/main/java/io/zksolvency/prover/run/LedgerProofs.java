package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.nativelib.NativeBugException;
import io.zksolvency.nativelib.ProvingCancelledException;
import io.zksolvency.nativelib.UnsatisfiedStatementException;
import io.zksolvency.nativelib.prover.ProofJob;
import io.zksolvency.prover.batch.LedgerProving;
import io.zksolvency.prover.batch.LedgerWitness;
import io.zksolvency.prover.batch.ProvedLedger;
import io.zksolvency.prover.ingest.FileFingerprint;
import io.zksolvency.prover.stop.Cancellation;
import io.zksolvency.prover.stop.RunCancelledException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleConsumer;

/** Proves a ledger and keeps the result, or finds it kept by an earlier start of the run. */
final class LedgerProofs {
  private static final int STAGES = 6;
  private static final long POLL_MILLIS = 200;

  private final LedgerProving proving;
  private final Cancellation cancellation;

  LedgerProofs(LedgerProving proving, Cancellation cancellation) {
    this.proving = proving;
    this.cancellation = cancellation;
  }

  /**
   * Returns the record of a ledger proven before, if its files are as they were. A damaged proof is
   * restored from its published copy: another proof would make another statement.
   */
  static Optional<RunRecords.Ledger> find(LedgerFiles files) throws IOException {
    Optional<RunRecords.Ledger> known = RunRecords.read(files.record(), RunRecords.Ledger.class);
    if (known.isEmpty()) {
      return known;
    }
    String proof = known.get().proofSha256();
    if (!isFile(files.proof(), proof)) {
      if (!isFile(files.published(), proof)) {
        return Optional.empty();
      }
      DurableFiles.writePrivate(
          files.proof(), ByteBuffer.wrap(Files.readAllBytes(files.published())));
    }
    return files.tree().isEmpty() || isFile(files.tree().get(), known.get().tree())
        ? known
        : Optional.empty();
  }

  private static boolean isFile(Path file, String sha256) throws IOException {
    return Files.isRegularFile(file) && FileFingerprint.of(file).sha256().equals(sha256);
  }

  /**
   * Proves a ledger, then writes tree, proof and, last, the record: from then on it counts as done.
   * Where only the tree was damaged, proof and record stay: they may be published.
   *
   * @param fraction told how far it is, 0 to 1
   */
  RunRecords.Ledger prove(
      PublicInputs request, LedgerWitness witness, LedgerFiles files, DoubleConsumer fraction)
      throws IOException {
    long start = System.nanoTime();
    try (ProvedLedger proved = proveFollowed(request, witness, fraction)) {
      long millis = (System.nanoTime() - start) / 1_000_000;
      String treeSha256 = "";
      if (files.tree().isPresent()) {
        treeSha256 = sha256(proved.tree());
        DurableFiles.writePrivate(files.tree().get(), proved.tree());
      }
      Optional<RunRecords.Ledger> known = find(files);
      if (known.isPresent()) {
        return known.get();
      }
      DurableFiles.writePrivate(files.proof(), ByteBuffer.wrap(proved.proof()));
      RunRecords.Ledger ledger =
          new RunRecords.Ledger(
              request.log2Rows(),
              request.accounts(),
              proved.root().toHex(),
              proved.controlDigest().toHex(),
              Hex.format(HashInput.sha256(proved.proof())),
              treeSha256,
              toPairs(witness.controlEntries()),
              millis);
      RunRecords.write(files.record(), ledger);
      return ledger;
    }
  }

  @SuppressWarnings("try") // a registration is only closed
  private ProvedLedger proveFollowed(
      PublicInputs request, LedgerWitness witness, DoubleConsumer fraction) {
    try (ProofJob job = ProofJob.open();
        Cancellation.Registration registration = cancellation.onCancel(job::cancel)) {
      Thread follower = new Thread(() -> follow(job, fraction), "proof-progress");
      follower.setDaemon(true);
      follower.start();
      try {
        return proving.prove(request, witness, job);
      } finally {
        follower.interrupt();
        join(follower);
      }
    } catch (UnsatisfiedStatementException e) {
      // Every rule was checked before proving: the checks and the relation disagree.
      throw new NativeBugException(e.getMessage());
    } catch (ProvingCancelledException e) {
      throw new RunCancelledException();
    }
  }

  private static void follow(ProofJob job, DoubleConsumer fraction) {
    while (!Thread.currentThread().isInterrupted()) {
      fraction.accept(Math.min(1.0, Math.max(0, job.stage() - 1) / (double) (STAGES - 1)));
      try {
        Thread.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static String sha256(ByteBuffer content) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(content);
      return Hex.format(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  static List<long[]> toPairs(List<Entry> entries) {
    return entries.stream().map(entry -> new long[] {entry.key(), entry.amount()}).toList();
  }

  static List<Entry> toEntries(List<long[]> pairs) {
    return pairs.stream().map(pair -> new Entry((int) pair[0], pair[1])).toList();
  }
}
