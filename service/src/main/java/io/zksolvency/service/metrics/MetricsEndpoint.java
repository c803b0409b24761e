package io.zksolvency.service.metrics;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/** {@code GET /metrics} on the loopback address only: it has no TLS and no tokens. */
public final class MetricsEndpoint implements AutoCloseable {
  private static final int OK = 200;
  private static final int NOT_ALLOWED = 405;

  private final HttpServer server;

  private MetricsEndpoint(HttpServer server) {
    this.server = server;
  }

  /** Serves the metrics on a port; 0 chooses a free one. */
  public static MetricsEndpoint start(int port, ServiceMetrics metrics) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 16);
    server.createContext(
        "/metrics",
        exchange -> {
          try (exchange) {
            if (!exchange.getRequestMethod().equals("GET")) {
              exchange.sendResponseHeaders(NOT_ALLOWED, -1);
              return;
            }
            byte[] text = metrics.scrape().getBytes(StandardCharsets.UTF_8);
            exchange
                .getResponseHeaders()
                .set("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
            exchange.sendResponseHeaders(OK, text.length);
            exchange.getResponseBody().write(text);
          }
        });
    server.start();
    return new MetricsEndpoint(server);
  }

  /** Returns where it listens. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
