package io.zksolvency.service.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.service.config.ServiceConfig;
import io.zksolvency.service.metrics.ServiceMetrics;
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
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Days pass in no time: the clock is the test's. */
class SchedulerTest {
  private static final String START = "2026-11-01T10:00:00Z";

  @TempDir Path temp;
  private final TestClock clock = new TestClock();
  private final List<RunRequest> started = new ArrayList<>();
  private Store store;
  private ServiceMetrics metrics;
  private Scheduler scheduler;
  private boolean queueFull;

  private static final class TestClock extends Clock {
    private Instant now = Instant.parse(START);

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }

  @BeforeEach
  void open() throws Exception {
    store = Store.sqlite(temp.resolve("store.sqlite"));
    Files.writeString(temp.resolve("assets.csv"), "asset,decimals,price,haircut\nBTC,8,1,1\n");
    Files.writeString(temp.resolve("accounts.csv"), "account_id,asset,equity\na,BTC,1\n");
    restart(daily(""));
  }

  @AfterEach
  void close() throws Exception {
    stop();
    store.close();
  }

  private void stop() throws Exception {
    if (scheduler != null) {
      scheduler.close();
      metrics.close();
    }
  }

  private String daily(String more) {
    return """
        schedule.daily {
          cron = "30 0 * * *"
          run { file = "%s", assets = "%s" }
          %s
        }
        """
        .formatted(temp.resolve("accounts.csv"), temp.resolve("assets.csv"), more);
  }

  private ServiceConfig config(String text) throws Exception {
    Path file = Files.writeString(temp.resolve("serve.conf"), text);
    return ServiceConfig.load(temp.resolve("data"), Optional.of(file), Map.of());
  }

  /** As a server that is stopped and started again: the store stays, nothing else. */
  private void restart(String text) throws Exception {
    stop();
    metrics = new ServiceMetrics();
    scheduler = new Scheduler(config(text).schedules(), store, this::start, metrics, clock);
    scheduler.tick();
  }

  private RunRow start(RunRequest request) throws IOException {
    if (queueFull) {
      throw new IOException("too many runs are waiting");
    }
    started.add(request);
    RunRow row =
        new RunRow(
            0,
            request.id(),
            new byte[32],
            RunState.QUEUED,
            request.issuerName(),
            request.snapshotTime(),
            request.excludeInsolvent(),
            request.log2Rows(),
            request.chain(),
            request.previousDigest(),
            request.sourceKind(),
            Optional.of(request.source()),
            clock.now,
            clock.now,
            Optional.empty(),
            "",
            Optional.empty());
    assertThat(store.insertRun(row, 100)).isTrue();
    return row;
  }

  private List<String> ids() {
    return started.stream().map(RunRequest::id).toList();
  }

  private void at(String time) {
    clock.now = Instant.parse(time);
    scheduler.tick();
  }

  private void end(String id, RunState state) throws IOException {
    assertThat(store.moveRun(id, state, Set.of(RunState.QUEUED))).isTrue();
    scheduler.tick();
  }

