package io.zksolvency.service.app;

import com.google.common.net.InetAddresses;
import io.zksolvency.service.config.ServiceConfig;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code solvency serve}: the gRPC server. */
@Command(
    name = "serve",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Serves runs, statements, inclusion files and verification over gRPC until it is stopped.",
      "Without a configuration file: on the loopback address only, with one operator, whose token is"
          + " in DIR/keys/operator.token. Runs that a killed server left unfinished go on."
    },
    footer = {
      "",
      "Every setting, deployment and the security model: docs/operations.md",
      "",
      "Example:",
      "  solvency serve --data /var/lib/solvency --config /etc/solvency.conf"
    })
final class ServeCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--data",
      required = true,
      paramLabel = "DIR",
      description = "The server's directory; made when missing, for one server at a time.")
  private Path data;

  @Option(names = "--config", paramLabel = "FILE", description = "Settings, HOCON.")
  private Path config;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Overrides listen.port; 0 chooses a free one.")
  private Integer port;

  @Override
  public Integer call() throws Exception {
    Map<String, Object> overrides = new HashMap<>();
    if (port != null) {
      overrides.put("listen.port", port);
    }
    ServiceConfig settings = ServiceConfig.load(data, Optional.ofNullable(config), overrides);
    SolvencyServer server = SolvencyServer.start(settings);
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "shutdown"));
    spec.commandLine().getOut().printf("Serving on %s%n", server.address());
    server
        .httpAddress()
        .ifPresent(
            http ->
                spec.commandLine()
                    .getOut()
                    .printf(
                        "HTTP on %s://%s:%d%n",
                        settings.tls().certificate().isPresent() ? "https" : "http",
                        InetAddresses.toUriString(http.getAddress()),
                        http.getPort()));
    server
        .metricsPort()
        .ifPresent(
            metrics ->
                spec.commandLine()
                    .getOut()
                    .printf("Metrics on http://127.0.0.1:%d/metrics%n", metrics));
    spec.commandLine().getOut().flush();
    server.await();
    return 0;
  }
}
