package io.zksolvency.service;

import static io.zksolvency.service.Clients.as;
import static io.zksolvency.service.Clients.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.proto.v1.CreateRunRequest;
import io.zksolvency.proto.v1.GetInclusionRequest;
import io.zksolvency.proto.v1.GetRunRequest;
import io.zksolvency.proto.v1.GetStatementRequest;
import io.zksolvency.proto.v1.GetStatementResponse;
import io.zksolvency.proto.v1.InclusionServiceGrpc;
import io.zksolvency.proto.v1.PostgresqlSource;
import io.zksolvency.proto.v1.PublishedFile;
import io.zksolvency.proto.v1.Run;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.proto.v1.RunServiceGrpc.RunServiceBlockingStub;
import io.zksolvency.proto.v1.RunState;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.proto.v1.Verdict;
import io.zksolvency.proto.v1.VerifyInclusionRequest;
import io.zksolvency.proto.v1.VerifyServiceGrpc;
import io.zksolvency.proto.v1.WatchRunRequest;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * `solvency serve` on a real PostgreSQL and a real S3-compatible store, over balances in
 * PostgreSQL: killed, its database lost for a while, then backed up and restored elsewhere.
 */
@Tag("native")
@EnabledIf("io.zksolvency.service.Clients#librariesPresent")
class ProductionStoresTest {
  private static final int ACCOUNTS = 300;
  private static final String BUCKET = "statements";
  private static final String COPY = "statements-restored";

  @TempDir Path directory;

  private PostgresServer postgresql;
  private String operator;

  private static String sumOfBalances() {
    BigInteger sum = BigInteger.ZERO;
    for (int i = 1; i <= ACCOUNTS; i++) {
      sum = sum.add(BigInteger.valueOf(71_000_000 + i));
    }
    return sum.toString();
  }

  /** Makes the exchange's own database and returns its name. */
  private String exchange() throws Exception {
    String database = postgresql.newDatabase();
    postgresql.execute(
        database,
        "CREATE TABLE balances (account_id text, asset text, equity numeric(38, 18))",
        "INSERT INTO balances SELECT 'acct-' || n, 'BTC', (71000000 + n) / 100000000.0"
            + " FROM generate_series(1, "
            + ACCOUNTS
            + ") n");
    return database;
  }

  private Path config(String name, String store, String bucket, S3Server s3, String... more)
      throws Exception {
    Path password = postgresql.passwordFile(directory);
    List<String> lines =
        new ArrayList<>(
            List.of(
                "store.postgresql { url = \"" + postgresql.url(store) + '"',
                "  password-file = \"" + password + "\" }",
                "store.s3 { bucket = " + bucket + ", prefix = \"proofs/\", path-style = true",
                "  endpoint = \"" + s3.endpoint + '"',
                "  credentials-file = \"" + s3.credentials(directory) + "\" }"));
    lines.addAll(List.of(more));
    return Files.write(directory.resolve(name), lines);
  }

  private RunServiceBlockingStub runs(ManagedChannel channel) {
    return as(RunServiceGrpc.newBlockingStub(channel), operator);
  }

  private void await(ManagedChannel channel, Predicate<Run> moment) {
    Iterator<Run> states =
        runs(channel)
            .withDeadlineAfter(Clients.PATIENCE)
            .watchRun(WatchRunRequest.newBuilder().setRunId("production").build());
    while (!moment.test(states.next())) {
      // The next one, then; the stream's end would fail the test.
    }
  }

