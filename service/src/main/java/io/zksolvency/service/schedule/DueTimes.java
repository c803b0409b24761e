package io.zksolvency.service.schedule;

import com.cronutils.model.time.ExecutionTime;
import io.zksolvency.service.config.Schedules.Schedule;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** When a schedule's runs are due, and what they are called. */
final class DueTimes {
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("yyyyMMdd't'HHmmss'z'").withZone(ZoneOffset.UTC);
  private static final String COMPACT_PATTERN = "[0-9]{8}t[0-9]{6}z";

  private final Schedule schedule;
  private final ExecutionTime times;
  private final Pattern runIds;

  DueTimes(Schedule schedule) {
    this.schedule = schedule;
    this.times = ExecutionTime.forCron(schedule.cron());
    this.runIds = Pattern.compile(Pattern.quote(schedule.name()) + "-" + COMPACT_PATTERN);
  }

  /** Returns the last due time that is not after this one; empty if there is none. */
  Optional<Instant> latest(Instant now) {
    // What the library returns is before its argument, never the argument itself.
    return times
        .lastExecution(now.plusSeconds(1).atZone(schedule.zone()))
        .map(time -> time.toInstant())
        .filter(time -> !time.isAfter(now));
  }

  /** Returns the first due time after this one; empty if there is none. */
  Optional<Instant> next(Instant now) {
    return times.nextExecution(now.atZone(schedule.zone())).map(time -> time.toInstant());
  }

  /** Returns the id of the run that is due at a time: the same for every start of the server. */
  String runId(Instant due) {
    return schedule.name() + "-" + COMPACT.format(due);
  }

  /** Returns if a run is one of this schedule's. */
  boolean isRunId(String id) {
    return runIds.matcher(id).matches();
  }
}
