package io.zksolvency.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.prover.ingest.AccountIngestion;
import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.LedgerDatabase;
import io.zksolvency.prover.ingest.LedgerFacts;
import io.zksolvency.prover.ingest.OrderedAccounts;
import io.zksolvency.prover.ingest.PostgresqlConnection;
import io.zksolvency.prover.ingest.PostgresqlRows;
import io.zksolvency.prover.stop.Cancellation;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Balances are read from a real PostgreSQL exactly, as they are at one moment. */
class PostgresqlSourceTest {
  private static final int MANY = 20_000;
  private static final AssetTable ASSETS =
      new AssetTable(List.of(asset("BTC", 8, "64250.17"), asset("USDC", 6, "1")));

  private static PostgresServer server;
  private static String database;

  @TempDir Path directory;

  private static Asset asset(String symbol, int decimals, String price) {
    return new Asset(
        symbol, decimals, new BigDecimal(price), new BigDecimal("0.95"), BigDecimal.ONE);
  }

  @BeforeAll
  static void start() throws Exception {
    server = PostgresServer.shared();
    database = server.newDatabase();
    server.execute(
        database,
        "CREATE TYPE coin AS ENUM ('BTC', 'USDC')",
        "CREATE SCHEMA \"Books\"",
        "CREATE TABLE \"Books\".\"Long\" (account_id bigint, asset coin, equity numeric, debt numeric(40,18))",
        "INSERT INTO \"Books\".\"Long\" VALUES (7, 'BTC', 1.50, 0.000000010000000000),"
            + " (7, 'USDC', 9007199254.740993, NULL), (8, 'BTC', 0.00000003, 0)",
        "CREATE TABLE wide (account_id uuid, \"equity_BTC\" numeric(30,8), \"equity_USDC\" text, \"debt_BTC\" int)",
        "INSERT INTO wide VALUES ('c0ffee00-0000-0000-0000-00000000000a', 92233720368.54775807, '0.25', NULL)",
        "CREATE TABLE floats (account_id text, asset text, equity double precision)",
        "INSERT INTO floats VALUES ('a', 'BTC', 1)",
        "CREATE TABLE bad (account_id text, asset text, equity numeric)",
        "INSERT INTO bad VALUES ('good', 'BTC', 1), ('secret-id', 'BTC', -77.31)",
        "CREATE TABLE empty (account_id text, asset text, equity numeric)",
        "CREATE TABLE many AS SELECT 'acct-' || n AS account_id, 'BTC' AS asset, 1::numeric AS equity"
            + " FROM generate_series(1, "
            + MANY
            + ") n",
        "CREATE ROLE reader LOGIN PASSWORD 'reader'",
        "REVOKE ALL ON bad FROM PUBLIC");
  }

  private LedgerFacts ingest(PostgresqlRows rows) throws Exception {
    return ingest(rows, phase -> {}, new Cancellation());
  }

  private LedgerFacts ingest(
      PostgresqlRows rows, Consumer<String> progress, Cancellation cancellation) throws Exception {
    return ingest(server.connection(database, directory), rows, progress, cancellation);
  }

  private LedgerFacts ingest(
      PostgresqlConnection connection,
      PostgresqlRows rows,
      Consumer<String> progress,
      Cancellation cancellation)
      throws Exception {
    Files.createDirectories(directory.resolve("spill"));
    return AccountIngestion.run(
        new AccountsSource.InPostgresql(connection, rows),
        ASSETS,
        new AccountIngestion.Settings(
            directory,
            directory.resolve("result.duckdb"),
            limits(),
            "00".repeat(32),
            id -> "account #1",
            false,
            id -> {},
            progress),
        cancellation);
  }

  private LedgerDatabase.Limits limits() {
    return new LedgerDatabase.Limits(256L << 20, 2, directory.resolve("spill"));
  }