  @Test
  void nothingIsLostByAKillOrALostDatabaseAndBackupsServe() throws Exception {
    postgresql = PostgresServer.shared();
    String store = postgresql.newDatabase();
    String exchange = exchange();
    String customerToken;
    List<Path> logs = new ArrayList<>();
    ByteString digest;
    try (S3Server s3 = new S3Server(directory)) {
      s3.createBucket(BUCKET);
      TestTokens tokens = new TestTokens();
      customerToken = tokens.account("acct-5");
      String keys =
          "tokens.account-keys = [\"" + tokens.publicKey(directory.resolve("keys.pem")) + "\"]";
      Path config =
          config(
              "serve.conf",
              store,
              BUCKET,
              s3,
              keys,
              "sources.postgresql.exchange { url = \"" + postgresql.url(exchange) + '"',
              "  password-file = \"" + postgresql.passwordFile(directory) + "\" }");
      String[] options = {"--config", config.toString()};

      try (ServerProcess server = new ServerProcess(directory, "first", options)) {
        logs.add(server.log);
        operator = Files.readString(directory.resolve("data/keys/operator.token")).strip();
        ManagedChannel channel = Clients.channel(server.port);
        Run accepted =
            runs(channel)
                .createRun(
                    CreateRunRequest.newBuilder()
                        .setSpec(Clients.spec("production"))
                        .setPostgresql(
                            PostgresqlSource.newBuilder()
                                .setConnection("exchange")
                                .setTable("balances"))
                        .build());
        assertThat(accepted.hasSnapshotTime()).as("it is when they are read").isFalse();
        server.kill(); // right after the acknowledgement
        channel.shutdownNow();
      }
      try (ServerProcess server = new ServerProcess(directory, "second", options)) {
        logs.add(server.log);
        ManagedChannel channel = Clients.channel(server.port);
        await(channel, run -> run.getProgress().getPhase().startsWith("proving"));
        server.kill();
        channel.shutdownNow();
      }
      // The snapshot is kept: the exchange goes on, and what it does counts no more.
      postgresql.execute(exchange, "DROP TABLE balances");
      try (ServerProcess server = new ServerProcess(directory, "third", options)) {
        logs.add(server.log);
        ManagedChannel channel = Clients.channel(server.port);
        await(channel, run -> run.getState() == RunState.RUN_STATE_RUNNING);
        postgresql.crash();
        try {
          refused(
              Status.Code.UNAVAILABLE,
              () ->
                  runs(channel).getRun(GetRunRequest.newBuilder().setRunId("production").build()));
          Awaitility.await()
              .atMost(Clients.PATIENCE)
              .until(() -> Files.readString(server.log).contains("goes on when the store can be"));
        } finally {
          postgresql.recover();
        }
        Run run = Clients.finish(runs(channel), "production");
        assertThat(run.hasSnapshotTime()).isTrue();
        digest = run.getStatementDigest();
        server.kill(); // right after publication
        channel.shutdownNow();
      }
      try (ServerProcess server = new ServerProcess(directory, "fourth", options)) {
        logs.add(server.log);
        requireServed(server, digest, customerToken);
      }
      assertThat(directory.resolve("data/solvency.sqlite")).doesNotExist();
      assertThat(directory.resolve("data/content")).doesNotExist();

      // Database by pg_dump, bucket by copying its objects, data directory by copying its files.
      String restored = postgresql.newDatabase();
      postgresql.dumpAndRestore(store, restored, directory);
      copyBucket(s3);
      Path elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
      copyTree(directory.resolve("data"), elsewhere.resolve("data"));
      Path restoredConfig = config("restored.conf", restored, COPY, s3, keys);
      try (ServerProcess server =
          new ServerProcess(elsewhere, "restored", "--config", restoredConfig.toString())) {
        logs.add(server.log);
        requireServed(server, digest, customerToken);
      }
    }
    requireNoSecrets(logs, customerToken);
  }

  /** Fetches statement and inclusion, and has them verified. */
  private void requireServed(ServerProcess server, ByteString digest, String customerToken)
      throws Exception {
    ManagedChannel channel = Clients.channel(server.port);
    StatementServiceGrpc.StatementServiceBlockingStub statements =
        StatementServiceGrpc.newBlockingStub(channel);
    GetStatementResponse statement =
        statements.getStatement(GetStatementRequest.getDefaultInstance());
    assertThat(statement.getSummary().getStatementDigest()).isEqualTo(digest);
    assertThat(
            StatementJson.read(statement.getStatementJson().toByteArray())
                .statement()
                .totals()
                .get(0))
        .isEqualTo(new BigInteger(sumOfBalances()));
    List<byte[]> files = new ArrayList<>();
    for (PublishedFile published : statement.getFilesList()) {
      files.add(Clients.download(statements, digest, published.getName()));
      assertThat(HashInput.sha256(files.get(files.size() - 1)))
          .isEqualTo(published.getSha256().toByteArray());
    }
    assertThat(Clients.verify(VerifyServiceGrpc.newStub(channel), statement, files).getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    ByteString inclusion =
        as(InclusionServiceGrpc.newBlockingStub(channel), customerToken)
            .getInclusion(GetInclusionRequest.getDefaultInstance())
            .getInclusionJson();
    assertThat(
            VerifyServiceGrpc.newBlockingStub(channel)
                .verifyInclusion(
                    VerifyInclusionRequest.newBuilder().setInclusionJson(inclusion).build())
                .getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    channel.shutdownNow();
  }

  private static void copyBucket(S3Server s3) {
    s3.createBucket(COPY);
    try (S3Client client = s3.client()) {
      client
          .listObjectsV2Paginator(request -> request.bucket(BUCKET))
          .contents()
          .forEach(
              object ->
                  client.copyObject(
                      request ->
                          request
                              .sourceBucket(BUCKET)
                              .sourceKey(object.key())
                              .destinationBucket(COPY)
                              .destinationKey(object.key())));
    }
  }

  private static void copyTree(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
              throws IOException {
            Files.createDirectories(to.resolve(from.relativize(directory)));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.copy(file, to.resolve(from.relativize(file)));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void requireNoSecrets(List<Path> logs, String customerToken) throws IOException {
    StringBuilder all = new StringBuilder();
    for (Path log : logs) {
      all.append(Files.readString(log));
    }
    assertThat(all).contains("run production goes on from").contains("\"level\":\"DEBUG\"");
    List<String> needles =
        new ArrayList<>(
            List.of(
                PostgresServer.PASSWORD,
                S3Server.SECRET,
                operator,
                customerToken,
                Files.readString(directory.resolve("data/keys/master.key")).strip(),
                "acct-"));
    for (int i = 1; i <= ACCOUNTS; i++) {
      needles.add(Integer.toString(71_000_000 + i));
    }
    for (String needle : needles) {
      assertThat(all.indexOf(needle)).as("a secret in the log").isNegative();
    }
    // The data directory is copied and backed up: credentials for other machines don't lie there.
    for (String secret : List.of(PostgresServer.PASSWORD, S3Server.SECRET)) {
      requireAbsent(directory.resolve("data"), secret);
    }
  }

  static void requireAbsent(Path root, String secret) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            String bytes =
                new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1);
            assertThat(bytes.contains(secret)).as("a secret in " + file).isFalse();
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
