package io.zksolvency.service.store;

import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.PostgresqlConnection;
import io.zksolvency.service.store.RunRow.Chain;
import io.zksolvency.service.store.RunRow.FailureKind;
import io.zksolvency.service.store.RunRow.SourceKind;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The metadata store, in SQLite or PostgreSQL. What a method has returned from survives kill -9 and
 * a loss of power. Thread-safe.
 */
public final class Store implements AutoCloseable {
  private final Database database;
  private final KnownStatements known = new KnownStatements();

  private Store(Database database) {
    this.database = database;
  }

  /** Opens the store in a SQLite file, made and migrated as needed. */
  public static Store sqlite(Path file) throws IOException, InputException {
    return new Store(Database.open(new SqliteDialect(file)));
  }

  /**
   * Opens the store in a PostgreSQL database, migrated as needed.
   *
   * @throws InputException if the settings are wrong or another server works with it
   */
  public static Store postgresql(PostgresqlConnection connection)
      throws IOException, InputException {
    return new Store(Database.open(new PostgresqlDialect(connection)));
  }

  /** Returns the id that binds the store to its data directory, once it is set. */
  public Optional<String> id() throws IOException {
    return database.read("SELECT id FROM store_id", s -> {}, row -> row.getString(1)).stream()
        .findFirst();
  }

  /** Sets the id, for ever. */
  public void setId(String id) throws IOException {
    database.write("INSERT INTO store_id (one, id) VALUES (1, ?)", s -> s.setString(1, id));
  }

  /**
   * Records an accepted run, unless there are {@code most} waiting already or its id is taken.
   *
   * @param row its sequence is of no account
   * @return if it was recorded
   */
  public boolean insertRun(RunRow row, int most) throws IOException {
    return database.write(
            """
            INSERT INTO run (id, content, state, issuer_name, snapshot_time, exclude_insolvent, log2_rows, chain,
              previous_digest, source_kind, source, created, updated)
            SELECT ?, ?, 'QUEUED', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?
            WHERE (SELECT count(*) FROM run WHERE state = 'QUEUED') < ?
            ON CONFLICT (id) DO NOTHING
            """,
            s -> {
              s.setString(1, row.id());
              s.setBytes(2, row.content());
              s.setString(3, row.issuerName());
              s.setString(4, row.snapshotTime().orElse(null));
              s.setBoolean(5, row.excludeInsolvent());
              if (row.log2Rows().isPresent()) {
                s.setInt(6, row.log2Rows().getAsInt());
              } else {
                s.setNull(6, java.sql.Types.INTEGER);
              }
              s.setString(7, row.chain().name());
              s.setBytes(8, row.previousDigest().orElse(null));
              s.setString(9, row.sourceKind().name());
              s.setString(10, row.source().orElse(null));
              s.setLong(11, row.created().toEpochMilli());
              s.setLong(12, row.created().toEpochMilli());
              s.setInt(13, most);
            })
        == 1;
  }

  /** Returns a run. */
  public Optional<RunRow> run(String id) throws IOException {
    return database
        .read("SELECT * FROM run WHERE id = ?", s -> s.setString(1, id), Store::runRow)
        .stream()
        .findFirst();
  }

  /** Returns runs, the newest first, before a sequence number. */
  public List<RunRow> runs(long before, int most, Collection<RunState> states) throws IOException {
    return database.read(
        "SELECT * FROM run WHERE sequence < ? AND state IN ("
            + names(states)
            + ") ORDER BY sequence DESC LIMIT ?",
        s -> {
          s.setLong(1, before);
          s.setInt(2, most);
        },
        Store::runRow);
  }

  private static String names(Collection<RunState> states) {
    return String.join(",", states.stream().map(state -> "'" + state.name() + "'").toList());
  }

  /** Returns the runs that have not ended, the oldest first. */
  public List<RunRow> unfinishedRuns() throws IOException {
    return database.read(
        "SELECT * FROM run WHERE state IN ('QUEUED', 'RUNNING', 'CANCELLING') ORDER BY sequence",
        s -> {},
        Store::runRow);
  }

