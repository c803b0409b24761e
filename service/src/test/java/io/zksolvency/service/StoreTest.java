package io.zksolvency.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.PostgresqlConnection;
import io.zksolvency.service.store.RunRow;
import io.zksolvency.service.store.RunState;
import io.zksolvency.service.store.StatementRow;
import io.zksolvency.service.store.Store;
import io.zksolvency.service.store.StoreException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The metadata store means the same in SQLite and in a real PostgreSQL. */
class StoreTest {
  private static final Set<RunState> ALL = EnumSet.allOf(RunState.class);

  @TempDir Path directory;

  private Store open(String kind) throws Exception {
    return kind.equals("sqlite")
        ? Store.sqlite(directory.resolve("store.sqlite"))
        : Store.postgresql(postgresql());
  }

  private static PostgresServer server() throws Exception {
    return PostgresServer.shared();
  }

  private PostgresqlConnection postgresql() throws Exception {
    return server().connection(server().newDatabase(), directory);
  }

  private static byte[] bytes(int value) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) value;
    bytes[31] = (byte) 0xff;
    return bytes;
  }

  private static RunRow run(String id) {
    Instant now = Instant.ofEpochMilli(1_790_000_000_123L);
    return new RunRow(
        0,
        id,
        bytes(1),
        RunState.QUEUED,
        "Börse ₿",
        Optional.empty(),
        true,
        OptionalInt.empty(),
        RunRow.Chain.GIVEN,
        Optional.of(bytes(2)),
        RunRow.SourceKind.SQL,
        Optional.of("SELECT 'quoted'"),
        now,
        now,
        Optional.empty(),
        "",
        Optional.empty());
  }

  private static StatementRow statement(int digest, String run) {
    return new StatementRow(
        0,
        bytes(digest),
        run,
        "Börse ₿",
        3,
        bytes(2),
        "2026-11-30T00:00:00Z",
        Instant.ofEpochMilli(1_790_000_000_456L),
        bytes(4),
        5);
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void runsAreKeptInTheirOrder(String kind) throws Exception {
    try (Store store = open(kind)) {
      assertThat(store.insertRun(run("a"), 2)).isTrue();
      assertThat(store.insertRun(run("a"), 2)).as("the same id").isFalse();
      assertThat(store.insertRun(run("b"), 2)).isTrue();
      assertThat(store.insertRun(run("c"), 2)).as("a full queue").isFalse();
      assertThat(store.moveRun("a", RunState.RUNNING, Set.of(RunState.QUEUED))).isTrue();
      assertThat(store.moveRun("a", RunState.RUNNING, Set.of(RunState.QUEUED))).isFalse();
      assertThat(store.insertRun(run("c"), 2)).isTrue();
      assertThat(store.runs(Long.MAX_VALUE, 2, ALL))
          .extracting(RunRow::id)
          .containsExactly("c", "b");
      long before = store.run("b").orElseThrow().sequence();
      assertThat(store.runs(before, 9, ALL)).extracting(RunRow::id).containsExactly("a");
      assertThat(store.unfinishedRuns()).extracting(RunRow::id).containsExactly("a", "b", "c");

      RunRow kept = store.run("b").orElseThrow();
      assertThat(kept).usingRecursiveComparison().ignoringFields("sequence").isEqualTo(run("b"));
      store.settleChain("b", Optional.empty());
      assertThat(store.run("b").orElseThrow().previousDigest()).isEmpty();
      assertThat(store.run("b").orElseThrow().chain()).isEqualTo(RunRow.Chain.SETTLED);

      store.failRun("a", RunRow.FailureKind.INPUT, "why");
      assertThat(store.run("a").orElseThrow().failureMessage()).isEqualTo("why");
      assertThat(store.deleteRun("b", Set.of(RunState.FAILED))).isFalse();
      assertThat(store.deleteRun("a", Set.of(RunState.FAILED))).isTrue();
      assertThat(store.run("a")).isEmpty();
      assertThat(store.insertRun(run("a"), 9)).isTrue();
      assertThat(store.run("a").orElseThrow().sequence())
          .as("numbers are not used again")
          .isGreaterThan(store.run("c").orElseThrow().sequence());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void aStatementIsPublishedWholeOrNotAtAll(String kind) throws Exception {
    try (Store store = open(kind)) {
      store.insertRun(run("a"), 9);
      store.insertRun(run("b"), 9);
      StatementRow.PublishedFile json =
          new StatementRow.PublishedFile("statement.json", 7, bytes(8));
      StatementRow.PublishedFile proof =
          new StatementRow.PublishedFile("p", 3_000_000_000L, bytes(9));
      assertThatThrownBy(() -> store.publish(statement(1, "a"), List.of(json, json)))
          .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isPassing()).isFalse());
      assertThat(store.statements(Long.MAX_VALUE, 9)).isEmpty();
      assertThat(store.run("a").orElseThrow().state()).isEqualTo(RunState.QUEUED);

      store.publish(statement(1, "a"), List.of(json, proof));
      store.publish(statement(2, "b"), List.of(json));
      assertThat(store.files(bytes(1))).usingRecursiveComparison().isEqualTo(List.of(json, proof));
      assertThat(store.statement(bytes(1)).orElseThrow())
          .usingRecursiveComparison()
          .ignoringFields("position")
          .isEqualTo(statement(1, "a"));
      assertThat(store.latestOf("Börse ₿").orElseThrow().runId()).isEqualTo("b");
      assertThat(store.latestOf("another")).isEmpty();
      RunRow done = store.run("a").orElseThrow();
      assertThat(done.state()).isEqualTo(RunState.SUCCEEDED);
      assertThat(done.snapshotTime()).contains("2026-11-30T00:00:00Z");
      assertThat(done.statementDigest().orElseThrow()).isEqualTo(bytes(1));
    }
  }

  @Test
  void bothHaveTheSameTables() throws Exception {
    Path file = directory.resolve("store.sqlite");
    Store.sqlite(file).close();
    String database = server().newDatabase();
    Store.postgresql(server().connection(database, directory)).close();
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
        Connection postgresql = server().connect(database)) {
      Set<String> columns = columns(sqlite);
      assertThat(columns).contains("run.sequence NOT NULL", "statement.digest NOT NULL");
      assertThat(columns(postgresql)).isEqualTo(columns);
    }
  }

  private static Set<String> columns(Connection connection) throws Exception {
    Set<String> all = new TreeSet<>();
    try (ResultSet column = connection.getMetaData().getColumns(null, null, "%", "%")) {
      while (column.next()) {
        String table = column.getString("TABLE_NAME");
        if (Set.of("run", "statement", "published_file", "schedule", "store_id").contains(table)) {
          String name = column.getString("COLUMN_NAME");
          // SQLite doesn't say so of primary keys, which are.
          boolean required =
              column.getInt("NULLABLE") == DatabaseMetaData.columnNoNulls
                  || Set.of("run.sequence", "statement.position").contains(table + "." + name);
          all.add(table + "." + name + (required ? " NOT NULL" : ""));
        }
      }
    }
    return all;
  }

  @Test
  void oneServerAtATimeHasAPostgresqlStore() throws Exception {
    PostgresqlConnection connection = postgresql();
    try (Store first = Store.postgresql(connection)) {
      assertThatThrownBy(() -> Store.postgresql(connection))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("another server works with this store");
      assertThat(first.insertRun(run("a"), 9)).isTrue();
    }
    try (Store second = Store.postgresql(connection)) {
      assertThat(second.run("a")).isPresent();
    }
  }

  @Test
  void lostConnectionsAreReplacedAndTheClaimWithThem() throws Exception {
    String database = server().newDatabase();
    try (Store store = Store.postgresql(server().connection(database, directory))) {
      store.insertRun(run("a"), 9);
      server().cutConnections(database);
      assertThat(store.run("a")).isPresent();
      assertThat(store.insertRun(run("b"), 9)).isTrue();
      server().cutConnections(database);
      assertThat(store.moveRun("b", RunState.RUNNING, ALL)).isTrue();
      assertThatThrownBy(() -> Store.postgresql(server().connection(database, directory)))
          .hasMessageContaining("another server works with this store");
    }
  }

  @Test
  void whoLosesTheClaimToAnotherServerWritesNoMore() throws Exception {
    String database = server().newDatabase();
    PostgresqlConnection connection = server().connection(database, directory);
    try (Store first = Store.postgresql(connection)) {
      first.insertRun(run("a"), 9);
      // The lock is taken the moment that the first server's session ends.
      try (Connection other = server().connect(database)) {
        Thread taking =
            new Thread(
                () -> {
                  try (var statement = other.createStatement()) {
                    statement.execute(
                        "SELECT pg_advisory_lock(hashtextextended('zksolvency store in public', 0))");
                  } catch (java.sql.SQLException e) {
                    throw new IllegalStateException(e);
                  }
                });
        taking.start();
        while (server().number(database, "SELECT count(*) FROM pg_locks WHERE NOT granted") == 0) {
          Thread.sleep(20);
        }
        server().cutConnections(database);
        taking.join();
        assertThatThrownBy(() -> first.failRun("a", RunRow.FailureKind.IO, "late"))
            .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isPassing()).isTrue());
        assertThat(first.run("a").orElseThrow().state()).isEqualTo(RunState.QUEUED);
      }
      first.failRun("a", RunRow.FailureKind.IO, "again its own");
    }
  }

  @Test
  void wrongSettingsAreTold() throws Exception {
    String good = server().url("postgres");
    Path wrong = Files.writeString(directory.resolve("wrong"), "guess");
    Path password = server().passwordFile(directory);
    assertThatThrownBy(() -> store(good, wrong))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("store.postgresql")
        .hasMessageContaining("refuses this user or password");
    assertThatThrownBy(() -> store(server().url("nowhere"), password))
        .hasMessageContaining("no such database");
    assertThatThrownBy(() -> store("postgresql://postgres@127.0.0.1:1/x", password))
        .hasMessageContaining("no connection to PostgreSQL");
    assertThatThrownBy(() -> store(good, directory.resolve("none")))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("there is no password file");
    for (String secret :
        List.of("postgresql://u:hunter2@h/d", "postgresql://h/d?password=hunter2&ssl=true")) {
      assertThatThrownBy(() -> store(secret, password))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("holds a password")
          .hasMessageNotContaining("hunter2");
    }
    for (String nonsense : List.of("mysql://h/d", "postgresql://h", "h/d", "postgresql:///d")) {
      assertThatThrownBy(() -> store(nonsense, password))
          .hasMessageContaining("expected postgresql");
    }
  }

  private static void store(String url, Path passwordFile) throws Exception {
    Store.postgresql(
            PostgresqlConnection.of("test", url, Optional.empty(), Optional.of(passwordFile)))
        .close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"sqlite", "postgresql"})
  void theLatestStatementIsKnownAsSoonAsItIsPublished(String kind) throws Exception {
    try (Store store = open(kind)) {
      assertThat(store.latest()).isEmpty();
      assertThat(store.statement(bytes(1))).isEmpty();
      for (int i = 1; i <= 3; i++) {
        store.insertRun(run("run-" + i), 10);
        store.publish(statement(i, "run-" + i), List.of());
        for (int twice = 0; twice < 2; twice++) {
          assertThat(store.latest().orElseThrow().runId()).isEqualTo("run-" + i);
          assertThat(store.statement(bytes(i)).orElseThrow().runId()).isEqualTo("run-" + i);
        }
      }
      // One that fails leaves the latest as it is.
      assertThatThrownBy(() -> store.publish(statement(3, "run-3"), List.of()))
          .isInstanceOf(StoreException.class);
      assertThat(store.latest().orElseThrow().runId()).isEqualTo("run-3");
      assertThat(store.statement(bytes(1)).orElseThrow().runId()).isEqualTo("run-1");
    }
  }
}
