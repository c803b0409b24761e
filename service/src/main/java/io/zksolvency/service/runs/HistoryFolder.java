package io.zksolvency.service.runs;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.run.DirectoryBusyException;
import io.zksolvency.prover.run.PublishedHistory;
import io.zksolvency.service.metrics.ServiceMetrics;
import io.zksolvency.service.store.StatementRow;
import io.zksolvency.service.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a folder that a web server hands out: the statements of one issuer, in their order, as
 * {@code solvency publish} puts them there. What is missing follows from the store alone, so what a
 * kill or a full disk has prevented is made up for at the next start or the next look.
 */
public final class HistoryFolder implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HistoryFolder.class);
  private static final long LOOK_SECONDS = 30;
  private static final long STOP_SECONDS = 10;

  private final Path folder;
  private final PublishedHistory history;
  private final String issuerName;
  private final DataDirectory data;
  private final Store store;
  private final ScheduledExecutorService worker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "history-folder");
            thread.setDaemon(true);
            return thread;
          });

  /** The last one that is certainly in the folder. */
  private byte[] published = {};

  private volatile int missing;

  /** Told once, not at every look. */
  private String trouble = "";

  public HistoryFolder(
      Path folder, String issuerName, DataDirectory data, Store store, ServiceMetrics metrics) {
    this.folder = folder;
    this.history = new PublishedHistory(folder);
    this.issuerName = issuerName;
    this.data = data;
    this.store = store;
    metrics.unpublished(() -> missing);
  }

  /** Begins to look. */
  public void start() {
    worker.scheduleWithFixedDelay(this::look, 0, LOOK_SECONDS, TimeUnit.SECONDS);
  }

  /** There may be a new statement: looks soon. */
  public void lookSoon() {
    try {
      worker.execute(this::look);
    } catch (RejectedExecutionException e) {
      // The server stops: the next start looks.
    }
  }

  private void look() {
    try {
      Deque<StatementRow> rows = unpublished();
      missing = rows.size();
      for (StatementRow row : rows) {
        history.add(data.runDirectory(row.runId()));
        published = row.digest();
        missing--;
        LOG.info("statement {} is in {}", Hex.format(row.digest()), folder);
      }
      trouble = "";
    } catch (InputException | DirectoryBusyException | IOException | RuntimeException e) {
      tell(e);
    }
  }

  /**
   * Returns the statements that lead to the issuer's latest, from the first that may be missing.
   */
  private Deque<StatementRow> unpublished() throws IOException {
    Deque<StatementRow> rows = new ArrayDeque<>();
    Optional<StatementRow> row = store.latestOf(issuerName);
    while (row.isPresent() && !Arrays.equals(row.get().digest(), published)) {
      rows.push(row.get());
      row =
          row.get().sequence() == 0
              ? Optional.empty()
              : store.statement(row.get().previousDigest());
    }
    return rows;
  }

  private void tell(Exception e) {
    // Messages of what nobody expected might hold data.
    String words =
        e instanceof RuntimeException || e.getMessage() == null
            ? e.getClass().getName()
            : e.getMessage();
    if (!words.equals(trouble)) {
      trouble = words;
      LOG.warn("publish.directory is behind, and is tried again: {}", words);
    }
  }

  /** Ends after the statement that it is at. */
  @Override
  public void close() throws InterruptedException {
    worker.shutdown();
    worker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
  }
}