  private Map<String, List<Entry>> read(LedgerFacts facts) throws IOException {
    Map<String, List<Entry>> all = new HashMap<>();
    try (OrderedAccounts ordered =
        OrderedAccounts.open(directory.resolve("result.duckdb"), limits())) {
      ordered.read(0, facts.accounts(), all::put);
    }
    return all;
  }

  @Test
  void theLongFormIsExact() throws Exception {
    assertThat(read(ingest(PostgresqlRows.table("Books.Long"))))
        .containsOnly(
            Map.entry(
                "7",
                List.of(
                    new Entry(0, 150_000_000L),
                    new Entry(1, 1L),
                    new Entry(2, 9_007_199_254_740_993L))),
            Map.entry("8", List.of(new Entry(0, 3L))));
  }

  @Test
  void theWideFormIsExact() throws Exception {
    List<Entry> entries =
        read(ingest(PostgresqlRows.table("wide"))).get("c0ffee00-0000-0000-0000-00000000000a");
    long btc = entries.stream().filter(entry -> entry.key() == 0).mapToLong(Entry::amount).sum();
    assertThat(btc).isEqualTo(Long.MAX_VALUE);
    assertThat(entries).contains(new Entry(2, 250_000L));
  }

  @Test
  void theResultOfAQueryIsRead() throws Exception {
    LedgerFacts facts =
        ingest(
            PostgresqlRows.query(
                "WITH x AS (SELECT 'what; not' AS quoted) SELECT account_id, asset, sum(equity) AS equity"
                    + " FROM many, x GROUP BY 1, 2 -- all of it;\n;"));
    assertThat(facts.accounts()).isEqualTo(MANY);
  }

  @Test
  void allRowsAreOfOneMoment() throws Exception {
    AtomicInteger changes = new AtomicInteger();
    LedgerFacts facts =
        ingest(
            PostgresqlRows.table("many"),
            phase -> {
              if (phase.contains("rows") && changes.getAndIncrement() == 0) {
                change("UPDATE many SET equity = equity + 1");
                change("DELETE FROM many WHERE account_id LIKE '%7'");
              }
            },
            new Cancellation());
    assertThat(changes).hasValueGreaterThan(1);
    assertThat(facts.accounts()).isEqualTo(MANY);
    assertThat(read(facts).values()).allMatch(List.of(new Entry(0, 100_000_000L))::equals);
    change("UPDATE many SET equity = 1");
    change(
        "INSERT INTO many SELECT 'acct-' || n, 'BTC', 1 FROM generate_series(1, "
            + MANY
            + ") n WHERE n % 10 = 7");
  }

