package io.zksolvency.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** `solvency prove --accounts-postgresql` as a process. */
@Tag("native")
@EnabledIf("io.zksolvency.service.Clients#librariesPresent")
class PostgresqlCommandTest {
  @TempDir Path directory;
  private PostgresServer server;
  private String database;
  private Path assets;
  private Path out;

  @BeforeEach
  void start() throws Exception {
    server = PostgresServer.shared();
    database = server.newDatabase();
    assets = Files.writeString(directory.resolve("assets.csv"), Clients.ASSETS);
    out = directory.resolve("run");
  }

  private Process prove(String url, String... more) throws Exception {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx512m");
    command.add("-DSOLVENCY_LOG=TRACE");
    String libraries = System.getProperty("zksolvency.native.path");
    if (libraries != null) {
      command.add("-Dzksolvency.native.path=" + libraries);
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of("io.zksolvency.service.app.SolvencyMain", "prove", "--json"));
    command.addAll(List.of("--assets", assets.toString(), "--out", out.toString()));
    command.addAll(List.of("--batch-rows", "32768", "--accounts-postgresql", url));
    command.addAll(List.of(more));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.appendTo(err().toFile()))
            .redirectOutput(directory.resolve("out").toFile())
            .redirectInput(new File("/dev/null"));
    Path passwords =
        Files.writeString(
            directory.resolve("pgpass"),
            "127.0.0.1:" + server.port + ":*:postgres:" + PostgresServer.PASSWORD + "\n");
    Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
    builder.environment().put("PGPASSFILE", passwords.toString());
    return builder.start();
  }

  private Path err() {
    return directory.resolve("err");
  }

  private int end(Process process) throws Exception {
    assertThat(process.waitFor(Clients.PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  @Test
  void aKilledRunGoesOnWithTheSameSnapshot() throws Exception {
    server.execute(
        database,
        "CREATE TABLE wide AS SELECT 'acct-' || n AS account_id, 0.71::numeric AS \"equity_BTC\","
            + " (n % 2)::numeric(20, 10) AS \"equity_USDC\" FROM generate_series(1, 100) n");
    String[] options = {"--postgresql-query", "SELECT * FROM wide WHERE \"equity_BTC\" > 0"};
    Process killed = prove(server.url(database), options);
    await()
        .atMost(Clients.PATIENCE)
        .until(() -> Files.exists(out.resolve("private/plan.json")) || !killed.isAlive());
    killed.destroyForcibly().waitFor();
    assertThat(out.resolve("private/plan.json")).exists();
    server.execute(database, "DROP TABLE wide");

    assertThat(end(prove(server.url(database), options))).as(Files.readString(err())).isZero();
    assertThat(Files.readString(directory.resolve("out"))).contains("\"accounts\":100");
    assertThat(Files.readString(out.resolve("public/statement.json")))
        .contains("71.00000000")
        .contains("50.000000");
    assertThat(Files.readString(err()))
        .doesNotContain(PostgresServer.PASSWORD)
        .doesNotContain("acct-");
    ProductionStoresTest.requireAbsent(out, PostgresServer.PASSWORD);
  }

  @Test
  void whatIsWrongIsTold() throws Exception {
    assertThat(end(prove("postgresql://u:hunter2@h/d", "--postgresql-table", "wide")))
        .isEqualTo(65);
    assertThat(end(prove(server.url(database), "--postgresql-table", "wide"))).isEqualTo(65);
    assertThat(end(prove(server.url(database)))).as("no rows named").isEqualTo(64);
    assertThat(Files.readString(err()))
        .contains("--accounts-postgresql holds a password")
        .contains("relation \"wide\" does not exist")
        .contains("--postgresql-table")
        .doesNotContain("hunter2");
  }
}
