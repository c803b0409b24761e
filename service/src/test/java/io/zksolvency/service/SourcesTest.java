package io.zksolvency.service;

import static io.zksolvency.service.Clients.as;
import static io.zksolvency.service.Clients.detail;
import static io.zksolvency.service.Clients.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.proto.v1.CreateRunRequest;
import io.zksolvency.proto.v1.DeleteRunRequest;
import io.zksolvency.proto.v1.GetRunRequest;
import io.zksolvency.proto.v1.GetStatementRequest;
import io.zksolvency.proto.v1.PostgresqlSource;
import io.zksolvency.proto.v1.Run;
import io.zksolvency.proto.v1.RunFailure;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.proto.v1.RunServiceGrpc.RunServiceBlockingStub;
import io.zksolvency.proto.v1.RunState;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.service.app.SolvencyServer;
import io.zksolvency.service.config.ServiceConfig;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where runs may read from, asked for over the wire; and what is left of runs that fail. */
@Tag("native")
@EnabledIf("io.zksolvency.service.Clients#librariesPresent")
class SourcesTest {
  @TempDir static Path directory;
  private static PostgresServer postgresql;
  private static SolvencyServer server;
  private static ManagedChannel channel;
  private static String operator;

  @BeforeAll
  static void start() throws Exception {
    postgresql = PostgresServer.shared();
    String database = postgresql.newDatabase();
    postgresql.execute(
        database,
        "CREATE TABLE floats (account_id text, asset text, equity real)",
        "INSERT INTO floats VALUES ('a', 'BTC', 1)");
    Path sources = Files.createDirectories(directory.resolve("sources"));
    writeParquet(sources.resolve("balances.parquet"));
    Files.writeString(sources.resolve("raw.csv"), "user,coin,amount\nu-1,BTC,0.25\nu-2,BTC,0.5\n");
    Map<String, Object> settings = new HashMap<>();
    settings.put("listen.port", 0);
    settings.put("sources.directories", List.of(sources.toString()));
    settings.put("sources.allow-sql", true);
    for (String name : List.of("tables", "queries")) {
      settings.put("sources.postgresql." + name + ".url", postgresql.url(database));
      settings.put(
          "sources.postgresql." + name + ".password-file",
          postgresql.passwordFile(directory).toString());
    }
    settings.put("sources.postgresql.queries.allow-queries", true);
    server = SolvencyServer.start(config(settings));
    channel = Clients.channel(server.address().getPort());
    operator = Files.readString(directory.resolve("data/keys/operator.token")).strip();
  }

  private static ServiceConfig config(Map<String, Object> settings) throws InputException {
    return ServiceConfig.load(directory.resolve("data"), Optional.empty(), settings);
  }

  private static void writeParquet(Path file) throws Exception {
    try (Connection duckdb = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duckdb.createStatement()) {
      statement.execute(
          "COPY (SELECT 'p-' || n AS account_id, 'BTC' AS asset, 1.5::DECIMAL(38,18) AS equity FROM range(40) t(n)) TO '"
              + file
              + "' (FORMAT parquet)");
    }
  }

  @AfterAll
  static void stop() {
    if (channel != null) {
      channel.shutdownNow();
    }
    if (server != null) {
      server.close();
    }
  }

  private static RunServiceBlockingStub runs() {
    return as(RunServiceGrpc.newBlockingStub(channel), operator);
  }

  private static CreateRunRequest.Builder request(String id) {
    return CreateRunRequest.newBuilder().setSpec(Clients.spec(id));
  }

  private static PostgresqlSource.Builder rows(String connection) {
    return PostgresqlSource.newBuilder().setConnection(connection);
  }

  private static BigInteger totalOf(Run run) throws Exception {
    return StatementJson.read(
            StatementServiceGrpc.newBlockingStub(channel)
                .getStatement(
                    GetStatementRequest.newBuilder()
                        .setStatementDigest(run.getStatementDigest())
                        .build())
                .getStatementJson()
                .toByteArray())
        .statement()
        .totals()
        .get(0);
  }

  private static Run failed(String id) {
    List<Run> seen = Clients.watch(runs(), id);
    Run last = seen.get(seen.size() - 1);
    assertThat(last.getState()).as(last.toString()).isEqualTo(RunState.RUN_STATE_FAILED);
    return last;
  }

  private static Path kept(String id) {
    return directory.resolve("data/runs/" + id);
  }

  private static DeleteRunRequest deletion(String id) {
    return DeleteRunRequest.newBuilder().setRunId(id).build();
  }