  private static void change(String sql) {
    try {
      server.execute(database, sql);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT * FROM floats | column equity: its type float8 is binary floating point",
        "SELECT 'a' AS account_id, 'BTC' AS asset, 1::money AS equity | column equity: its type money is none",
        "SELECT 1.5 AS account_id, 'BTC' AS asset, 1 AS equity | column account_id: its type numeric is none",
        "SELECT 'a' AS account_id, 'BTC' AS asset | has no column equity",
        "SELECT * FROM empty | the PostgreSQL query has no rows",
        "SELECT * FROM bad ORDER BY account_id | row 2, field equity: has a minus sign",
        "SELECT 'a' AS account_id, 'BTC' AS asset, 'NaN'::numeric AS equity | row 1, field equity",
        "SELECT 'a' AS account_id, 'BTC' AS asset, NULL AS equity | row 1, field equity: is empty",
        "SELECT 'a' AS account_id, 'BTC' AS asset, 0.000000001 AS equity | row 1, field equity",
        "SELECT 'a' AS account_id, 'BTC' AS asset, '77.31x'::text::numeric AS equity | can't compute the query",
        "SELECT * FROM nowhere | relation \"nowhere\" does not exist",
        "SELEC | syntax error",
        "DELETE FROM bad RETURNING * | syntax error",
        "WITH gone AS (DELETE FROM bad RETURNING *) SELECT * FROM gone | data-modifying",
        "SELECT setval('s', 1) FROM (SELECT 1) x | does not exist",
      })
  void wrongRowsAreTold(String sql, String message) {
    assertThatThrownBy(() -> ingest(PostgresqlRows.query(sql)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("77.31")
        .hasMessageNotContaining("secret-id");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "SELECT 1) AS x; DELETE FROM many; SELECT * FROM (SELECT 1",
        "SELECT 1; DELETE FROM many",
        "SELECT $$;$$, ';', \";\" ; COMMIT",
      })
  void aSecondStatementIsRefused(String sql) {
    assertThatThrownBy(() -> PostgresqlRows.query(sql))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("must be one statement");
  }

  @Test
  void aQueryCannotWrite() throws Exception {
    server.execute(
        database,
        "CREATE FUNCTION thief() RETURNS int LANGUAGE sql AS 'DELETE FROM many RETURNING 1'");
    assertThatThrownBy(
            () ->
                ingest(
                    PostgresqlRows.query(
                        "SELECT thief()::text AS account_id, 'BTC' AS asset, 1 AS equity")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("the query writes");
    assertThat(server.number(database, "SELECT count(*) FROM many")).isEqualTo(MANY);
  }

  @Test
  void namesOfTablesAreNames() {
    for (String name : List.of("", "a.b.c", "a b", "a\"b", "a;b", "a--", "1a", ".a")) {
      assertThatThrownBy(() -> PostgresqlRows.table(name)).isInstanceOf(InputException.class);
    }
  }

  @Test
  void rightsAndPasswordsAreTold() throws Exception {
    Path password = Files.writeString(directory.resolve("reader"), "reader\n");
    PostgresqlConnection reader =
        PostgresqlConnection.of(
            "test", server.url(database), Optional.of("reader"), Optional.of(password));
    assertThatThrownBy(
            () -> ingest(reader, PostgresqlRows.table("bad"), phase -> {}, new Cancellation()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("permission denied for table bad");
    Files.writeString(password, "guess");
    assertThatThrownBy(
            () -> ingest(reader, PostgresqlRows.table("many"), phase -> {}, new Cancellation()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("refuses this user or password")
        .hasMessageNotContaining("guess");
  }

  @Test
  void aLostConnectionIsAnErrorOfTheNetwork() {
    assertThatThrownBy(
            () ->
                ingest(
                    PostgresqlRows.table("many"),
                    phase -> {
                      if (phase.contains("rows")) {
                        cut();
                      }
                    },
                    new Cancellation()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("table many: ")
        .hasMessageContaining("PostgreSQL");
  }

  private static void cut() {
    try {
      server.cutConnections(database);
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void cancellingStopsTheReading() {
    Cancellation cancellation = new Cancellation();
    assertThatThrownBy(
            () ->
                ingest(
                    PostgresqlRows.table("many"),
                    phase -> {
                      if (phase.contains("rows")) {
                        cancellation.cancel();
                      }
                    },
                    cancellation))
        .isInstanceOf(IOException.class);
    assertThat(cancellation.isCancelled()).isTrue();
  }

  @Test
  void cancellingStopsAQueryThatComputes() throws Exception {
    Cancellation cancellation = new Cancellation();
    // As the server does: again and again, since one call may come between two statements.
    ScheduledExecutorService canceller = Executors.newSingleThreadScheduledExecutor();
    canceller.scheduleWithFixedDelay(
        () -> {
          if (cancellation.isCancelled() || isSleeping()) {
            cancellation.cancel();
          }
        },
        20,
        20,
        TimeUnit.MILLISECONDS);
    assertThatThrownBy(
            () ->
                ingest(
                    PostgresqlRows.query(
                        "SELECT 'a' AS account_id, 'BTC' AS asset, 1 AS equity FROM pg_sleep(600)"),
                    phase -> {},
                    cancellation))
        .isInstanceOf(IOException.class);
    canceller.shutdownNow();
  }

  private static boolean isSleeping() {
    try {
      return server.number(
              database,
              "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep(600)%'"
                  + " AND application_name = 'solvency' AND state = 'active'")
          > 0;
    } catch (java.sql.SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
