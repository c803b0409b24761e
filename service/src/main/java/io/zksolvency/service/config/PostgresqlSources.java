package io.zksolvency.service.config;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.PostgresqlConnection;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The PostgreSQL databases that runs may name, by their names in the configuration. */
public record PostgresqlSources(Map<String, Named> byName) {
  private static final String PATH = "sources.postgresql";
  private static final Set<String> SETTINGS =
      Set.of("url", "user", "password-file", "allow-queries");

  /**
   * One of them.
   *
   * @param allowQueries or its tables and views only
   */
  public record Named(PostgresqlConnection connection, boolean allowQueries) {}

  static PostgresqlSources read(Config c) throws InputException {
    Map<String, Named> all = new TreeMap<>();
    for (String name : c.getObject(PATH).keySet()) {
      all.put(
          name, named(PATH + "." + name, c.getConfig(PATH + "." + ConfigUtil.quoteString(name))));
    }
    return new PostgresqlSources(all);
  }

  private static Named named(String path, Config c) throws InputException {
    return new Named(
        PostgresqlConnection.of(
            path + ".url",
            text(c, "url").orElse(""),
            text(c, "user"),
            text(c, "password-file").map(Path::of)),
        c.hasPath("allow-queries") && c.getBoolean("allow-queries"));
  }

  private static Optional<String> text(Config c, String key) {
    return c.hasPath(key)
        ? Optional.of(c.getString(key)).filter(text -> !text.isEmpty())
        : Optional.empty();
  }

  /** Returns if a setting is one of a connection's. */
  static boolean knows(String setting) {
    List<String> path = ConfigUtil.splitPath(setting);
    return path.size() == 4
        && setting.startsWith(PATH + ".")
        && path.get(2).matches("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
        && SETTINGS.contains(path.get(3));
  }
}
