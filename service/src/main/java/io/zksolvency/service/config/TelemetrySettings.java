package io.zksolvency.service.config;

import com.typesafe.config.Config;
import io.zksolvency.prover.ingest.InputException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Optional;

/**
 * Where spans and metrics are sent.
 *
 * @param endpoint of a collector that takes OTLP over gRPC
 * @param sampledShare of the traces that begin here, from 0 to 1
 */
public record TelemetrySettings(
    String endpoint, String serviceName, double sampledShare, Duration interval) {
  static Optional<TelemetrySettings> read(Config c) throws InputException {
    String endpoint = c.getString("endpoint");
    if (endpoint.isEmpty()) {
      return Optional.empty();
    }
    if (!isAddress(endpoint)) {
      throw new InputException(
          "telemetry.otlp.endpoint must be http://HOST:PORT or https://HOST:PORT");
    }
    double share = c.getDouble("sampled-share");
    if (!(share >= 0 && share <= 1)) {
      throw new InputException("telemetry.otlp.sampled-share must be from 0 to 1");
    }
    Duration interval = c.getDuration("interval");
    if (interval.toMillis() < 1) {
      throw new InputException("telemetry.otlp.interval must be longer than 0");
    }
    return Optional.of(
        new TelemetrySettings(endpoint, c.getString("service-name"), share, interval));
  }

  private static boolean isAddress(String text) {
    try {
      URI address = new URI(text);
      return ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))
          && address.getHost() != null
          && address.getUserInfo() == null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
