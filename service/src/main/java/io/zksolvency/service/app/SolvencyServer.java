package io.zksolvency.service.app;

import io.grpc.BindableService;
import io.grpc.Server;
import io.grpc.ServerInterceptor;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.netty.NettyServerBuilder;
import io.grpc.protobuf.services.HealthStatusManager;
import io.grpc.protobuf.services.ProtoReflectionServiceV1;
import io.zksolvency.nativelib.verifier.LedgerVerifier;
import io.zksolvency.prover.batch.LedgerProving;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.run.CannotCreateException;
import io.zksolvency.prover.run.IssuerKey;
import io.zksolvency.prover.run.MasterKey;
import io.zksolvency.service.config.ServiceConfig;
import io.zksolvency.service.grpc.InclusionGrpc;
import io.zksolvency.service.grpc.InclusionReaders;
import io.zksolvency.service.grpc.RunGrpc;
import io.zksolvency.service.grpc.StatementGrpc;
import io.zksolvency.service.grpc.VerifyGrpc;
import io.zksolvency.service.http.HttpDoor;
import io.zksolvency.service.http.HttpSpans;
import io.zksolvency.service.metrics.MetricsEndpoint;
import io.zksolvency.service.metrics.ServiceMetrics;
import io.zksolvency.service.metrics.Telemetry;
import io.zksolvency.service.runs.DataDirectory;
import io.zksolvency.service.runs.HistoryFolder;
import io.zksolvency.service.runs.RunQueue;
import io.zksolvency.service.runs.StoreBond;
import io.zksolvency.service.schedule.Scheduler;
import io.zksolvency.service.security.Authentication;
import io.zksolvency.service.security.CallPlaces;
import io.zksolvency.service.security.GuardInterceptor;
import io.zksolvency.service.security.ServerTls;
import io.zksolvency.service.store.ContentFiles;
import io.zksolvency.service.store.ContentStore;
import io.zksolvency.service.store.S3Content;
import io.zksolvency.service.store.Store;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Everything wired together, listening. */
public final class SolvencyServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SolvencyServer.class);
  private static final int MIN_THREADS = 8;
  private static final long GRACE_SECONDS = 5;
  private static final int FLOW_CONTROL_WINDOW = 1 << 20;

  /** Calls that a client gives up on one connection: more, and it does nothing else. */
  private static final int MOST_RESETS = 1000;

  private static final int RESET_SECONDS = 30;

  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private Server server;
  private Optional<HttpDoor> http = Optional.empty();
  private OptionalInt metricsPort = OptionalInt.empty();
  private boolean closed;

  private SolvencyServer() {}

  /**
   * Starts serving, and goes on with unfinished runs.
   *
   * @throws InputException if a key or a setting can't be used, or another server has the directory
   */
  public static SolvencyServer start(ServiceConfig config) throws IOException, InputException {
    SolvencyServer all = new SolvencyServer();
    try {
      all.open(config);
      return all;
    } catch (IOException | InputException | RuntimeException | Error e) {
      all.close();
      throw e;
    }
  }

  private <T extends AutoCloseable> T keep(T part) {
    parts.push(part);
    return part;
  }

  private void open(ServiceConfig config) throws IOException, InputException {
    LedgerProving.load(); // a missing library should stop the start, not the first run
    DataDirectory data = keep(DataDirectory.open(config.data()));
    MasterKey.loadOrCreate(config.issuer().masterKey());
    IssuerKey.loadOrCreate(config.issuer().key());
    Store store =
        keep(
            config.store().postgresql().isPresent()
                ? Store.postgresql(config.store().postgresql().get())
                : Store.sqlite(data.database()));
    ContentStore content =
        keep(
            config.store().s3().isPresent()
                ? S3Content.open(config.store().s3().get())
                : new ContentFiles(data.content()));
    StoreBond.settle(data, store, config.store().postgresql().isPresent(), content);
    ServiceMetrics metrics = keep(new ServiceMetrics());
    Authentication authentication =
        Authentication.load(config, data.operatorToken(), Clock.systemUTC());
    ScheduledExecutorService executor = executor();
    keep(executor::shutdown);
    Optional<HistoryFolder> history =
        config
            .publishDirectory()
            .map(
                folder ->
                    keep(new HistoryFolder(folder, config.issuer().name(), data, store, metrics)));
    RunQueue queue =
        keep(
            new RunQueue(
                config,
                data,
                store,
                content,
                metrics,
                () -> history.ifPresent(HistoryFolder::lookSoon)));
    Scheduler scheduler =
        keep(new Scheduler(config.schedules(), store, queue::create, metrics, Clock.systemUTC()));

    CallPlaces places = new CallPlaces(config.limits().calls(), metrics);
    GuardInterceptor guard = new GuardInterceptor(config.limits(), authentication, metrics);
    List<BindableService> services =
        List.of(
            new RunGrpc(config, queue, store, executor),
            new StatementGrpc(store, content),
            new InclusionGrpc(store, keep(new InclusionReaders(config, data))),
            new VerifyGrpc(config.limits(), store, content, metrics, LedgerVerifier.load()));
    HealthStatusManager health = new HealthStatusManager();
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
                new InetSocketAddress(config.listen().host(), config.listen().port()))
            .directExecutor()
            .callExecutor(CallPlaces.executors(executor))
            .addStreamTracerFactory(places)
            .maxInboundMessageSize(config.limits().messageBytes())
            .maxInboundMetadataSize(config.limits().metadataBytes())
            .maxConcurrentCallsPerConnection(config.limits().callsPerConnection())
            .flowControlWindow(FLOW_CONTROL_WINDOW)
            .keepAliveTime(1, TimeUnit.MINUTES)
            .keepAliveTimeout(20, TimeUnit.SECONDS)
            .permitKeepAliveTime(20, TimeUnit.SECONDS)
            .permitKeepAliveWithoutCalls(true)
            .maxConnectionIdle(10, TimeUnit.MINUTES)
            .handshakeTimeout(20, TimeUnit.SECONDS)
            .maxRstFramesPerWindow(MOST_RESETS, RESET_SECONDS)
            .intercept(guard)
            .addService(health.getHealthService());
    services.forEach(builder::addService);
    if (config.reflection()) {
      builder.addService(ProtoReflectionServiceV1.newInstance());
    }
    List<ServerInterceptor> atHttp = new ArrayList<>(List.of(guard));
    if (config.telemetry().isPresent()) {
      Telemetry telemetry = keep(new Telemetry(config.telemetry().get()));
      telemetry.observe(builder);
      atHttp.add(0, new HttpSpans(telemetry.sdk()));
    }
    if (config.tls().certificate().isPresent()) {
      builder.sslContext(ServerTls.grpc(config.tls()));
    }
    if (config.metricsPort().isPresent()) {
      int port = config.metricsPort().getAsInt();
      metricsPort = OptionalInt.of(keep(MetricsEndpoint.start(port, metrics)).port());
    }
    try {
      server = builder.build().start();
    } catch (IOException e) {
      throw new CannotCreateException(
          "cannot listen on port " + config.listen().port(), deepest(e));
    }
    keep(
        () -> {
          health.enterTerminalState();
          server.shutdown();
          if (!server.awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS)) {
            server.shutdownNow().awaitTermination(GRACE_SECONDS, TimeUnit.SECONDS);
          }
        });
    if (config.http().isPresent()) {
      http = Optional.of(keep(HttpDoor.start(config, services, atHttp, places, executor)));
    }
    health.setStatus("", ServingStatus.SERVING);
    server
        .getServices()
        .forEach(
            service ->
                health.setStatus(service.getServiceDescriptor().getName(), ServingStatus.SERVING));
    queue.resume();
    history.ifPresent(HistoryFolder::start);
    scheduler.start();
    LOG.info(
        "serving on {} {}",
        address(),
        config.tls().certificate().isPresent() ? "with TLS" : "without TLS, loopback only");
  }

  private static Throwable deepest(Throwable failure) {
    return failure.getCause() == null ? failure : deepest(failure.getCause());
  }

  private static ScheduledExecutorService executor() {
    AtomicInteger number = new AtomicInteger();
    return Executors.newScheduledThreadPool(
        Math.max(MIN_THREADS, 2 * Runtime.getRuntime().availableProcessors()),
        task -> {
          Thread thread = new Thread(task, "grpc-" + number.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return (InetSocketAddress) server.getListenSockets().get(0);
  }

  /** Returns where it listens for HTTP, if it does. */
  public Optional<InetSocketAddress> httpAddress() {
    return http.map(HttpDoor::address);
  }

  /** Returns the port of the metrics, if they are served. */
  public OptionalInt metricsPort() {
    return metricsPort;
  }

  /** Waits until it is closed. */
  public void await() throws InterruptedException {
    stopped.await();
  }

  /** Lets calls end for some seconds, stops the run at work so that it can go on later, closes. */
  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        LOG.warn("closing failed: {}", e.getClass().getName());
      }
    }
    stopped.countDown();
  }
}
