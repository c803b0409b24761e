package io.zksolvency.service.metrics;

import io.grpc.Status;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.zksolvency.proto.v1.InclusionServiceGrpc;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.proto.v1.VerifyServiceGrpc;
import io.zksolvency.service.store.RunState;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Counters and timers. Thread-safe. */
public final class ServiceMetrics implements AutoCloseable {
  /** Other names that callers make up must not become labels. */
  private static final Set<String> METHODS =
      Stream.of(
              RunServiceGrpc.getServiceDescriptor(),
              StatementServiceGrpc.getServiceDescriptor(),
              InclusionServiceGrpc.getServiceDescriptor(),
              VerifyServiceGrpc.getServiceDescriptor())
          .flatMap(service -> service.getMethods().stream())
          .map(method -> method.getFullMethodName())
          .collect(Collectors.toSet());

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final AtomicLong rowsProven = new AtomicLong();
  private final AtomicLong accountsPerSecond = new AtomicLong();

  public ServiceMetrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    registry.gauge("solvency_run_rows_proven", rowsProven);
    registry.gauge("solvency_run_accounts_per_second", accountsPerSecond);
  }

  /** A call has ended. */
  public void call(String method, Status.Code code, long nanos) {
    Timer.builder("solvency_calls")
        .description("calls by method and status")
        .tag("method", METHODS.contains(method) ? method : "other")
        .tag("code", code.name())
        .register(registry)
        .record(nanos, TimeUnit.NANOSECONDS);
  }

  /** A call was refused because all places were taken. */
  public void shed() {
    registry.counter("solvency_calls_shed").increment();
  }

  /** A run has reached a state. */
  public void run(RunState state) {
    registry.counter("solvency_runs", "state", state.name()).increment();
  }

  /** A batch has been proven. */
  public void batch() {
    registry.counter("solvency_batches_proven").increment();
  }

  /** The present run has proven so many rows. */
  public void rows(long rows) {
    rowsProven.set(rows);
  }

  /** A run has been proven at this pace. */
  public void pace(double accounts) {
    accountsPerSecond.set(Math.round(accounts));
  }

  /** A proof or an inclusion file has been verified. */
  public void verified(String what, long nanos) {
    registry.timer("solvency_verifications", "what", what).record(nanos, TimeUnit.NANOSECONDS);
  }

  /** Shows how many runs wait. */
  public void queue(IntSupplier waiting) {
    Gauge.builder("solvency_runs_waiting", waiting::getAsInt).register(registry);
  }

  /** Shows how many statements the folder for the web server lacks. */
  public void unpublished(IntSupplier missing) {
    Gauge.builder("solvency_publish_missing", missing::getAsInt)
        .description("statements that are not in publish.directory yet")
        .register(registry);
  }

  /** Shows how a schedule stands. */
  public void schedule(String name, DoubleSupplier overdue, DoubleSupplier secondsToNext) {
    Gauge.builder("solvency_schedule_overdue", overdue::getAsDouble)
        .description("1 if a due time and its allowance are over without a published statement")
        .tag("schedule", name)
        .register(registry);
    Gauge.builder("solvency_schedule_next_seconds", secondsToNext::getAsDouble)
        .description("until the next due time")
        .tag("schedule", name)
        .register(registry);
  }

  /** Shows how old the newest statement's snapshot is, in seconds; NaN if there is none. */
  public void statementAge(DoubleSupplier age) {
    Gauge.builder("solvency_statement_age_seconds", age::getAsDouble).register(registry);
  }

  /** Returns everything in Prometheus' text format. */
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    registry.close();
  }
}
