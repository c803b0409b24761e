package io.zksolvency.service.schedule;

import io.zksolvency.service.config.Schedules;
import io.zksolvency.service.config.Schedules.Schedule;
import io.zksolvency.service.metrics.ServiceMetrics;
import io.zksolvency.service.runs.PostgresqlReference;
import io.zksolvency.service.runs.RunRefusedException;
import io.zksolvency.service.runs.RunRequest;
import io.zksolvency.service.store.RunRow;
import io.zksolvency.service.store.RunState;
import io.zksolvency.service.store.StatementRow;
import io.zksolvency.service.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts the runs of schedules when they are due. It keeps no state of its own but since when it
 * knows a schedule: whether a due time has had its run is read from the store, by the run's id. So
 * a restart neither loses nor repeats one. Of times that were missed, the last one is made up for,
 * until the next is due.
 */
public final class Scheduler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scheduler.class);
  private static final long TICK_SECONDS = 10;
  private static final long STOP_SECONDS = 5;

  /** Bounds the look back of a schedule that is due every minute. */
  private static final int MOST_TIMES = 10_000;

  private final Store store;
  private final Starter starter;
  private final Clock clock;
  private final List<Planned> all = new ArrayList<>();
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "scheduler");
            thread.setDaemon(true);
            return thread;
          });
  private volatile Optional<Instant> newestSnapshot = Optional.empty();

  /** Accepts runs. */
  @FunctionalInterface
  public interface Starter {
    /** Accepts a run, or returns it if it is known. */
    RunRow start(RunRequest request) throws IOException, RunRefusedException;
  }

  /** A schedule with what its gauges show. */
  private static final class Planned {
    private final Schedule schedule;
    private final DueTimes times;
    private volatile boolean overdue;

    /** What was last logged, lest every tick say it again. */
    private String trouble = "";

    Planned(Schedule schedule) {
      this.schedule = schedule;
      this.times = new DueTimes(schedule);
    }
  }

  public Scheduler(
      Schedules schedules, Store store, Starter starter, ServiceMetrics metrics, Clock clock) {
    this.store = store;
    this.starter = starter;
    this.clock = clock;
    for (Schedule schedule : schedules.byName().values()) {
      Planned planned = new Planned(schedule);
      all.add(planned);
      metrics.schedule(
          schedule.name(), () -> planned.overdue ? 1 : 0, () -> secondsToNext(planned.times));
    }
    metrics.statementAge(this::statementAge);
  }

  private double secondsToNext(DueTimes times) {
    Instant now = clock.instant();
    return times
        .next(now)
        .map(next -> (double) Duration.between(now, next).toSeconds())
        .orElse(Double.NaN);
  }

  private double statementAge() {
    return newestSnapshot
        .map(snapshot -> (double) Duration.between(snapshot, clock.instant()).toSeconds())
        .orElse(Double.NaN);
  }

  /** Begins to look at the clock. */
  public void start() {
    ticker.scheduleWithFixedDelay(this::tick, 0, TICK_SECONDS, TimeUnit.SECONDS);
  }

  /** Starts what is due and updates what the gauges show; never throws. */
  void tick() {
    try {
      newestSnapshot =
          store.statements(Long.MAX_VALUE, 1).stream()
              .findFirst()
              .map(StatementRow::snapshotTime)
              .map(Instant::parse);
    } catch (IOException | RuntimeException e) {
      LOG.warn("the newest statement can't be looked up: {}", e.getClass().getName());
    }
    for (Planned planned : all) {
      try {
        tick(planned, clock.instant());
        planned.trouble = "";
      } catch (RunRefusedException | IOException | RuntimeException e) {
        tell(planned, e);
      }
    }
  }

  private static void tell(Planned planned, Exception e) {
    // Messages of what nobody expected might hold data.
    String words =
        e instanceof RuntimeException || e.getMessage() == null
            ? e.getClass().getName()
            : e.getMessage();
    if (!words.equals(planned.trouble)) {
      planned.trouble = words;
      LOG.warn(
          "schedule {} can't start its run, and tries again: {}", planned.schedule.name(), words);
    }
  }

  private void tick(Planned planned, Instant now) throws IOException, RunRefusedException {
    Schedule schedule = planned.schedule;
    Instant since = store.scheduleSince(schedule.name(), schedule.definition(), now);
    planned.overdue = isOverdue(planned, since, now);
    Optional<Instant> due = planned.times.latest(now).filter(time -> !time.isBefore(since));
    if (due.isEmpty()) {
      return;
    }
    String id = planned.times.runId(due.get());
    if (store.run(id).isPresent() || isAtWork(planned)) {
      return;
    }
    starter.start(request(schedule, id));
    LOG.info("schedule {} has started run {}", schedule.name(), id);
  }

  private boolean isAtWork(Planned planned) throws IOException {
    return store.unfinishedRuns().stream().anyMatch(run -> planned.times.isRunId(run.id()));
  }

  /**
   * Whether the last due time whose allowance is over has neither its statement nor a later one.
   */
  private boolean isOverdue(Planned planned, Instant since, Instant now) throws IOException {
    Optional<Instant> due = planned.times.latest(now.minus(planned.schedule.allowance()));
    if (due.isEmpty() || due.get().isBefore(since)) {
      return false;
    }
    for (int i = 0; i < MOST_TIMES && due.isPresent() && !due.get().isAfter(now); i++) {
      Optional<RunRow> run = store.run(planned.times.runId(due.get()));
      if (run.isPresent() && run.get().state() == RunState.SUCCEEDED) {
        return false;
      }
      due = planned.times.next(due.get());
    }
    return true;
  }

  private static RunRequest request(Schedule schedule, String id) throws IOException {
    RunRow.SourceKind kind;
    String source;
    if (schedule.source() instanceof Schedules.Source.File file) {
      kind = RunRow.SourceKind.FILE;
      source = file.path().toString();
      requireFile(file.path());
    } else if (schedule.source() instanceof Schedules.Source.Sql sql) {
      kind = RunRow.SourceKind.SQL;
      source = sql.query();
    } else {
      Schedules.Source.Postgresql rows = (Schedules.Source.Postgresql) schedule.source();
      kind = RunRow.SourceKind.POSTGRESQL;
      source = new PostgresqlReference(rows.connection(), rows.isQuery(), rows.text()).stored();
    }
    requireFile(schedule.assets());
    return new RunRequest(
        id,
        schedule.issuerName(),
        Optional.empty(),
        Files.readAllBytes(schedule.assets()),
        schedule.excludeInsolvent(),
        schedule.log2Rows(),
        RunRow.Chain.LATEST,
        Optional.empty(),
        kind,
        source);
  }

  /** A file that is not there yet may come: the run waits for it rather than fail. */
  private static void requireFile(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new IOException("there is no file " + file);
    }
  }

  /** Stops looking at the clock. */
  @Override
  public void close() throws InterruptedException {
    ticker.shutdown();
    ticker.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS);
  }
}
