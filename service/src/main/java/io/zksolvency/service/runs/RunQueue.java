package io.zksolvency.service.runs;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.formats.BoundedFiles;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.run.DirectoryBusyException;
import io.zksolvency.prover.run.DurableFiles;
import io.zksolvency.prover.run.InclusionIndex;
import io.zksolvency.prover.run.RunDirectory;
import io.zksolvency.prover.run.RunOptions;
import io.zksolvency.prover.run.RunResult;
import io.zksolvency.prover.run.SolvencyRun;
import io.zksolvency.prover.stop.Cancellation;
import io.zksolvency.prover.stop.RunCancelledException;
import io.zksolvency.service.config.ServiceConfig;
import io.zksolvency.service.metrics.ServiceMetrics;
import io.zksolvency.service.store.ContentStore;
import io.zksolvency.service.store.RunRow;
import io.zksolvency.service.store.RunState;
import io.zksolvency.service.store.StatementRow;
import io.zksolvency.service.store.Store;
import io.zksolvency.service.store.StoreException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Accepts runs and works them off, one at a time: a proof uses every core. A run that was accepted
 * is finished by this process or a later one. Thread-safe.
 */
public final class RunQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RunQueue.class);
  private static final long CANCEL_AGAIN_MILLIS = 100;
  private static final long STOP_SECONDS = 30;
  private static final long FIRST_STORE_RETRY_SECONDS = 2;
  private static final long LAST_STORE_RETRY_SECONDS = 60;
  private static final Set<RunState> ENDED =
      Arrays.stream(RunState.values()).filter(RunState::hasEnded).collect(Collectors.toSet());
  private static final Set<RunState> DELETABLE = Set.of(RunState.FAILED, RunState.CANCELLED);

  private final ServiceConfig config;
  private final DataDirectory data;
  private final Store store;
  private final ContentStore content;
  private final ServiceMetrics metrics;
  private final Runnable published;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "run-worker"));
  private final ScheduledExecutorService canceller =
      Executors.newSingleThreadScheduledExecutor(task -> daemon(task, "run-canceller"));
  private final Map<String, List<Runnable>> watchers = new ConcurrentHashMap<>();
  private final Set<String> submitted = ConcurrentHashMap.newKeySet();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Working working;

  /** The run at work. */
  private record Working(String id, ProgressTracker progress, Cancellation cancellation) {}

  /**
   * @param published told of each run whose statement is published, by the thread that works
   */
  public RunQueue(
      ServiceConfig config,
      DataDirectory data,
      Store store,
      ContentStore content,
      ServiceMetrics metrics,
      Runnable published) {
    this.config = config;
    this.data = data;
    this.store = store;
    this.content = content;
    this.metrics = metrics;
    this.published = published;
    metrics.queue(this::waiting);
    canceller.scheduleWithFixedDelay(
        this::cancelAgain, CANCEL_AGAIN_MILLIS, CANCEL_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private static Thread daemon(Runnable task, String name) {
    Thread thread = new Thread(task, name);
    thread.setDaemon(true);
    return thread;
  }

  private int waiting() {
    try {
      return store.runs(Long.MAX_VALUE, config.runs().queue() + 1, Set.of(RunState.QUEUED)).size();
    } catch (IOException e) {
      return -1;
    }
  }

  /** Takes up what an earlier process has left unfinished, and deletes what it should have. */
  public void resume() throws IOException {
    for (RunRow row : store.runs(Long.MAX_VALUE, Integer.MAX_VALUE, ENDED)) {
      deleteInputs(row.id());
    }
    for (RunRow row : store.unfinishedRuns()) {
      LOG.info("run {} goes on from {}", row.id(), row.state());
      submit(row.id());
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private void submit(String id) {
    if (!submitted.add(id)) {
      return;
    }
    try {
      worker.execute(() -> work(id));
    } catch (RejectedExecutionException e) {
      // The server stops: the next one finds the run in the store.
    }
  }

  /** Begins to take balances from a client. */
  public Upload upload() throws IOException {
    return new Upload(data.gathering(), config.runs().maxUploadBytes());
  }

  /** Accepts a run over balances that lie on the server. */
  public RunRow create(RunRequest request) throws IOException, RunRefusedException {
    Path gathering = data.gathering();
    DurableFiles.createPrivateDirectory(gathering);
    try {
      return accept(request, gathering);
    } finally {
      DurableFiles.deleteTree(gathering);
    }
  }

  /** Accepts a run over balances that the client has sent. */
  public RunRow create(RunRequest request, Upload upload) throws IOException, RunRefusedException {
    RunRow row = accept(request.withRows(upload.finish()), upload.directory());
    if (!Files.exists(upload.directory())) {
      upload.keep();
    }
    return row;
  }

  private synchronized RunRow accept(RunRequest request, Path gathered)
      throws IOException, RunRefusedException {
    Optional<RunRow> known = store.run(request.id());
    if (known.isPresent()) {
      RunRow row = same(known.get(), request);
      if (!row.state().hasEnded()) {
        submit(row.id());
      }
      return row;
    }
    if (request.previousDigest().isPresent()
        && store.statement(request.previousDigest().get()).isEmpty()) {
      throw new RunRefusedException(
          RunRefusedException.Reason.PREVIOUS_UNKNOWN, "this server has no such statement");
    }
    DurableFiles.writePrivate(gathered.resolve("assets.csv"), ByteBuffer.wrap(request.assetsCsv()));
    // Of a run that was never recorded: a kill between the two steps below.
    DurableFiles.deleteTree(data.run(request.id()));
    Files.move(gathered, data.run(request.id()), StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.syncDirectory(data.runs());
    Instant now = Instant.now();
    RunRow row =
        new RunRow(
            0,
            request.id(),
            request.content(),
            RunState.QUEUED,
            request.issuerName(),
            request.snapshotTime().or(() -> acceptedAs(request.sourceKind(), now)),
            request.excludeInsolvent(),
            request.log2Rows(),
            request.chain(),
            request.previousDigest(),
            request.sourceKind(),
            request.sourceKind() == RunRow.SourceKind.UPLOAD
                ? Optional.empty()
                : Optional.of(request.source()),
            now,
            now,
            Optional.empty(),
            "",
            Optional.empty());
    boolean recorded;
    try {
      recorded = store.insertRun(row, config.runs().queue());
    } catch (StoreException e) {
      if (e.isPassing()) {
        submit(row.id()); // it may have been recorded all the same: its turn finds out
      } else {
        DurableFiles.deleteTree(data.run(request.id()));
      }
      throw e;
    }
    if (!recorded) {
      DurableFiles.deleteTree(data.run(request.id()));
      throw new RunRefusedException(
          RunRefusedException.Reason.QUEUE_FULL, "too many runs are waiting");
    }
    metrics.run(RunState.QUEUED);
    LOG.info("run {} accepted", row.id());
    submit(row.id());
    return store.run(row.id()).orElseThrow();
  }

  /** Balances of a database are as old as their reading, others as their acceptance. */
  private static Optional<String> acceptedAs(RunRow.SourceKind kind, Instant now) {
    return kind == RunRow.SourceKind.POSTGRESQL
        ? Optional.empty()
        : Optional.of(now.truncatedTo(ChronoUnit.SECONDS).toString());
  }

  private static RunRow same(RunRow known, RunRequest request) throws RunRefusedException {
    if (!Arrays.equals(known.content(), request.content())) {
      throw new RunRefusedException(
          RunRefusedException.Reason.ID_TAKEN, "a run with this id and other content exists");
    }
    return known;
  }

  /** Asks a run to stop and returns it; empty if there is none. */
  public Optional<RunRow> cancel(String id) throws IOException {
    if (store.moveRun(id, RunState.CANCELLED, Set.of(RunState.QUEUED))) {
      cancelled(id);
    } else if (store.moveRun(id, RunState.CANCELLING, Set.of(RunState.RUNNING))) {
      changed(id);
    }
    Working now = working;
    if (now != null && now.id().equals(id)) {
      now.cancellation().cancel();
    }
    return store.run(id);
  }

  private void cancelAgain() {
    Working now = working;
    if (now != null && now.cancellation().isCancelled()) {
      now.cancellation().cancel();
    }
  }

  private void cancelled(String id) throws IOException {
    deleteInputs(id);
    metrics.run(RunState.CANCELLED);
    LOG.info("run {} cancelled", id);
    changed(id);
  }

  /** Returns how far a run is, if it works now. */
  public Optional<ProgressSnapshot> progress(String id) {
    Working now = working;
    return now != null && now.id().equals(id)
        ? Optional.of(now.progress().snapshot())
        : Optional.empty();
  }

  /** Calls back, from any thread and soon, whenever the run may have news; until closed. */
  public AutoCloseable watch(String id, Runnable news) {
    watchers.compute(
        id,
        (key, known) -> {
          List<Runnable> all = known == null ? new CopyOnWriteArrayList<>() : known;
          all.add(news);
          return all;
        });
    return () ->
        watchers.computeIfPresent(
            id,
            (key, all) -> {
              all.remove(news);
              return all.isEmpty() ? null : all;
            });
  }

  private void changed(String id) {
    watchers.getOrDefault(id, List.of()).forEach(Runnable::run);
  }

  /**
   * Works a run off. When the store can't be reached, it waits: the order of runs is that of their
   * statements, and what is proven should not be lost.
   */
  private void work(String id) {
    long seconds = FIRST_STORE_RETRY_SECONDS;
    while (!isClosing()) {
      try {
        attempt(id);
        return;
      } catch (StoreException e) {
        if (!e.isPassing()) {
          LOG.error("run {} is left as it is until the next start: {}", id, e.getMessage());
          return;
        }
        LOG.warn("run {} goes on when the store can be reached: {}", id, e.getMessage());
      } catch (IOException | RuntimeException e) {
        LOG.error("run {} is left as it is until the next start: {}", id, e.getClass().getName());
        return;
      } finally {
        working = null;
        changed(id);
      }
      awaitClosing(seconds);
      seconds = Math.min(LAST_STORE_RETRY_SECONDS, 2 * seconds);
    }
  }

  private void awaitClosing(long seconds) {
    try {
      closing.await(seconds, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void attempt(String id) throws IOException {
    submitted.remove(id);
    Optional<RunRow> found = store.run(id);
    if (found.isEmpty()) {
      forgetUnrecorded(id);
      return;
    }
    RunRow row = found.get();
    if (row.state() == RunState.CANCELLING) {
      store.moveRun(id, RunState.CANCELLED, Set.of(RunState.CANCELLING));
      cancelled(id);
      return;
    }
    if (row.state().hasEnded()) {
      return;
    }
    Cancellation cancellation = new Cancellation();
    ProgressTracker progress = new ProgressTracker(metrics, () -> changed(id));
    working = new Working(id, progress, cancellation);
    if (!store.moveRun(id, RunState.RUNNING, Set.of(RunState.QUEUED, RunState.RUNNING))) {
      submit(id); // cancelled since: the next turn sees it
      return;
    }
    metrics.run(RunState.RUNNING);
    changed(id);
    run(row, progress, cancellation);
  }

  private synchronized void forgetUnrecorded(String id) throws IOException {
    if (store.run(id).isEmpty()) {
      DurableFiles.deleteTree(data.run(id));
    }
  }

  private void run(RunRow row, ProgressTracker progress, Cancellation cancellation)
      throws IOException {
    String id = row.id();
    try {
      RunOptions options = options(settle(row));
      RunResult result = SolvencyRun.run(options, progress, cancellation);
      progress.phase("indexing for inclusion");
      InclusionIndex.build(options.directory(), options.masterKey(), cancellation);
      progress.phase("publishing");
      publish(id, options.directory());
      metrics.pace(result.accountsPerSecond());
      metrics.run(RunState.SUCCEEDED);
      LOG.info("run {} published statement {}", id, result.statementDigest());
      published.run();
    } catch (RunCancelledException e) {
      if (isClosing()) {
        LOG.info("run {} stopped with the server; the next start goes on", id);
      } else if (store.moveRun(id, RunState.CANCELLED, Set.of(RunState.CANCELLING))) {
        cancelled(id);
      }
    } catch (InputException e) {
      failed(id, RunRow.FailureKind.INPUT, e.getMessage());
    } catch (StoreException e) {
      if (e.isPassing()) {
        throw e;
      }
      failed(id, RunRow.FailureKind.IO, e.getMessage());
    } catch (IOException | DirectoryBusyException e) {
      failed(id, RunRow.FailureKind.IO, words(e));
    } catch (RuntimeException | Error e) {
      // Messages of unexpected exceptions might hold data.
      failed(id, RunRow.FailureKind.INTERNAL, e.getClass().getName());
    }
  }

  private static String words(Exception e) {
    return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
  }

  private void failed(String id, RunRow.FailureKind kind, String message) throws IOException {
    store.failRun(id, kind, message);
    metrics.run(RunState.FAILED);
    LOG.warn("run {} failed ({}): {}", id, kind, message);
    deleteInputs(id);
  }

  /** Deletes what a run that has ended needs no more; it may have been deleted itself meanwhile. */
  private synchronized void deleteInputs(String id) throws IOException {
    Optional<RunRow> row = store.run(id);
    if (row.isEmpty()) {
      return;
    }
    switch (row.get().state()) {
      // What inclusion needs is in the run's own directory.
      case SUCCEEDED -> Files.deleteIfExists(data.upload(id));
      // Whoever corrects the balances needs to know whose they are.
      case FAILED -> data.deleteAllButInsolvent(id);
      case CANCELLED -> DurableFiles.deleteTree(data.run(id));
      default -> {
        // Its id stands for another run by now.
      }
    }
  }

  /**
   * Deletes a run that has failed or was cancelled, with all that is left of it, and returns what
   * it was; empty if there is none.
   *
   * @throws RunRefusedException if it is not one of these
   */
  public synchronized Optional<RunRow> delete(String id) throws IOException, RunRefusedException {
    Optional<RunRow> row = store.run(id);
    if (row.isPresent()) {
      if (!DELETABLE.contains(row.get().state())) {
        throw new RunRefusedException(
            RunRefusedException.Reason.NOT_DELETABLE,
            row.get().state() == RunState.SUCCEEDED
                ? "the run's statement is published, and inclusion files are made from what it keeps"
                : "the run has not ended: cancel it first");
      }
      // The files first: a kill in between leaves a run that can be deleted again.
      DurableFiles.deleteTree(data.run(id));
      store.deleteRun(id, DELETABLE);
      LOG.info("run {} deleted", id);
    }
    return row;
  }

  /** Decides once which statement the run's continues, so that every start of it does the same. */
  private RunRow settle(RunRow row) throws IOException {
    if (row.chain() == RunRow.Chain.SETTLED) {
      return row;
    }
    Optional<byte[]> previous =
        switch (row.chain()) {
          case LATEST -> store.latestOf(row.issuerName()).map(StatementRow::digest);
          case GIVEN -> row.previousDigest();
          default -> Optional.empty();
        };
    store.settleChain(row.id(), previous);
    return store.run(row.id()).orElseThrow();
  }

  private RunOptions options(RunRow row) throws IOException, InputException {
    Optional<Path> previous = Optional.empty();
    if (row.previousDigest().isPresent()) {
      byte[] statementJson = store.files(row.previousDigest().get()).get(0).sha256();
      previous = Optional.of(data.previous(row.id()));
      try (InputStream json = content.open(statementJson)) {
        DurableFiles.writePrivate(previous.get(), ByteBuffer.wrap(json.readAllBytes()));
      }
    }
    AccountsSource source =
        switch (row.sourceKind()) {
          case UPLOAD -> new AccountsSource.InFile(data.upload(row.id()));
          case FILE -> new AccountsSource.InFile(Path.of(row.source().orElseThrow()));
          case SQL -> new AccountsSource.InQuery(row.source().orElseThrow());
          case POSTGRESQL ->
              PostgresqlReference.parse(row.source().orElseThrow())
                  .resolve(config.sources().postgresql());
        };
    return new RunOptions(
        source,
        data.assets(row.id()),
        data.runDirectory(row.id()),
        row.snapshotTime(),
        row.issuerName(),
        Optional.of(config.issuer().masterKey()),
        Optional.of(config.issuer().key()),
        OptionalLong.empty(),
        previous,
        row.excludeInsolvent(),
        false,
        row.log2Rows(),
        config.runs().threads());
  }

  /** Keeps the published files, then records them: from then on the statement is published. */
  private void publish(String id, RunDirectory directory) throws IOException {
    SolvencyStatement statement;
    try {
      statement =
          StatementJson.read(BoundedFiles.read(directory.statement(), StatementJson.MAX_BYTES))
              .statement();
    } catch (FormatException e) {
      throw new IOException("the published statement can't be read back", e);
    }
    List<StatementRow.PublishedFile> files = new ArrayList<>();
    List<String> names = new ArrayList<>(List.of(directory.statement().getFileName().toString()));
    statement.batches().forEach(batch -> names.add(batch.proofFile()));
    names.add(statement.generalLedger().proofFile());
    for (String name : names) {
      ContentStore.Kept kept = content.put(directory.publicDirectory().resolve(name));
      files.add(new StatementRow.PublishedFile(name, kept.size(), kept.sha256()));
    }
    StatementHeader header = statement.header();
    store.publish(
        new StatementRow(
            0,
            statement.digest(),
            id,
            header.name(),
            header.sequence(),
            header.previousDigest(),
            header.snapshotTime(),
            Instant.now(),
            statement.issuerKey(),
            statement.batches().size()),
        files);
    deleteInputs(id);
    LOG.debug("run {} kept as {}", id, Hex.format(statement.digest()));
  }

  /** Stops the run at work without ending it, and waits until it has stopped. */
  @Override
  public void close() {
    closing.countDown();
    Working now = working;
    if (now != null) {
      now.cancellation().cancel();
    }
    worker.shutdown();
    try {
      if (!worker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
        LOG.warn("the run at work did not stop in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    canceller.shutdownNow();
  }
}
