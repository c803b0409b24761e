package io.zksolvency.service.http;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.ServerBuilder;
import com.linecorp.armeria.server.cors.CorsService;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingQueryParamMatchRule;
import com.linecorp.armeria.server.healthcheck.HealthCheckService;
import io.grpc.BindableService;
import io.grpc.ServerInterceptor;
import io.grpc.ServerInterceptors;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.zksolvency.prover.run.CannotCreateException;
import io.zksolvency.service.config.ServiceConfig;
import io.zksolvency.service.security.CallPlaces;
import io.zksolvency.service.security.ServerTls;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;

/** The HTTP server: Armeria, around services that know nothing of it. */
public final class HttpDoor implements AutoCloseable {
  private static final Duration GRACE = Duration.ofSeconds(5);
  private static final Duration IDLE = Duration.ofMinutes(1);

  private final Server server;

  private HttpDoor(Server server) {
    this.server = server;
  }

  /**
   * Starts serving.
   *
   * @param interceptors what stands before every method, the outermost first
   * @param places for calls in progress
   * @param workers run the methods
   */
  public static HttpDoor start(
      ServiceConfig config,
      List<BindableService> services,
      List<ServerInterceptor> interceptors,
      CallPlaces places,
      ScheduledExecutorService workers)
      throws CannotCreateException {
    ServiceConfig.Http settings = config.http().orElseThrow();
    ServerBuilder builder =
        Server.builder()
            .blockingTaskExecutor(workers, false)
            .maxRequestLength(config.limits().messageBytes())
            .http1MaxHeaderSize(config.limits().metadataBytes())
            .http2MaxHeaderListSize(config.limits().metadataBytes())
            .http2MaxStreamsPerConnection(config.limits().callsPerConnection())
            .requestTimeout(config.limits().callDuration())
            .idleTimeout(IDLE)
            .maxNumConnections(settings.connections())
            .childChannelPipelineCustomizer(
                connection -> FirstRequest.expect(connection, settings.firstRequest()))
            .decorator(FirstRequest::noting)
            .gracefulShutdownTimeout(Duration.ZERO, GRACE)
            .errorHandler(new HttpErrors())
            .verboseResponses(false)
            .disableServerHeader()
            .unhandledExceptionsReportInterval(Duration.ZERO)
            .service("/health", HealthCheckService.of());
    InetSocketAddress address =
        new InetSocketAddress(settings.listen().host(), settings.listen().port());
    if (config.tls().certificate().isPresent()) {
      builder
          .https(address)
          .tls(
              config.tls().certificate().orElseThrow().toFile(),
              config.tls().key().orElseThrow().toFile())
          .tlsCustomizer(tls -> ServerTls.clients(tls, config.tls()));
    } else {
      builder.http(address);
    }
    if (!settings.origins().isEmpty()) {
      builder.decorator(
          (settings.origins().contains("*")
                  ? CorsService.builderForAnyOrigin()
                  : CorsService.builder(settings.origins()))
              .allowRequestMethods(HttpMethod.GET, HttpMethod.POST, HttpMethod.DELETE)
              .allowRequestHeaders(HttpHeaderNames.AUTHORIZATION, HttpHeaderNames.CONTENT_TYPE)
              .newDecorator());
    }
    addServices(builder, config.limits(), services, interceptors, places);
    Server server = builder.build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      throw new CannotCreateException(
          "cannot listen on port " + settings.listen().port() + " (http.port)", e.getCause());
    }
    return new HttpDoor(server);
  }

  private static void addServices(
      ServerBuilder builder,
      ServiceConfig.Limits limits,
      List<BindableService> services,
      List<ServerInterceptor> interceptors,
      CallPlaces places) {
    List<ServerInterceptor> all = new ArrayList<>(interceptors);
    all.add(0, new TransportAttributes());
    GrpcServiceBuilder unary =
        GrpcService.builder()
            .useBlockingTaskExecutor(true)
            .maxRequestMessageLength(limits.messageBytes())
            .jsonMarshallerFactory(service -> new JsonCodec())
            .enableHttpJsonTranscoding(
                HttpJsonTranscodingOptions.builder()
                    .queryParamMatchRules(
                        HttpJsonTranscodingQueryParamMatchRule.ORIGINAL_FIELD,
                        HttpJsonTranscodingQueryParamMatchRule.LOWER_CAMEL_CASE)
                    .errorHandler(new HttpErrors())
                    .build());
    for (BindableService service : services) {
      ServerServiceDefinition guarded =
          ServerInterceptors.interceptForward(service.bindService(), all);
      unary.addService(HttpRoutes.withoutStreams(guarded));
      for (ServerMethodDefinition<?, ?> method : guarded.getMethods()) {
        if (HttpRoutes.streams(method)) {
          addStream(builder, method, limits, places);
        }
      }
    }
    builder.service(unary.build(), List.of(service -> new PlaceTaking(service, places)));
  }

  /** The guard limits how long a stream may last, and a line how long a message may be. */
  private static void addStream(
      ServerBuilder builder,
      ServerMethodDefinition<?, ?> method,
      ServiceConfig.Limits limits,
      CallPlaces places) {
    boolean lines = !method.getMethodDescriptor().getType().clientSendsOneMessage();
    HttpRoutes.of(method)
        .forEach(
            route ->
                builder
                    .route()
                    .addRoute(route)
                    .requestTimeout(Duration.ZERO)
                    .maxRequestLength(lines ? 0 : limits.messageBytes())
                    .build(
                        new PlaceTaking(
                            new StreamService<>(method, limits.messageBytes()), places)));
  }

  /** Returns where it listens. */
  public InetSocketAddress address() {
    return server.activePort().localAddress();
  }

  @Override
  public void close() {
    server.stop().join();
  }
}
