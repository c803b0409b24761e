package io.zksolvency.service.store;

import io.zksolvency.prover.run.DurableFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;

/**
 * SQLite in WAL mode, synced at every commit. Who may write is settled by the lock on the data
 * directory.
 */
final class SqliteDialect implements Dialect {
  private static final int BUSY_MILLIS = 10_000;

  private final SQLiteDataSource connections;

  /** Names a file, made when missing. */
  SqliteDialect(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.createFile(
          file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      DurableFiles.syncDirectory(file.toAbsolutePath().getParent());
    }
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(SQLiteConfig.JournalMode.WAL);
    config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
    config.enforceForeignKeys(true);
    config.setBusyTimeout(BUSY_MILLIS);
    connections = new SQLiteDataSource(config);
    connections.setUrl("jdbc:sqlite:" + file.toAbsolutePath());
  }

  @Override
  public DataSource connections() {
    return connections;
  }

  @Override
  public Map<String, String> spellings() {
    return Map.of("position", "INTEGER PRIMARY KEY AUTOINCREMENT", "bytes", "BLOB");
  }

  @Override
  public void claim(Connection writer) {
    // The data directory, which this server has locked, holds the file.
  }

  @Override
  public IOException openingFailed(SQLException e) {
    return new StoreException("opening", e);
  }
}