  @Test
  void parquetAndQueriesOverFilesAreProven() throws Exception {
    runs().createRun(request("parquet").setFile("balances.parquet").build());
    runs()
        .createRun(
            request("sql")
                .setSql(
                    "SELECT user AS account_id, coin AS asset, amount AS equity FROM read_csv('"
                        + directory.resolve("sources/raw.csv")
                        + "', all_varchar = true)")
                .build());
    assertThat(totalOf(Clients.finish(runs(), "parquet"))).isEqualTo(40L * 150_000_000L);
    assertThat(totalOf(Clients.finish(runs(), "sql"))).isEqualTo(75_000_000L);

    refused(Status.Code.FAILED_PRECONDITION, () -> runs().deleteRun(deletion("parquet")));
    assertThat(kept("parquet")).exists();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "nowhere | table | balances | no such sources.postgresql",
        "tables | query | SELECT 1 | queries are not allowed",
        "tables | table | a;b | the table's name",
        "queries | query | SELECT 1; SELECT 2 | must be one statement",
        "queries | query | '' | is required",
      })
  void whatIsNotAllowedIsRefused(String connection, String kind, String text, String problem)
      throws Exception {
    PostgresqlSource.Builder source = rows(connection);
    BadRequest details =
        detail(
            refused(
                Status.Code.INVALID_ARGUMENT,
                () ->
                    runs()
                        .createRun(
                            request("refused")
                                .setPostgresql(
                                    kind.equals("table")
                                        ? source.setTable(text)
                                        : source.setQuery(text))
                                .build())),
            BadRequest.class);
    assertThat(details.getFieldViolations(0).getField()).startsWith("postgresql");
    assertThat(details.getFieldViolations(0).getDescription()).contains(problem);
  }

  @Test
  void aRunThatFailsTellsWhyLeavesNothingAndCanBeDeleted() throws Exception {
    runs().createRun(request("floats").setPostgresql(rows("tables").setTable("floats")).build());
    runs()
        .createRun(
            request("missing")
                .setPostgresql(rows("queries").setQuery("SELECT * FROM missing"))
                .build());
    RunFailure floats = failed("floats").getFailure();
    assertThat(floats.getKind()).isEqualTo(RunFailure.Kind.INPUT);
    assertThat(floats.getMessage()).contains("table floats, column equity: its type float4");
    assertThat(failed("missing").getFailure().getMessage())
        .contains("relation \"missing\" does not exist");
    await()
        .atMost(Clients.PATIENCE)
        .untilAsserted(() -> assertThat(kept("missing")).doesNotExist());
    assertThat(kept("floats")).doesNotExist();

    runs().deleteRun(deletion("floats"));
    refused(
        Status.Code.NOT_FOUND,
        () -> runs().getRun(GetRunRequest.newBuilder().setRunId("floats").build()));
    refused(Status.Code.NOT_FOUND, () -> runs().deleteRun(deletion("floats")));
    refused(
        Status.Code.UNAUTHENTICATED,
        () -> RunServiceGrpc.newBlockingStub(channel).deleteRun(deletion("missing")));
  }

  @Test
  void ofAnInsolventRunTheListOfAccountsStaysUntilItIsDeleted() throws Exception {
    Files.writeString(
        directory.resolve("sources/insolvent.csv"),
        "account_id,asset,equity,debt\nrich,BTC,1,0\npoor,BTC,1,2\n");
    runs().createRun(request("insolvent").setFile("insolvent.csv").build());
    assertThat(failed("insolvent").getFailure().getMessage()).contains("1 account");
    Path list = kept("insolvent").resolve("run/private/insolvent-accounts.csv");
    await()
        .atMost(Clients.PATIENCE)
        .untilAsserted(
            () -> {
              try (var all = Files.walk(kept("insolvent"))) {
                assertThat(all.filter(Files::isRegularFile)).containsExactly(list);
              }
            });
    assertThat(list).hasContent("account_id\n\"poor\"\n");
    runs().deleteRun(deletion("insolvent"));
    assertThat(kept("insolvent")).doesNotExist();
    // The id is free again.
    Files.writeString(
        directory.resolve("sources/insolvent.csv"), "account_id,asset,equity\nrich,BTC,x\n");
    runs().createRun(request("insolvent").setFile("insolvent.csv").build());
    failed("insolvent");
  }

  @Test
  void anUploadThatFailsIsDeleted() throws Exception {
    Clients.upload(
        as(RunServiceGrpc.newStub(channel), operator),
        Clients.spec("upload")
            .setAssetsCsv(ByteString.copyFromUtf8("asset,decimals,price,haircut\nETH,8,1,1\n"))
            .build(),
        3);
    assertThat(failed("upload").getFailure().getKind()).isEqualTo(RunFailure.Kind.INPUT);
    await().atMost(Clients.PATIENCE).untilAsserted(() -> assertThat(kept("upload")).doesNotExist());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "sources.postgresql.x.password | a | unknown setting sources.postgresql.x.password",
        "sources.postgresql.x.user | a | sources.postgresql.x.url",
        "sources.postgresql.X_.url | postgresql://h/d | unknown setting",
        "sources.postgresql.x.url | postgresql://u:p@h/d | sources.postgresql.x.url holds a password",
        "store.postgresql.url | nonsense | store.postgresql.url: expected postgresql://",
        "store.postgresql.password | a | unknown setting store.postgresql.password",
        "store.s3.secret | a | unknown setting store.s3.secret",
      })
  void wrongSettingsAreTold(String setting, String value, String message) {
    assertThatThrownBy(() -> config(new HashMap<>(Map.of(setting, value))))
        .isInstanceOf(InputException.class)
        .hasMessageContaining(message);
  }
}