  /** Moves a run to a state if it is in one of others; returns if it was. */
  public boolean moveRun(String id, RunState to, Collection<RunState> from) throws IOException {
    return database.write(
            "UPDATE run SET state = ?, updated = ? WHERE id = ? AND state IN (" + names(from) + ")",
            s -> {
              s.setString(1, to.name());
              s.setLong(2, Instant.now().toEpochMilli());
              s.setString(3, id);
            })
        == 1;
  }

  /** Settles which statement a run's continues: from now on every start of it does. */
  public void settleChain(String id, Optional<byte[]> previousDigest) throws IOException {
    database.write(
        "UPDATE run SET chain = 'SETTLED', previous_digest = ? WHERE id = ?",
        s -> {
          s.setBytes(1, previousDigest.orElse(null));
          s.setString(2, id);
        });
  }

  /** Ends a run that failed. */
  public void failRun(String id, FailureKind kind, String message) throws IOException {
    database.write(
        """
        UPDATE run SET state = 'FAILED', updated = ?, failure_kind = ?, failure_message = ? WHERE id = ?
        """,
        s -> {
          s.setLong(1, Instant.now().toEpochMilli());
          s.setString(2, kind.name());
          s.setString(3, message);
          s.setString(4, id);
        });
  }

  /** Forgets a run in one of these states; returns if there was one. */
  public boolean deleteRun(String id, Collection<RunState> states) throws IOException {
    return database.write(
            "DELETE FROM run WHERE id = ? AND state IN (" + names(states) + ")",
            s -> s.setString(1, id))
        == 1;
  }

  /** Publishes a statement and ends its run, both or neither. */
  public void publish(StatementRow statement, List<StatementRow.PublishedFile> files)
      throws IOException {
    try {
      database.write(connection -> insertStatement(connection, statement, files));
    } finally {
      known.changed(); // also when it is not certain that it was written
    }
  }

  private static void insertStatement(
      Connection writer, StatementRow row, List<StatementRow.PublishedFile> files)
      throws SQLException {
    try (PreparedStatement insert =
        writer.prepareStatement(
            """
            INSERT INTO statement (digest, run_id, issuer_name, sequence, previous_digest, snapshot_time, published,
              issuer_key, batches) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)
            """)) {
      insert.setBytes(1, row.digest());
      insert.setString(2, row.runId());
      insert.setString(3, row.issuerName());
      insert.setLong(4, row.sequence());
      insert.setBytes(5, row.previousDigest());
      insert.setString(6, row.snapshotTime());
      insert.setLong(7, row.published().toEpochMilli());
      insert.setBytes(8, row.issuerKey());
      insert.setInt(9, row.batches());
      insert.executeUpdate();
    }
    try (PreparedStatement insert =
        writer.prepareStatement("INSERT INTO published_file VALUES (?, ?, ?, ?, ?)")) {
      for (int i = 0; i < files.size(); i++) {
        insert.setBytes(1, row.digest());
        insert.setInt(2, i);
        insert.setString(3, files.get(i).name());
        insert.setLong(4, files.get(i).size());
        insert.setBytes(5, files.get(i).sha256());
        insert.addBatch();
      }
      insert.executeBatch();
    }
    try (PreparedStatement update =
        writer.prepareStatement(
            """
            UPDATE run SET state = 'SUCCEEDED', updated = ?, snapshot_time = ?, statement_digest = ? WHERE id = ?
            """)) {
      update.setLong(1, row.published().toEpochMilli());
      update.setString(2, row.snapshotTime());
      update.setBytes(3, row.digest());
      update.setString(4, row.runId());
      update.executeUpdate();
    }
  }

  /** Returns a statement. */
  public Optional<StatementRow> statement(byte[] digest) throws IOException {
    return known.of(
        digest,
        () ->
            database
                .read(
                    "SELECT * FROM statement WHERE digest = ?",
                    s -> s.setBytes(1, digest),
                    Store::statementRow)
                .stream()
                .findFirst());
  }

