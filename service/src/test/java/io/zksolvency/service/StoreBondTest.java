package io.zksolvency.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.PostgresqlConnection;
import io.zksolvency.service.runs.DataDirectory;
import io.zksolvency.service.runs.StoreBond;
import io.zksolvency.service.store.ContentFiles;
import io.zksolvency.service.store.ContentStore;
import io.zksolvency.service.store.S3Content;
import io.zksolvency.service.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A data directory, a real PostgreSQL and published files that belong together, and not. */
class StoreBondTest {
  @TempDir Path directory;

  private PostgresqlConnection newDatabase() throws Exception {
    PostgresServer server = PostgresServer.shared();
    return server.connection(server.newDatabase(), directory);
  }

  /** What a start does with the three, and nothing else of it. */
  private void start(String data, PostgresqlConnection database, String content) throws Exception {
    try (DataDirectory opened = DataDirectory.open(directory.resolve(data));
        Store store = Store.postgresql(database);
        ContentStore files = new ContentFiles(directory.resolve(content))) {
      StoreBond.settle(opened, store, true, files);
    }
  }

  private void refused(String words, String data, PostgresqlConnection database, String content) {
    assertThatThrownBy(() -> start(data, database, content))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(words);
  }

  @Test
  void onlyWhatBelongsTogetherStarts() throws Exception {
    PostgresqlConnection ours = newDatabase();
    PostgresqlConnection theirs = newDatabase();
    PostgresqlConnection empty = newDatabase();
    start("ours", ours, "our-files");
    start("theirs", theirs, "their-files");
    for (int again = 0; again < 2; again++) {
      start("ours", ours, "our-files");
      refused("belongs to another data directory", "ours", theirs, "our-files");
      refused("its id is missing", "ours", empty, "our-files");
      refused("belongs to another data directory", "new", ours, "our-files");
      refused("published files is not the one", "ours", ours, "their-files");
      refused("published files is not the one", "ours", ours, "no-files");
    }
    // Who was refused with the wrong database may have the right one.
    start("new", empty, "new-files");
    refused("belongs to another data directory", "ours", empty, "our-files");
    assertThat(directory.resolve("new/store.id")).exists();
  }

  @Test
  void aFirstStartThatWasKilledIsDoneAgain() throws Exception {
    PostgresqlConnection database = newDatabase();
    // Killed while it kept the copy: the database has the id by then, the directory not for good.
    try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
        Store store = Store.postgresql(database);
        ContentStore files = new DiskFull()) {
      assertThatThrownBy(() -> StoreBond.settle(data, store, true, files))
          .hasMessage("no space left on device");
      assertThat(store.id()).isPresent();
    }
    assertThat(directory.resolve("data/store.id")).doesNotExist();
    refused("belongs to another data directory", "other", database, "files");
    start("data", database, "files");
    assertThat(directory.resolve("data/store.id")).exists();
    start("data", database, "files");
  }

  @Test
  void metadataInTheDirectoryNeedNoFileBesideThem() throws Exception {
    Path data = directory.resolve("data");
    for (boolean lost : new boolean[] {false, true, false}) {
      if (lost) {
        Files.delete(data.resolve("store.id")); // a backup of what the directory had before
      }
      try (DataDirectory opened = DataDirectory.open(data);
          Store store = Store.sqlite(opened.database());
          ContentStore files = new ContentFiles(opened.content())) {
        StoreBond.settle(opened, store, false, files);
        assertThat(Files.readString(data.resolve("store.id")).strip())
            .isEqualTo(store.id().orElseThrow());
      }
    }
  }

  @Test
  void aBucketOfOthersIsRefused() throws Exception {
    try (S3Server s3 = new S3Server(directory)) {
      s3.createBucket("ours");
      s3.createBucket("others");
      for (String bucket : new String[] {"ours", "ours", "others"}) {
        try (DataDirectory data = DataDirectory.open(directory.resolve("data"));
            Store store = Store.sqlite(data.database());
            ContentStore files = S3Content.open(s3.settings(bucket, directory))) {
          if (bucket.equals("ours")) {
            StoreBond.settle(data, store, false, files);
          } else {
            assertThatThrownBy(() -> StoreBond.settle(data, store, false, files))
                .isInstanceOf(InputException.class)
                .hasMessageContaining("published files is not the one");
          }
        }
      }
    }
  }

  private static final class DiskFull implements ContentStore {
    @Override
    public Kept put(Path file) throws IOException {
      throw new IOException("no space left on device");
    }

    @Override
    public InputStream open(byte[] sha256) {
      throw new AssertionError("nothing is kept");
    }

    @Override
    public void close() {}
  }
}
