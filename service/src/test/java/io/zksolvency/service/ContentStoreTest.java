package io.zksolvency.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.service.store.ContentDamagedException;
import io.zksolvency.service.store.ContentFiles;
import io.zksolvency.service.store.ContentStore;
import io.zksolvency.service.store.S3Content;
import io.zksolvency.service.store.S3Settings;
import io.zksolvency.service.store.StoreException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Published files are kept alike in a directory and in a real S3-compatible store. */
class ContentStoreTest {
  private static final String BUCKET = "published";

  @TempDir static Path shared;
  private static S3Server server;

  @TempDir Path directory;

  private static S3Server server() throws Exception {
    if (server == null) {
      server = new S3Server(shared);
      server.createBucket(BUCKET);
    }
    return server;
  }

  @AfterAll
  static void stop() throws Exception {
    if (server != null) {
      server.close();
    }
  }

  private ContentStore open(String kind) throws Exception {
    return kind.equals("files")
        ? new ContentFiles(directory.resolve("content"))
        : S3Content.open(server().settings(BUCKET, directory));
  }

  private Path file(byte[] bytes) throws Exception {
    return Files.write(directory.resolve("proof"), bytes);
  }

  private static byte[] read(ContentStore store, byte[] sha256) throws Exception {
    try (InputStream in = store.open(sha256)) {
      return in.readAllBytes();
    }
  }

  /** Puts other bytes, or none, in the place of kept ones. */
  private void damage(String kind, byte[] sha256, Optional<String> bytes) throws Exception {
    String name = Hex.format(sha256);
    if (kind.equals("files")) {
      Path file = directory.resolve("content").resolve(name.substring(0, 2)).resolve(name);
      if (bytes.isPresent()) {
        Files.writeString(file, bytes.get());
      } else {
        Files.delete(file);
      }
      return;
    }
    try (S3Client client = server().client()) {
      String key = "proofs/" + name;
      if (bytes.isPresent()) {
        client.putObject(r -> r.bucket(BUCKET).key(key), RequestBody.fromString(bytes.get()));
      } else {
        client.deleteObject(r -> r.bucket(BUCKET).key(key));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "s3"})
  void whatWasPutIsReadAgain(String kind) throws Exception {
    byte[] large = new byte[3_000_001];
    new Random(5).nextBytes(large);
    try (ContentStore store = open(kind)) {
      for (byte[] bytes : new byte[][] {large, "small".getBytes(StandardCharsets.UTF_8), {}}) {
        ContentStore.Kept kept = store.put(file(bytes));
        assertThat(kept.size()).isEqualTo(bytes.length);
        assertThat(kept.sha256()).isEqualTo(HashInput.sha256(bytes));
        assertThat(read(store, kept.sha256())).isEqualTo(bytes);
        assertThat(store.put(file(bytes)).sha256()).as("once more").isEqualTo(kept.sha256());
        try (InputStream in = store.open(kept.sha256())) {
          in.read(); // and no further: closing must not wait for the rest, nor complain
        }
      }
    }
    try (ContentStore again = open(kind)) {
      assertThat(read(again, HashInput.sha256(large))).isEqualTo(large);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"files", "s3"})
  void damageIsNoticed(String kind) throws Exception {
    try (ContentStore store = open(kind)) {
      byte[] sha256 = store.put(file(new byte[200_000])).sha256();
      damage(kind, sha256, Optional.of("something else"));
      assertThatThrownBy(() -> read(store, sha256))
          .isInstanceOf(ContentDamagedException.class)
          .hasMessageContaining(Hex.format(sha256));
      damage(kind, sha256, Optional.empty());
      assertThatThrownBy(() -> read(store, sha256))
          .isInstanceOf(ContentDamagedException.class)
          .hasMessageContaining("missing");
    }
  }

  @Test
  void anObjectInTheWayIsNotTakenForOurs() throws Exception {
    try (ContentStore store = open("s3")) {
      byte[] bytes = "wanted".getBytes(StandardCharsets.UTF_8);
      damage("s3", HashInput.sha256(bytes), Optional.of("in the way"));
      assertThatThrownBy(() -> store.put(file(bytes))).isInstanceOf(ContentDamagedException.class);
    }
  }

  @Test
  void wrongSettingsAreToldAtTheStart() throws Exception {
    S3Settings good = server().settings(BUCKET, directory);
    assertThatThrownBy(() -> S3Content.open(server().settings("no-such-bucket", directory)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("store.s3: there is no bucket no-such-bucket");
    assertThatThrownBy(() -> S3Content.open(with(good, URI.create("http://127.0.0.1:1"), good)))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("store.s3.endpoint");
    S3Settings noFile =
        new S3Settings(
            BUCKET,
            "",
            "us-east-1",
            good.endpoint(),
            true,
            Optional.of(directory.resolve("none")),
            "default");
    assertThatThrownBy(() -> S3Content.open(noFile))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("store.s3.credentials-file: there is no file");
    server().checkCredentials();
    try {
      assertThatThrownBy(() -> S3Content.open(good))
          .isInstanceOf(InputException.class)
          .hasMessageContaining("store.s3: the credentials are not valid")
          .hasMessageNotContaining(S3Server.SECRET);
    } finally {
      server().trustEveryone();
    }
    S3Content.open(good).close();
  }

  private static S3Settings with(S3Settings settings, URI endpoint, S3Settings rest) {
    return new S3Settings(
        settings.bucket(),
        rest.prefix(),
        rest.region(),
        Optional.of(endpoint),
        true,
        rest.credentialsFile(),
        rest.profile());
  }

  @Test
  void aStoreThatIsGoneForAWhileIsNoLoss() throws Exception {
    Path own = Files.createDirectory(directory.resolve("own"));
    S3Server gone = new S3Server(own);
    gone.createBucket(BUCKET);
    try (ContentStore store = S3Content.open(gone.settings(BUCKET, own))) {
      gone.close();
      assertThatThrownBy(() -> store.put(file(new byte[10])))
          .isInstanceOfSatisfying(StoreException.class, e -> assertThat(e.isPassing()).isTrue());
    }
  }
}
