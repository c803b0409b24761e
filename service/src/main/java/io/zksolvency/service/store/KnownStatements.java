package io.zksolvency.service.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was read of statements, which never change, and which one is the latest, which only this
 * server changes: inclusion files are asked for more often than a database should be. Thread-safe.
 */
final class KnownStatements {
  private static final int MOST = 1_000;

  private final Map<ByteBuffer, StatementRow> byDigest =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<ByteBuffer, StatementRow> eldest) {
          return size() > MOST;
        }
      };

  private final Object reading = new Object();
  private volatile Optional<StatementRow> latest = Optional.empty();

  /** Reads from the database. */
  @FunctionalInterface
  interface Reading {
    Optional<StatementRow> get() throws IOException;
  }

  Optional<StatementRow> of(byte[] digest, Reading database) throws IOException {
    ByteBuffer key = ByteBuffer.wrap(digest.clone());
    synchronized (byDigest) {
      StatementRow row = byDigest.get(key);
      if (row != null) {
        return Optional.of(row);
      }
    }
    Optional<StatementRow> found = database.get();
    if (found.isPresent()) {
      synchronized (byDigest) {
        byDigest.put(key, found.get());
      }
    }
    return found;
  }

  Optional<StatementRow> latest(Reading database) throws IOException {
    Optional<StatementRow> now = latest;
    if (now.isPresent()) {
      return now;
    }
    // What is read before a change must not be kept after it.
    synchronized (reading) {
      latest = database.get();
      return latest;
    }
  }

  /** Another statement may be the latest now. */
  void changed() {
    synchronized (reading) {
      latest = Optional.empty();
    }
  }
}
