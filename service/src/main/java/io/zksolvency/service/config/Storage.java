package io.zksolvency.service.config;

import com.typesafe.config.Config;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.PostgresqlConnection;
import io.zksolvency.service.store.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where things are kept that the data directory would hold otherwise.
 *
 * @param postgresql metadata
 * @param s3 published files
 */
public record Storage(Optional<PostgresqlConnection> postgresql, Optional<S3Settings> s3) {
  static Storage read(Config c) throws InputException {
    return new Storage(postgresql(c), s3(c));
  }

  private static Optional<PostgresqlConnection> postgresql(Config c) throws InputException {
    if (c.getString("store.postgresql.url").isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        PostgresqlConnection.of(
            "store.postgresql.url",
            c.getString("store.postgresql.url"),
            text(c, "store.postgresql.user"),
            text(c, "store.postgresql.password-file").map(Path::of)));
  }

  private static Optional<S3Settings> s3(Config c) throws InputException {
    if (c.getString("store.s3.bucket").isEmpty()) {
      return Optional.empty();
    }
    Optional<URI> endpoint = Optional.empty();
    if (text(c, "store.s3.endpoint").isPresent()) {
      String text = c.getString("store.s3.endpoint");
      if (!text.matches("https?://[^/@?#]+/?")) {
        throw new InputException("store.s3.endpoint: expected https://HOST[:PORT]");
      }
      endpoint = Optional.of(URI.create(text));
    }
    return Optional.of(
        new S3Settings(
            c.getString("store.s3.bucket"),
            c.getString("store.s3.prefix"),
            c.getString("store.s3.region"),
            endpoint,
            c.getBoolean("store.s3.path-style"),
            text(c, "store.s3.credentials-file").map(Path::of),
            c.getString("store.s3.profile")));
  }

  private static Optional<String> text(Config c, String path) {
    return Optional.of(c.getString(path)).filter(text -> !text.isEmpty());
  }
}