  private double gauge(String name) {
    return metrics
        .scrape()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void startsARunWhenItIsDueAndOnlyOnce() throws Exception {
    // The time before the schedule was known was never due.
    assertThat(ids()).isEmpty();
    assertThat(gauge("solvency_schedule_next_seconds{schedule=\"daily\"}")).isEqualTo(52_200);
    at("2026-11-02T00:29:59Z");
    assertThat(ids()).isEmpty();
    at("2026-11-02T00:30:00Z");
    assertThat(ids()).containsExactly("daily-20261102t003000z");
    at("2026-11-02T00:30:01Z");
    end("daily-20261102t003000z", RunState.SUCCEEDED);
    restart(daily(""));
    at("2026-11-02T23:59:59Z");
    assertThat(ids()).hasSize(1);
    at("2026-11-03T00:30:07Z");
    assertThat(ids()).containsExactly("daily-20261102t003000z", "daily-20261103t003000z");
    RunRequest request = started.get(1);
    assertThat(request.issuerName()).isEqualTo("unnamed issuer");
    assertThat(request.source()).isEqualTo(temp.resolve("accounts.csv").toString());
    assertThat(request.chain()).isEqualTo(RunRow.Chain.LATEST);
    assertThat(request.snapshotTime()).isEmpty();
    assertThat(new String(request.assetsCsv(), java.nio.charset.StandardCharsets.UTF_8))
        .contains("BTC,8,1,1");
  }

  @Test
  void makesUpForTheLastTimeThatWasMissed() throws Exception {
    stop();
    scheduler = null;
    clock.now = Instant.parse("2026-11-05T18:00:00Z"); // four days down
    restart(daily(""));
    assertThat(ids()).containsExactly("daily-20261105t003000z");
    restart(daily(""));
    assertThat(ids()).hasSize(1);
  }

  @Test
  void neverRunsTwoAtATime() throws Exception {
    at("2026-11-02T00:30:00Z");
    at("2026-11-03T00:30:00Z");
    at("2026-11-04T12:00:00Z");
    assertThat(ids()).containsExactly("daily-20261102t003000z");
    // The last that is due follows, not all that were.
    end("daily-20261102t003000z", RunState.FAILED);
    assertThat(ids()).containsExactly("daily-20261102t003000z", "daily-20261104t003000z");
  }

  @Test
  void aFailedRunIsTriedAgainOnceItIsDeleted() throws Exception {
    at("2026-11-02T00:30:00Z");
    end("daily-20261102t003000z", RunState.FAILED);
    at("2026-11-02T01:00:00Z");
    assertThat(ids()).hasSize(1);
    assertThat(store.deleteRun("daily-20261102t003000z", Set.of(RunState.FAILED))).isTrue();
    scheduler.tick();
    assertThat(ids()).containsExactly("daily-20261102t003000z", "daily-20261102t003000z");
  }

  @Test
  void waitsForFilesAndForTheQueue() throws Exception {
    Path assets = temp.resolve("assets.csv");
    Path away = Files.move(assets, temp.resolve("away"));
    queueFull = true;
    at("2026-11-02T00:30:00Z");
    Files.move(away, assets);
    scheduler.tick();
    assertThat(ids()).isEmpty();
    queueFull = false;
    scheduler.tick();
    assertThat(ids()).containsExactly("daily-20261102t003000z");
  }

  @Test
  void isOverdueWithoutAStatementInTime() throws Exception {
    String overdue = "solvency_schedule_overdue{schedule=\"daily\"}";
    assertThat(gauge(overdue)).isZero();
    at("2026-11-02T00:30:00Z");
    at("2026-11-02T06:29:59Z");
    assertThat(gauge(overdue)).isZero();
    at("2026-11-02T06:30:00Z");
    assertThat(gauge(overdue)).isEqualTo(1);
    end("daily-20261102t003000z", RunState.FAILED);
    assertThat(gauge(overdue)).isEqualTo(1);
    // The next day's statement ends it; before its allowance is over nothing new is missing.
    at("2026-11-03T00:31:00Z");
    assertThat(gauge(overdue)).isEqualTo(1);
    end("daily-20261103t003000z", RunState.SUCCEEDED);
    assertThat(gauge(overdue)).isZero();
    at("2026-11-04T06:29:00Z");
    assertThat(gauge(overdue)).isZero();
    at("2026-11-04T06:31:00Z");
    assertThat(gauge(overdue)).isEqualTo(1);
    restart(daily("allowance = 1 day"));
    assertThat(gauge(overdue)).isZero();
  }

  @Test
  void showsTheAgeOfTheNewestStatement() throws Exception {
    assertThat(gauge("solvency_statement_age_seconds")).isNaN();
    at("2026-11-02T00:30:00Z");
    String id = "daily-20261102t003000z";
    byte[] digest = {1};
    store.publish(
        new StatementRow(
            0, digest, id, "x", 0, new byte[32], "2026-11-02T00:30:00Z", clock.now, digest, 1),
        List.of());
    at("2026-11-02T02:30:00Z");
    assertThat(gauge("solvency_statement_age_seconds")).isEqualTo(7200);
    clock.now = clock.now.plus(Duration.ofHours(1));
    assertThat(gauge("solvency_statement_age_seconds")).isEqualTo(10_800);
  }

  @Test
  void anotherDefinitionIsANewSchedule() throws Exception {
    at("2026-11-02T00:30:00Z");
    end("daily-20261102t003000z", RunState.SUCCEEDED);
    clock.now = Instant.parse("2026-11-02T12:00:00Z");
    restart(daily("").replace("30 0", "0 11"));
    assertThat(ids()).hasSize(1); // 11:00 has passed before it was asked for
    at("2026-11-03T11:00:00Z");
    assertThat(ids()).containsExactly("daily-20261102t003000z", "daily-20261103t110000z");
  }

  @Test
  void knowsTimeZonesAndSummerTime() throws Exception {
    DueTimes times =
        new DueTimes(
            config(daily("time-zone = Europe/Zurich").replace("30 0", "30 2"))
                .schedules()
                .byName()
                .get("daily"));
    // 02:30 is 01:30 UTC in winter, 00:30 in summer; on 28 March 2027 there is none.
    assertThat(times.latest(Instant.parse("2026-11-02T12:00:00Z")))
        .contains(Instant.parse("2026-11-02T01:30:00Z"));
    assertThat(times.latest(Instant.parse("2026-11-02T01:30:00Z")))
        .contains(Instant.parse("2026-11-02T01:30:00Z"));
    assertThat(times.latest(Instant.parse("2026-11-02T01:29:59Z")))
        .contains(Instant.parse("2026-11-01T01:30:00Z"));
    assertThat(times.next(Instant.parse("2026-07-01T12:00:00Z")))
        .contains(Instant.parse("2026-07-02T00:30:00Z"));
    // Each time follows the one before, and each is found again as the latest at its own time.
    Instant time = Instant.parse("2026-10-20T00:00:00Z");
    for (int day = 0; day < 400; day++) {
      Instant next = times.next(time).orElseThrow();
      assertThat(next).isAfter(time).isBefore(time.plus(Duration.ofHours(50)));
      assertThat(times.latest(next)).as("at %s", next).contains(next);
      assertThat(times.latest(next.plusSeconds(59))).as("after %s", next).contains(next);
      time = next;
    }
  }

  @Test
  void refusesWhatIsNoSchedule() throws Exception {
    String good = daily("");
    assertThat(config(good).schedules().byName()).containsOnlyKeys("daily");
    for (String[] change :
        new String[][] {
          {"30 0 * * *", "30 0 * *", "schedule.daily.cron"},
          {"30 0 * * *", "99 0 * * *", "schedule.daily.cron"},
          {"cron = ", "time-zone = ", "cron"},
          {"assets = ", "assetz = ", "unknown setting"},
          {"file = ", "sql = x, file = ", "exactly one of"},
          {"file = ", "sqk = ", "unknown setting"},
          {"run {", "time-zone = Mars\nrun {", "schedule.daily.time-zone"},
          {"run {", "allowance = -1 day\nrun {", "schedule.daily.allowance"},
          {"run {", "run { batch-rows = 1000, ", "schedule.daily.run.batch-rows"},
          {"file = ", "postgresql { connection = none, table = t }, x = ", "unknown setting"},
          {"schedule.daily", "schedule.Daily_Run", "unknown setting"},
        }) {
      String text = good.replace(change[0], change[1]);
      assertThat(text).isNotEqualTo(good);
      assertThatThrownBy(() -> config(text))
          .as(change[1])
          .isInstanceOf(InputException.class)
          .hasMessageContaining(change[2]);
    }
    assertThatThrownBy(
            () ->
                config(
                    good.replaceFirst(
                        "file = \"[^\"]*\"", "postgresql { connection = none, table = t }")))
        .hasMessageContaining("is none of sources.postgresql");
  }
}
