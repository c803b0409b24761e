package io.zksolvency.prover.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The source's rows, copied as text into the table {@code staged} with columns c0, c1, …; row r
 * (from 1) has rowid r - 1.
 *
 * @param fileSha256 of the source as it was read, if that is one file
 * @param where names the source, for messages
 * @param rowWord what a row is called there, and {@code rowOffset} what to add to r
 */
record StagedRows(
    Optional<String> fileSha256, String where, String rowWord, int rowOffset, AccountForm form) {
  private static final byte[] PARQUET_MAGIC = "PAR1".getBytes(StandardCharsets.US_ASCII);
  private static final Set<String> INTEGERS =
      Set.of(
          "TINYINT",
          "SMALLINT",
          "INTEGER",
          "BIGINT",
          "HUGEINT",
          "UTINYINT",
          "USMALLINT",
          "UINTEGER",
          "UBIGINT",
          "UHUGEINT");
  private static final Pattern GLOB = Pattern.compile("[*?\\[\\]{}]");

  /** Names row r (from 1), as in {@code accounts.csv line 17}. */
  String row(long r) {
    return "%s %s %d".formatted(where, rowWord, r + rowOffset);
  }

  /** Fills the table {@code staged}; the database has none yet. */
  static StagedRows load(LedgerDatabase database, AccountsSource source, Consumer<String> progress)
      throws IOException, InputException {
    if (source instanceof AccountsSource.InFile in) {
      return loadFile(database, in.file());
    }
    return source instanceof AccountsSource.InQuery in
        ? loadQuery(database, in.sql())
        : PostgresqlSnapshot.load(database, (AccountsSource.InPostgresql) source, progress);
  }

  private static StagedRows loadFile(LedgerDatabase database, Path file)
      throws IOException, InputException {
    Path absolute = file.toAbsolutePath().normalize();
    if (GLOB.matcher(absolute.toString()).find()) {
      throw new InputException(
          "the path of " + file.getFileName() + " has one of * ? [ ] { }; please rename it");
    }
    byte[] start = firstBytes(absolute);
    if (start.length >= 2 && (start[0] & 0xff) == 0x1f && (start[1] & 0xff) == 0x8b) {
      throw new InputException(file.getFileName() + " is compressed; please decompress it first");
    }
    return Arrays.equals(start, PARQUET_MAGIC)
        ? loadParquet(database, absolute)
        : loadCsv(database, absolute);
  }

  private static byte[] firstBytes(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return in.readNBytes(PARQUET_MAGIC.length);
    }
  }

  private static StagedRows loadCsv(LedgerDatabase database, Path file)
      throws IOException, InputException {
    FileFingerprint before = FileFingerprint.of(file);
    try {
      return loadCsv(database, file, before);
    } catch (InputException | IOException e) {
      // A file that changes has faults of any kind: that it changes is the one to tell.
      before.requireUnchanged();
      throw e;
    }
  }

  private static StagedRows loadCsv(LedgerDatabase database, Path file, FileFingerprint before)
      throws IOException, InputException {
    CsvFile csv = CsvFile.scan(file);
    String name = file.getFileName().toString();
    AccountForm form = AccountForm.recognise(name + " line 1", csv.header());
    csv.requireRecords();
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < csv.header().size(); i++) {
      columns.append(i == 0 ? "" : ", ").append("'c").append(i).append("': 'VARCHAR'");
    }
    stage(
        database,
        name,
        """
        SELECT * FROM read_csv(%s, auto_detect = false, header = true, delim = ',', quote = '"',
          escape = '"', columns = {%s}, strict_mode = true, null_padding = false,
          compression = 'none', hive_partitioning = false, max_line_size = 8388608)
        """
            .formatted(literal(file.toString()), columns));
    before.requireUnchanged();
    long rows = database.number("SELECT count(*) FROM staged");
    if (rows != csv.records()) {
      throw new IllegalStateException(
          "read %d rows of a file of %d".formatted(rows, csv.records()));
    }
    return new StagedRows(Optional.of(before.sha256()), name, "line", 1, form);
  }

  private static StagedRows loadParquet(LedgerDatabase database, Path file)
      throws IOException, InputException {
    FileFingerprint before = FileFingerprint.of(file);
    String name = file.getFileName().toString();
    String query =
        "SELECT * FROM read_parquet(%s, hive_partitioning = false, filename = false)"
            .formatted(literal(file.toString()));
    AccountForm form = stageTyped(database, name, query);
    before.requireUnchanged();
    return new StagedRows(Optional.of(before.sha256()), name, "row", 0, form);
  }

  private static StagedRows loadQuery(LedgerDatabase database, String sql)
      throws IOException, InputException {
    String query = sql.strip();
    while (query.endsWith(";")) {
      query = query.substring(0, query.length() - 1).strip();
    }
    if (!query.toLowerCase(Locale.ROOT).matches("(?s)(select|with|from|values)\\b.*")) {
      throw new InputException(
          "--accounts-sql is not a query: expected SELECT account_id, asset, …");
    }
    String where = "the result of --accounts-sql";
    AccountForm form = stageTyped(database, where, "SELECT * FROM (" + query + "\n)");
    return new StagedRows(Optional.empty(), where, "row", 0, form);
  }

  private static AccountForm stageTyped(LedgerDatabase database, String where, String query)
      throws IOException, InputException {
    List<String> names = new ArrayList<>();
    List<String> types = new ArrayList<>();
    try (Statement statement = database.connection().createStatement();
        ResultSet rows = statement.executeQuery("DESCRIBE " + query)) {
      while (rows.next()) {
        names.add(rows.getString("column_name"));
        types.add(rows.getString("column_type"));
      }
    } catch (SQLException e) {
      throw queryFailure(where, e);
    }
    AccountForm form = AccountForm.recognise(where, names);
    StringBuilder columns = new StringBuilder();
    for (int i = 0; i < names.size(); i++) {
      columns
          .append(i == 0 ? "" : ", ")
          .append(asText(where, names.get(i), types.get(i), i == form.idColumn()))
          .append(" AS c")
          .append(i);
    }
    stage(database, where, "SELECT %s FROM (%s\n)".formatted(columns, query));
    if (database.number("SELECT count(*) FROM staged") == 0) {
      throw new InputException(where + " has no rows");
    }
    return form;
  }

  /** Exact types only: text stays as it is, integers and decimals are written out in full. */
  private static String asText(String where, String name, String type, boolean id)
      throws InputException {
    String column = '"' + name.replace("\"", "\"\"") + '"';
    String text = "CAST(%s AS VARCHAR)".formatted(column);
    if (type.equals("VARCHAR") || type.startsWith("ENUM") || INTEGERS.contains(type)) {
      return text;
    }
    if (type.startsWith("DECIMAL") && !id) {
      return "CASE WHEN contains(%1$s, '.') THEN rtrim(rtrim(%1$s, '0'), '.') ELSE %1$s END"
          .formatted(text);
    }
    if (type.equals("UUID") && id) {
      return text;
    }
    if (type.equals("FLOAT") || type.equals("DOUBLE")) {
      throw new InputException(
          "%s, column %s: its type %s is binary floating point, which rounds amounts; expected text,"
                  .formatted(where, name, type)
              + " DECIMAL or an integer (in a query over CSV: read_csv(…, all_varchar = true))");
    }
    throw new InputException(
        "%s, column %s: its type is %s; expected text, DECIMAL or an integer"
            .formatted(where, name, type));
  }

  private static void stage(LedgerDatabase database, String where, String query)
      throws IOException, InputException {
    try (Statement statement = database.connection().createStatement()) {
      statement.execute("CREATE TABLE staged AS " + query);
    } catch (SQLException e) {
      throw queryFailure(where, e);
    }
  }

  /** A query's own faults are the operator's; rows that DuckDB quotes in a message are dropped. */
  private static InputException queryFailure(String where, SQLException e) throws IOException {
    String message = String.valueOf(e.getMessage());
    boolean aboutText =
        message.startsWith("Parser Error")
            || message.startsWith("Binder Error")
            || message.startsWith("Catalog Error")
            || message.startsWith("Missing Extension Error")
            || message.startsWith("IO Error: No files found");
    if (aboutText) {
      return new InputException(where + ": " + LedgerDatabase.firstLine(message));
    }
    if (message.startsWith("IO Error") || message.startsWith("Out of Memory Error")) {
      throw LedgerDatabase.failure("reading " + where, e);
    }
    return new InputException(
        "%s can't be read (%s)".formatted(where, LedgerDatabase.kind(message)));
  }

  static String literal(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
