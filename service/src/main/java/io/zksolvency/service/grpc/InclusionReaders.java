package io.zksolvency.service.grpc;

import com.google.protobuf.ByteString;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.run.InclusionReader;
import io.zksolvency.prover.run.OpenTrees;
import io.zksolvency.service.config.ServiceConfig;
import io.zksolvency.service.runs.DataDirectory;
import io.zksolvency.service.store.StatementRow;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Readers of the statements that were asked for last, with their files open: a bounded number of
 * them. Thread-safe.
 */
public final class InclusionReaders implements AutoCloseable {
  private static final int MOST_READERS = 64;

  private final DataDirectory data;
  private final Path masterKey;
  private final OpenTrees trees;
  private final Map<ByteString, InclusionReader> readers = new LinkedHashMap<>(16, 0.75f, true);

  public InclusionReaders(ServiceConfig config, DataDirectory data) {
    this.data = data;
    this.masterKey = config.issuer().masterKey();
    this.trees = new OpenTrees(config.inclusion().openTrees());
  }

  /** Returns the reader of a published statement. */
  synchronized InclusionReader of(StatementRow row) throws IOException {
    ByteString key = ByteString.copyFrom(row.digest());
    InclusionReader known = readers.get(key);
    if (known == null) {
      known = open(row.runId());
      readers.put(key, known);
      if (readers.size() > MOST_READERS) {
        Iterator<InclusionReader> oldest = readers.values().iterator();
        oldest.next().close();
        oldest.remove();
      }
    }
    return known;
  }

  private InclusionReader open(String runId) throws IOException {
    try {
      return InclusionReader.open(data.runDirectory(runId), Optional.of(masterKey), trees);
    } catch (InputException e) {
      throw new IOException("the run's private files are missing or another key's", e);
    }
  }

  /** Closes every file. */
  @Override
  public synchronized void close() throws IOException {
    for (InclusionReader reader : readers.values()) {
      reader.close();
    }
    readers.clear();
    trees.close();
  }
}