  /** Returns the statement that was published last. */
  public Optional<StatementRow> latest() throws IOException {
    return known.latest(() -> statements(Long.MAX_VALUE, 1).stream().findFirst());
  }

  /** Returns statements, the newest first, before a position. */
  public List<StatementRow> statements(long before, int most) throws IOException {
    return database.read(
        "SELECT * FROM statement WHERE position < ? ORDER BY position DESC LIMIT ?",
        s -> {
          s.setLong(1, before);
          s.setInt(2, most);
        },
        Store::statementRow);
  }

  /** Returns the statement that an issuer has published last. */
  public Optional<StatementRow> latestOf(String issuerName) throws IOException {
    return database
        .read(
            "SELECT * FROM statement WHERE issuer_name = ? ORDER BY position DESC LIMIT 1",
            s -> s.setString(1, issuerName),
            Store::statementRow)
        .stream()
        .findFirst();
  }

  /** Returns a statement's files in their order. */
  public List<StatementRow.PublishedFile> files(byte[] digest) throws IOException {
    return database.read(
        "SELECT name, size, sha256 FROM published_file WHERE statement_digest = ? ORDER BY ordinal",
        s -> s.setBytes(1, digest),
        row -> new StatementRow.PublishedFile(row.getString(1), row.getLong(2), row.getBytes(3)));
  }

  /**
   * Returns since when a schedule is known as it is defined: {@code now} if it is new or was
   * another until now.
   */
  public Instant scheduleSince(String name, String definition, Instant now) throws IOException {
    Optional<Instant> known = knownSince(name, definition);
    if (known.isPresent()) {
      return known.get();
    }
    database.write(
        """
        INSERT INTO schedule (name, definition, since) VALUES (?, ?, ?)
        ON CONFLICT (name) DO UPDATE SET definition = excluded.definition, since = excluded.since
        """,
        s -> {
          s.setString(1, name);
          s.setString(2, definition);
          s.setLong(3, now.toEpochMilli());
        });
    return now;
  }

  private Optional<Instant> knownSince(String name, String definition) throws IOException {
    return database
        .read(
            "SELECT since FROM schedule WHERE name = ? AND definition = ?",
            s -> {
              s.setString(1, name);
              s.setString(2, definition);
            },
            row -> Instant.ofEpochMilli(row.getLong(1)))
        .stream()
        .findFirst();
  }

  private static RunRow runRow(ResultSet row) throws SQLException {
    int log2Rows = row.getInt("log2_rows");
    OptionalInt size = row.wasNull() ? OptionalInt.empty() : OptionalInt.of(log2Rows);
    return new RunRow(
        row.getLong("sequence"),
        row.getString("id"),
        row.getBytes("content"),
        RunState.valueOf(row.getString("state")),
        row.getString("issuer_name"),
        Optional.ofNullable(row.getString("snapshot_time")),
        row.getBoolean("exclude_insolvent"),
        size,
        Chain.valueOf(row.getString("chain")),
        Optional.ofNullable(row.getBytes("previous_digest")),
        SourceKind.valueOf(row.getString("source_kind")),
        Optional.ofNullable(row.getString("source")),
        Instant.ofEpochMilli(row.getLong("created")),
        Instant.ofEpochMilli(row.getLong("updated")),
        Optional.ofNullable(row.getString("failure_kind")).map(FailureKind::valueOf),
        Optional.ofNullable(row.getString("failure_message")).orElse(""),
        Optional.ofNullable(row.getBytes("statement_digest")));
  }

  private static StatementRow statementRow(ResultSet row) throws SQLException {
    return new StatementRow(
        row.getLong("position"),
        row.getBytes("digest"),
        row.getString("run_id"),
        row.getString("issuer_name"),
        row.getLong("sequence"),
        row.getBytes("previous_digest"),
        row.getString("snapshot_time"),
        Instant.ofEpochMilli(row.getLong("published")),
        row.getBytes("issuer_key"),
        row.getInt("batches"));
  }

  @Override
  public void close() {
    database.close();
  }
}
