package io.zksolvency.service.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import io.zksolvency.prover.ingest.InputException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Every setting, checked. Holds paths of keys, never keys.
 *
 * @param data the server's directory
 * @param http the door for HTTP, if there is one
 * @param publishDirectory where the issuer's history is kept for a web server
 * @param metricsPort 0: any free one; empty: no metrics
 */
public record ServiceConfig(
    Path data,
    Listen listen,
    Optional<Http> http,
    Tls tls,
    Tokens tokens,
    Issuer issuer,
    Sources sources,
    Storage store,
    Runs runs,
    Schedules schedules,
    Optional<Path> publishDirectory,
    Inclusion inclusion,
    Limits limits,
    OptionalInt metricsPort,
    Optional<TelemetrySettings> telemetry,
    boolean reflection) {
  /** Where to listen; port 0: any free one. */
  public record Listen(InetAddress host, int port) {}

  /**
   * @param origins of web pages whose scripts may read answers; {@code *}: any
   * @param connections open at a time
   * @param firstRequest how long a connection may take to send it
   */
  public record Http(Listen listen, List<String> origins, int connections, Duration firstRequest) {}

  /**
   * @param certificate and {@code key} both or neither
   * @param operators SHA-256 of client certificates, lower-case hex
   */
  public record Tls(
      Optional<Path> certificate,
      Optional<Path> key,
      Optional<Path> clientCa,
      boolean requireClientCertificate,
      List<String> operators,
      List<String> auditors) {}

  /** Whose tokens are taken. */
  public record Tokens(
      String audience,
      String issuer,
      Duration maxLifetime,
      Duration clockSkew,
      List<Path> accountKeys,
      List<Path> staffKeys) {}

  /** Who issues statements, by which keys. */
  public record Issuer(String name, Path masterKey, Path key) {}

  /** What CreateRun may read. */
  public record Sources(List<Path> directories, boolean allowSql, PostgresqlSources postgresql) {}

  /** Runs at a time and their size. */
  public record Runs(int queue, int threads, long maxUploadBytes, int maxUploads) {}

  /**
   * How inclusion files are made.
   *
   * @param openTrees whose files and upper nodes are kept at hand
   */
  public record Inclusion(int openTrees) {}

  /** What one server, connection or caller may ask for. */
  public record Limits(
      int messageBytes,
      int metadataBytes,
      int calls,
      int callsPerConnection,
      int callsPerCaller,
      int inclusionCalls,
      int verifyCalls,
      int statementBytes,
      long statementTotalBytes,
      int requestsPerSecond,
      int burst,
      int statementVerificationsPerMinute,
      Duration callDuration) {}

  /**
   * Reads a file over the defaults.
   *
   * @param overrides settings of the command line, by path
   * @throws InputException naming the setting that is wrong
   */
  public static ServiceConfig load(Path data, Optional<Path> file, Map<String, ?> overrides)
      throws InputException {
    try {
      Config defaults =
          ConfigFactory.parseResources(
              ServiceConfig.class.getClassLoader(), "reference-service.conf");
      Config own = ConfigFactory.parseMap(overrides, "the command line");
      if (file.isPresent()) {
        if (!Files.isRegularFile(file.get())) {
          throw new InputException("there is no configuration file " + file.get());
        }
        own =
            own.withFallback(
                ConfigFactory.parseFile(
                    file.get().toFile(), ConfigParseOptions.defaults().setAllowMissing(false)));
      }
      // No system properties and environment: one place says how the server is set up.
      own = own.resolve();
      for (Map.Entry<String, ?> setting : own.entrySet()) {
        if (!defaults.hasPath(setting.getKey())
            && !PostgresqlSources.knows(setting.getKey())
            && !Schedules.knows(setting.getKey())) {
          throw new InputException("unknown setting " + setting.getKey());
        }
      }
      return read(data.toAbsolutePath().normalize(), own.withFallback(defaults).resolve());
    } catch (ConfigException e) {
      throw new InputException("configuration: " + e.getMessage());
    }
  }

  private static ServiceConfig read(Path data, Config c) throws InputException {
    ServiceConfig config =
        new ServiceConfig(
            data,
            new Listen(address(c, "listen.host"), between(c, "listen.port", 0, 65535)),
            http(c),
            new Tls(
                path(c, "tls.certificate"),
                path(c, "tls.key"),
                path(c, "tls.client-ca"),
                c.getBoolean("tls.require-client-certificate"),
                fingerprints(c, "tls.operators"),
                fingerprints(c, "tls.auditors")),
            new Tokens(
                c.getString("tokens.audience"),
                c.getString("tokens.issuer"),
                c.getDuration("tokens.max-lifetime"),
                c.getDuration("tokens.clock-skew"),
                paths(c, "tokens.account-keys"),
                paths(c, "tokens.staff-keys")),
            new Issuer(
                c.getString("issuer.name"),
                path(c, "issuer.master-key").orElse(data.resolve("keys/master.key")),
                path(c, "issuer.key").orElse(data.resolve("keys/issuer.pem"))),
            new Sources(
                paths(c, "sources.directories"),
                c.getBoolean("sources.allow-sql"),
                PostgresqlSources.read(c)),
            Storage.read(c),
            new Runs(
                between(c, "runs.queue", 1, 10_000),
                threads(between(c, "runs.threads", 0, 1024)),
                c.getBytes("runs.max-upload"),
                between(c, "runs.max-uploads", 1, 1000)),
            Schedules.read(c, PostgresqlSources.read(c), c.getString("issuer.name")),
            path(c, "publish.directory").map(Path::toAbsolutePath),
            new Inclusion(between(c, "inclusion.open-trees", 1, 100_000)),
            new Limits(
                bytes(c, "limits.message"),
                bytes(c, "limits.metadata"),
                between(c, "limits.calls", 1, 1_000_000),
                between(c, "limits.calls-per-connection", 1, 1_000_000),
                between(c, "limits.calls-per-caller", 1, 1_000_000),
                between(c, "limits.inclusion-calls", 1, 1_000_000),
                between(c, "limits.verify-calls", 1, 10_000),
                bytes(c, "limits.statement"),
                c.getBytes("limits.statement-total"),
                between(c, "limits.requests-per-second", 1, 10_000_000),
                between(c, "limits.burst", 1, 100_000_000),
                between(c, "limits.statement-verifications-per-minute", 1, 1_000_000),
                c.getDuration("limits.call-duration")),
            optionalPort(c, "metrics.port"),
            TelemetrySettings.read(c.getConfig("telemetry.otlp")),
            c.getBoolean("reflection"));
    config.check();
    return config;
  }

  private void check() throws InputException {
    if (tls.certificate().isPresent() != tls.key().isPresent()) {
      throw new InputException("tls.certificate and tls.key go together");
    }
    boolean encrypted = tls.certificate().isPresent();
    requireLoopback("listen.host", listen, encrypted);
    if (http.isPresent()) {
      requireLoopback("http.host", http.get().listen(), encrypted);
    }
    if (!encrypted && (tls.clientCa().isPresent() || tls.requireClientCertificate())) {
      throw new InputException("client certificates need tls.certificate");
    }
    if (tls.requireClientCertificate() && tls.clientCa().isEmpty()) {
      throw new InputException("tls.require-client-certificate needs tls.client-ca");
    }
    if (tls.clientCa().isEmpty() && !(tls.operators().isEmpty() && tls.auditors().isEmpty())) {
      throw new InputException("tls.operators and tls.auditors need tls.client-ca");
    }
    if (tokens.audience().isEmpty()) {
      throw new InputException("tokens.audience must not be empty");
    }
  }

  private static void requireLoopback(String setting, Listen listen, boolean encrypted)
      throws InputException {
    if (!listen.host().isLoopbackAddress() && !encrypted) {
      throw new InputException(
          setting
              + " is not a loopback address, and there is no tls.certificate: balances and"
              + " tokens would cross the network in the clear");
    }
  }

  private static InetAddress address(Config c, String path) throws InputException {
    try {
      return InetAddress.getByName(c.getString(path));
    } catch (UnknownHostException e) {
      throw new InputException(path + " is no address of this machine");
    }
  }

  private static Optional<Http> http(Config c) throws InputException {
    OptionalInt port = optionalPort(c, "http.port");
    return port.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Http(
                new Listen(address(c, "http.host"), port.getAsInt()),
                c.getStringList("http.origins"),
                between(c, "http.connections", 1, 1_000_000),
                c.getDuration("http.first-request")));
  }

  private static int threads(int threads) {
    return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
  }

  private static int between(Config c, String path, int least, int most) throws InputException {
    int value = c.getInt(path);
    if (value < least || value > most) {
      throw new InputException("%s must be from %d to %d".formatted(path, least, most));
    }
    return value;
  }

  private static OptionalInt optionalPort(Config c, String path) throws InputException {
    return c.getString(path).equals("none")
        ? OptionalInt.empty()
        : OptionalInt.of(between(c, path, 0, 65535));
  }

  private static int bytes(Config c, String path) throws InputException {
    long value = c.getBytes(path);
    if (value < 1024 || value > 1 << 30) {
      throw new InputException(path + " must be from 1 KiB to 1 GiB");
    }
    return (int) value;
  }

  private static Optional<Path> path(Config c, String path) {
    return Optional.of(c.getString(path)).filter(text -> !text.isEmpty()).map(Path::of);
  }

  private static List<Path> paths(Config c, String path) {
    return c.getStringList(path).stream().map(Path::of).toList();
  }

  private static List<String> fingerprints(Config c, String path) throws InputException {
    List<String> all = c.getStringList(path);
    if (!all.stream().allMatch(text -> text.matches("[0-9a-f]{64}"))) {
      throw new InputException(path + ": expected SHA-256 digests, 64 lower-case hex digits each");
    }
    return all;
  }
}
