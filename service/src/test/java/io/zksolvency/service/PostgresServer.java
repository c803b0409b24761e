package io.zksolvency.service;

import io.zksolvency.prover.ingest.PostgresqlConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL on a free port, in a temporary directory, one for all tests of this process;
 * each test makes databases of its own.
 */
final class PostgresServer {
  static final String PASSWORD = "correct-horse-battery-7391";
  private static final int ATTEMPTS = 5;
  private static final int START_SECONDS = 90;
  private static PostgresServer shared;

  private final AtomicInteger databases = new AtomicInteger();
  private final Path programs;
  private final Path directory;
  private final List<String> asUser;
  private Process process;
  int port;

  private PostgresServer() throws Exception {
    programs = TestServers.postgresql();
    directory = Files.createTempDirectory("zksolvency-postgresql");
    // PostgreSQL refuses to run as root.
    asUser = System.getProperty("user.name").equals("root") ? asNobody(directory) : List.of();
    Runtime.getRuntime().addShutdownHook(new Thread(this::remove));
    Path password = Files.writeString(directory.resolve("password"), PASSWORD);
    run(
        "initdb",
        "-U",
        "postgres",
        "-A",
        "scram-sha-256",
        "--pwfile=" + password,
        "--encoding=UTF8",
        "--locale=C",
        "--no-sync");
    for (int attempt = 1; !start(freePort()); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new AssertionError("PostgreSQL does not start: " + Files.readString(log()));
      }
    }
  }

  static synchronized PostgresServer shared() throws Exception {
    if (shared == null) {
      shared = new PostgresServer();
    }
    return shared;
  }

  private static List<String> asNobody(Path directory) throws IOException {
    UserPrincipalLookupService users = directory.getFileSystem().getUserPrincipalLookupService();
    PosixFileAttributeView owner =
        Files.getFileAttributeView(directory, PosixFileAttributeView.class);
    owner.setOwner(users.lookupPrincipalByName("nobody"));
    String group = group(directory);
    return List.of("setpriv", "--reuid=nobody", "--regid=" + group, "--clear-groups", "--");
  }

  private static String group(Path directory) throws IOException {
    // Debian calls it nogroup, others nobody.
    for (String name : List.of("nogroup", "nobody")) {
      try {
        directory.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name);
        return name;
      } catch (java.nio.file.attribute.UserPrincipalNotFoundException e) {
        // The other one, then.
      }
    }
    throw new AssertionError("there is no group for the user nobody");
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  private List<String> command(String program, String... arguments) {
    List<String> command = new ArrayList<>(asUser);
    command.add(programs.resolve(program).toString());
    command.addAll(List.of("-D", directory.resolve("data").toString()));
    command.addAll(List.of(arguments));
    return command;
  }

  private void run(String program, String... arguments) throws Exception {
    TestServers.run(command(program, arguments), log());
  }

  /** Returns if it serves; another process may have taken the port. */
  private boolean start(int onPort) throws Exception {
    port = onPort;
    process =
        new ProcessBuilder(
                command(
                    "postgres",
                    "-p",
                    Integer.toString(port),
                    "-c",
                    "listen_addresses=127.0.0.1",
                    "-c",
                    "unix_socket_directories=",
                    "-c",
                    "fsync=off",
                    "-c",
                    "shared_buffers=32MB"))
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
            .start();
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        System.nanoTime() < end && process.isAlive(); ) {
      try (Connection connection = connect("postgres")) {
        return connection.isValid(5);
      } catch (SQLException e) {
        Thread.sleep(100);
      }
    }
    process.destroyForcibly();
    return false;
  }

  /** Cuts every connection and refuses new ones, as a crash does. */
  void crash() throws Exception {
    run("pg_ctl", "stop", "-m", "immediate", "-w");
    process.waitFor();
  }

  /** Serves again, on the same port, what it had. */
  void recover() throws Exception {
    for (int attempt = 1; !start(port); attempt++) {
      if (attempt == ATTEMPTS) {
        throw new AssertionError("PostgreSQL does not recover: " + Files.readString(log()));
      }
    }
  }

  private void remove() {
    try {
      if (process != null && process.isAlive()) {
        crash();
      }
      io.zksolvency.prover.run.DurableFiles.deleteTree(directory);
    } catch (Exception e) {
      process.destroyForcibly();
    }
  }

  /** Makes an empty database and returns its name. */
  String newDatabase() throws SQLException {
    String name = "test" + databases.incrementAndGet();
    execute("postgres", "CREATE DATABASE " + name);
    return name;
  }

  String url(String database) {
    return "postgresql://postgres@127.0.0.1:" + port + "/" + database;
  }

  /** Returns the connection's settings, with the password's file. */
  PostgresqlConnection connection(String database, Path scratch) throws Exception {
    return PostgresqlConnection.of(
        "test", url(database), Optional.empty(), Optional.of(passwordFile(scratch)));
  }

  Path passwordFile(Path scratch) throws IOException {
    return Files.writeString(scratch.resolve("postgresql.password"), PASSWORD + "\n");
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/" + database, "postgres", PASSWORD);
  }

  void execute(String database, String... statements) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }

  long number(String database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** Cuts the connections that the product holds. */
  void cutConnections(String database) throws SQLException {
    execute(
        database,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '"
            + database
            + "' AND application_name = 'solvency'");
  }

  /** Copies a database as operators do, by pg_dump and psql. */
  void dumpAndRestore(String from, String to, Path scratch) throws Exception {
    Path dump = scratch.resolve("dump.sql");
    TestServers.run(
        List.of(programs.resolve("pg_dump").toString(), "-f", dump.toString(), libpq(from)),
        scratch.resolve("pg_dump.log"));
    TestServers.run(
        List.of(
            programs.resolve("psql").toString(),
            "-v",
            "ON_ERROR_STOP=1",
            "-f",
            dump.toString(),
            libpq(to)),
        scratch.resolve("psql.log"));
  }

  private String libpq(String database) {
    return "postgresql://postgres:" + PASSWORD + "@127.0.0.1:" + port + "/" + database;
  }
}
