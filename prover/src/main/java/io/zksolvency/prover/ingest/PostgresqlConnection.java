package io.zksolvency.prover.ingest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Where a PostgreSQL database is and who enters it: knows the password's file, never the password.
 *
 * <p>Without a file the driver looks where psql does: in the file that PGPASSFILE names, else in
 * {@code ~/.pgpass}.
 */
public final class PostgresqlConnection {
  private static final Pattern URL =
      Pattern.compile("(?:jdbc:)?postgres(?:ql)?://(?:([^@/?]*)@)?([^@?]*)(?:\\?(.*))?");
  private static final int CONNECT_SECONDS = 10;
  private static final int CANCEL_SECONDS = 2;

  /** Silent, and held lest that be forgotten: what goes wrong is told by who connects. */
  private static final Logger DRIVER_LOG = Logger.getLogger("org.postgresql");

  static {
    DRIVER_LOG.setLevel(Level.OFF);
  }

  private final String address;
  private final String parameters;
  private final Optional<String> user;
  private final Optional<Path> passwordFile;

  private PostgresqlConnection(
      String address, String parameters, Optional<String> user, Optional<Path> passwordFile) {
    this.address = address;
    this.parameters = parameters;
    this.user = user;
    this.passwordFile = passwordFile;
  }

  /**
   * Checks and takes apart what an operator gives.
   *
   * @param where names the setting, for messages
   * @param url {@code postgresql://[USER@]HOST[:PORT][,…]/DATABASE[?…]} with the driver's
   *     parameters
   * @throws InputException if it is none, or holds a password
   */
  public static PostgresqlConnection of(
      String where, String url, Optional<String> user, Optional<Path> passwordFile)
      throws InputException {
    Matcher parts = URL.matcher(url);
    if (!parts.matches() || !parts.group(2).matches("[^/]+/[^/]+")) {
      throw new InputException(
          where + ": expected postgresql://[USER@]HOST[:PORT]/DATABASE[?PARAMETERS]");
    }
    String named = parts.group(1);
    String parameters = parts.group(3) == null ? "" : parts.group(3);
    boolean secret = named != null && named.contains(":");
    for (String parameter : parameters.toLowerCase(Locale.ROOT).split("&")) {
      secret |= parameter.startsWith("password=") || parameter.startsWith("sslpassword=");
    }
    if (secret) {
      throw new InputException(
          where
              + " holds a password, which others could read there: name a file that holds it, or use"
              + " ~/.pgpass");
    }
    return new PostgresqlConnection(
        parts.group(2),
        parameters,
        user.or(() -> Optional.ofNullable(named).filter(name -> !name.isEmpty())),
        passwordFile);
  }

  /** Returns host and database: what tells one source from another, whoever reads it. */
  public String address() {
    return address;
  }

  /**
   * Returns a source of connections, its password read now.
   *
   * @throws InputException if the password's file can't be used
   */
  public PGSimpleDataSource dataSource() throws IOException, InputException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    try {
      source.setUrl(
          "jdbc:postgresql://" + address + (parameters.isEmpty() ? "" : "?" + parameters));
    } catch (IllegalArgumentException e) {
      throw new InputException("the address of PostgreSQL has a port or parameter that is wrong");
    }
    user.ifPresent(source::setUser);
    if (passwordFile.isPresent()) {
      source.setPassword(password(passwordFile.get()));
    }
    source.setApplicationName("solvency");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setCancelSignalTimeout(CANCEL_SECONDS);
    source.setTcpKeepAlive(true);
    // Details quote rows.
    source.setLogServerErrorDetail(false);
    return source;
  }

  private static String password(Path file) throws IOException, InputException {
    if (!Files.isRegularFile(file)) {
      throw new InputException("there is no password file " + file);
    }
    String password = Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
    if (password.isEmpty() || password.indexOf('\n') >= 0) {
      throw new InputException("the password file " + file + " must hold one line, the password");
    }
    return password;
  }

  @Override
  public String toString() {
    return address;
  }
}
