package io.zksolvency.service.config;

import com.cronutils.model.Cron;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.parser.CronParser;
import com.typesafe.config.Config;
import com.typesafe.config.ConfigUtil;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.prover.ingest.InputException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;

/** Runs that the server starts by itself, by their names in the configuration. */
public record Schedules(Map<String, Schedule> byName) {
  private static final String PATH = "schedule";
  private static final String NAME = "[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?";
  private static final Set<String> SETTINGS =
      Set.of(
          "cron",
          "time-zone",
          "allowance",
          "run.file",
          "run.sql",
          "run.postgresql.connection",
          "run.postgresql.table",
          "run.postgresql.query",
          "run.assets",
          "run.issuer-name",
          "run.exclude-insolvent",
          "run.batch-rows");

  /**
   * One of them.
   *
   * @param definition the expression and the zone, as texts
   * @param allowance after a due time, until its statement should be published
   * @param assets read when a run starts: prices change
   */
  public record Schedule(
      String name,
      Cron cron,
      ZoneId zone,
      String definition,
      Duration allowance,
      Source source,
      Path assets,
      String issuerName,
      boolean excludeInsolvent,
      OptionalInt log2Rows) {}

  /** Where balances come from; the text form shows no query. */
  public sealed interface Source {
    /** A file on the server. */
    record File(Path path) implements Source {}

    /** A query over files on the server. */
    record Sql(String query) implements Source {
      @Override
      public String toString() {
        return "Sql";
      }
    }

    /** A table or a query of a database of {@code sources.postgresql}. */
    record Postgresql(String connection, boolean isQuery, String text) implements Source {
      @Override
      public String toString() {
        return "Postgresql[" + connection + "]";
      }
    }
  }

  static Schedules read(Config c, PostgresqlSources databases, String issuerName)
      throws InputException {
    Map<String, Schedule> all = new TreeMap<>();
    for (String name : c.getObject(PATH).keySet()) {
      Config own = c.getConfig(PATH + "." + ConfigUtil.quoteString(name));
      all.put(name, schedule(name, own, databases, issuerName));
    }
    return new Schedules(all);
  }

  private static Schedule schedule(
      String name, Config c, PostgresqlSources databases, String issuerName) throws InputException {
    String cron = required(name, c, "cron");
    String zone = text(c, "time-zone", "UTC");
    Duration allowance = c.hasPath("allowance") ? c.getDuration("allowance") : Duration.ofHours(6);
    if (allowance.isNegative()) {
      throw wrong(name, "allowance", "must not be negative");
    }
    return new Schedule(
        name,
        cron(name, cron),
        zone(name, zone),
        cron + " " + zone,
        allowance,
        source(name, c, databases),
        Path.of(required(name, c, "run.assets")),
        text(c, "run.issuer-name", issuerName),
        c.hasPath("run.exclude-insolvent") && c.getBoolean("run.exclude-insolvent"),
        log2Rows(name, c));
  }

  private static Cron cron(String name, String text) throws InputException {
    try {
      return new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX))
          .parse(text)
          .validate();
    } catch (IllegalArgumentException e) {
      throw wrong(name, "cron", "is no cron expression of five fields: " + e.getMessage());
    }
  }

  private static ZoneId zone(String name, String text) throws InputException {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException e) {
      throw wrong(name, "time-zone", "is no time zone; expected one such as Europe/Zurich");
    }
  }

  private static Source source(String name, Config c, PostgresqlSources databases)
      throws InputException {
    List<Source> sources = new ArrayList<>();
    String file = text(c, "run.file", "");
    String sql = text(c, "run.sql", "");
    String connection = text(c, "run.postgresql.connection", "");
    if (!file.isEmpty()) {
      sources.add(new Source.File(Path.of(file).toAbsolutePath()));
    }
    if (!sql.isEmpty()) {
      sources.add(new Source.Sql(sql));
    }
    if (!connection.isEmpty()) {
      sources.add(postgresql(name, c, connection, databases));
    }
    if (sources.size() != 1) {
      throw wrong(name, "run", "needs exactly one of file, sql and postgresql.connection");
    }
    return sources.get(0);
  }

  private static Source postgresql(
      String name, Config c, String connection, PostgresqlSources databases) throws InputException {
    String table = text(c, "run.postgresql.table", "");
    String query = text(c, "run.postgresql.query", "");
    if (table.isEmpty() == query.isEmpty()) {
      throw wrong(name, "run.postgresql", "needs a table or a query");
    }
    PostgresqlSources.Named database = databases.byName().get(connection);
    if (database == null) {
      throw wrong(name, "run.postgresql.connection", "is none of sources.postgresql");
    }
    if (!query.isEmpty() && !database.allowQueries()) {
      throw wrong(name, "run.postgresql.query", "needs allow-queries of its connection");
    }
    return new Source.Postgresql(connection, !query.isEmpty(), query.isEmpty() ? table : query);
  }

  private static OptionalInt log2Rows(String name, Config c) throws InputException {
    int rows = c.hasPath("run.batch-rows") ? c.getInt("run.batch-rows") : 0;
    if (rows == 0) {
      return OptionalInt.empty();
    }
    for (int log2 = PublicInputs.MIN_LOG2_ROWS; log2 <= PublicInputs.MAX_LOG2_ROWS; log2++) {
      if (rows == 1 << log2) {
        return OptionalInt.of(log2);
      }
    }
    throw wrong(name, "run.batch-rows", "must be 32768, 65536, 131072 or 262144");
  }

  private static String text(Config c, String key, String otherwise) {
    return c.hasPath(key) ? c.getString(key) : otherwise;
  }

  private static String required(String name, Config c, String key) throws InputException {
    String text = text(c, key, "");
    if (text.isEmpty()) {
      throw wrong(name, key, "is required");
    }
    return text;
  }

  private static InputException wrong(String name, String key, String rule) {
    return new InputException(PATH + "." + name + "." + key + " " + rule);
  }

  /** Returns if a setting is one of a schedule's. */
  static boolean knows(String setting) {
    List<String> path = ConfigUtil.splitPath(setting);
    return path.size() > 2
        && path.get(0).equals(PATH)
        && path.get(1).matches(NAME)
        && SETTINGS.contains(String.join(".", path.subList(2, path.size())));
  }
}
