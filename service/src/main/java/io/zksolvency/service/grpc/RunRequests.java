package io.zksolvency.service.grpc;

import com.google.protobuf.Timestamp;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.proto.v1.BalanceRow;
import io.zksolvency.proto.v1.CreateRunRequest;
import io.zksolvency.proto.v1.PostgresqlSource;
import io.zksolvency.proto.v1.RunSpec;
import io.zksolvency.prover.ingest.AccountIds;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.service.config.ServiceConfig;
import io.zksolvency.service.runs.PostgresqlReference;
import io.zksolvency.service.runs.RunRequest;
import io.zksolvency.service.security.Rejections;
import io.zksolvency.service.security.Rejections.Violation;
import io.zksolvency.service.store.RunRow.Chain;
import io.zksolvency.service.store.RunRow.SourceKind;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;

/** Checks what clients ask runs for. */
final class RunRequests {
  private static final Pattern RUN_ID = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");
  private static final Pattern SYMBOL = Pattern.compile("[A-Za-z0-9._-]{1,64}");
  private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,40}(\\.[0-9]{1,40})?");
  private static final int MAX_NAME_BYTES = 256;
  private static final int MAX_ASSETS_BYTES = 1 << 20;
  private static final int MAX_SQL_CHARACTERS = 1 << 16;

  private RunRequests() {}

  static String runId(String id) {
    if (!RUN_ID.matcher(id).matches()) {
      throw Rejections.badRequest("run_id", idRule());
    }
    return id;
  }

  private static String idRule() {
    return "must be 1 to 63 lower-case letters, digits and inner hyphens";
  }

  static RunRequest upload(RunSpec spec, ServiceConfig config) {
    return request(spec, config, SourceKind.UPLOAD, "", new ArrayList<>());
  }

  static RunRequest create(CreateRunRequest request, ServiceConfig config) {
    List<Violation> wrong = new ArrayList<>();
    SourceKind kind = SourceKind.FILE;
    String source = "";
    switch (request.getSourceCase()) {
      case FILE -> source = file(request.getFile(), config.sources(), wrong);
      case SQL -> {
        kind = SourceKind.SQL;
        source = request.getSql();
        if (!config.sources().allowSql()) {
          wrong.add(new Violation("sql", "is not allowed on this server (sources.allow-sql)"));
        } else if (!isText(source)) {
          wrong.add(new Violation("sql", "must have 1 to 65536 characters, none of them NUL"));
        }
      }
      case POSTGRESQL -> {
        kind = SourceKind.POSTGRESQL;
        source = postgresql(request.getPostgresql(), config.sources(), wrong);
      }
      default -> wrong.add(new Violation("source", "is required: file, sql or postgresql"));
    }
    if (!request.hasSpec()) {
      wrong.add(new Violation("spec", "is required"));
      throw Rejections.badRequest(wrong);
    }
    return request(request.getSpec(), config, kind, source, wrong);
  }

  private static boolean isText(String text) {
    return !text.isBlank() && text.length() <= MAX_SQL_CHARACTERS && text.indexOf('\0') < 0;
  }

  /** Returns the stored form; whether the database has such rows, the run finds out. */
  private static String postgresql(
      PostgresqlSource source, ServiceConfig.Sources sources, List<Violation> wrong) {
    boolean query = source.getRowsCase() == PostgresqlSource.RowsCase.QUERY;
    String text = query ? source.getQuery() : source.getTable();
    if (!isText(text)) {
      wrong.add(
          new Violation(
              "postgresql.rows",
              "is required: table or query, at most 65536 characters, none of them NUL"));
      return "";
    }
    PostgresqlReference reference = new PostgresqlReference(source.getConnection(), query, text);
    try {
      reference.resolve(sources.postgresql());
    } catch (InputException e) {
      wrong.add(new Violation("postgresql", "can't be read: " + e.getMessage()));
    }
    return reference.stored();
  }

  /** Returns the real path, which must be under a directory that the operator has named. */
  private static String file(String text, ServiceConfig.Sources sources, List<Violation> wrong) {
    try {
      Path named = Path.of(text);
      if (!text.isEmpty() && !sources.directories().isEmpty()) {
        Path file = sources.directories().get(0).resolve(named).toRealPath();
        for (Path directory : sources.directories()) {
          if (file.startsWith(directory.toRealPath()) && Files.isRegularFile(file)) {
            return file.toString();
          }
        }
      }
    } catch (IOException | InvalidPathException e) {
      // The same answer: what lies elsewhere is none of the caller's business.
    }
    wrong.add(new Violation("file", "is no file under the server's sources.directories"));
    return "";
  }

  private static RunRequest request(
      RunSpec spec, ServiceConfig config, SourceKind kind, String source, List<Violation> wrong) {
    if (!RUN_ID.matcher(spec.getRunId()).matches()) {
      wrong.add(new Violation("spec.run_id", idRule()));
    }
    String name = spec.getIssuerName().isEmpty() ? config.issuer().name() : spec.getIssuerName();
    if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES
        || name.codePoints().anyMatch(Character::isISOControl)) {
      wrong.add(
          new Violation("spec.issuer_name", "must be 1 to 256 bytes without control characters"));
    }
    if (spec.getAssetsCsv().isEmpty() || spec.getAssetsCsv().size() > MAX_ASSETS_BYTES) {
      wrong.add(new Violation("spec.assets_csv", "must have 1 to 1048576 bytes"));
    }
    if (spec.getFirstStatement() && !spec.getPreviousStatementDigest().isEmpty()) {
      wrong.add(new Violation("spec.first_statement", "excludes spec.previous_statement_digest"));
    }
    int previousBytes = spec.getPreviousStatementDigest().size();
    if (previousBytes != 0 && previousBytes != Fields.DIGEST_BYTES) {
      wrong.add(new Violation("spec.previous_statement_digest", "must have 32 bytes"));
    }
    Optional<String> time = Optional.empty();
    if (spec.hasSnapshotTime()) {
      time = time(spec.getSnapshotTime());
      if (time.isEmpty()) {
        wrong.add(
            new Violation("spec.snapshot_time", "must be whole seconds of the years 1970 to 9999"));
      }
    }
    OptionalInt log2Rows = log2Rows(spec.getBatchRows());
    if (spec.getBatchRows() != 0 && log2Rows.isEmpty()) {
      wrong.add(new Violation("spec.batch_rows", "must be 32768, 65536, 131072 or 262144"));
    }
    if (!wrong.isEmpty()) {
      throw Rejections.badRequest(wrong);
    }
    Chain chain =
        spec.getFirstStatement() ? Chain.FIRST : previousBytes > 0 ? Chain.GIVEN : Chain.LATEST;
    return new RunRequest(
        spec.getRunId(),
        name,
        time,
        spec.getAssetsCsv().toByteArray(),
        spec.getExcludeInsolvent(),
        log2Rows,
        chain,
        previousBytes > 0
            ? Optional.of(spec.getPreviousStatementDigest().toByteArray())
            : Optional.empty(),
        kind,
        source);
  }

  private static Optional<String> time(Timestamp time) {
    try {
      String text = Instant.ofEpochSecond(time.getSeconds()).toString();
      return time.getNanos() == 0
              && time.getSeconds() >= 0
              && text.length() == "2026-11-30T00:00:00Z".length()
          ? Optional.of(text)
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static OptionalInt log2Rows(int rows) {
    for (int log2 = PublicInputs.MIN_LOG2_ROWS; log2 <= PublicInputs.MAX_LOG2_ROWS; log2++) {
      if (rows == 1 << log2) {
        return OptionalInt.of(log2);
      }
    }
    return OptionalInt.empty();
  }

  /** Returns if a row could be one; whether it fits the assets, the run finds out. */
  static void check(BalanceRow row, int number) {
    String field = "rows.rows[" + number + "].";
    AccountIds.problem(row.getAccountId())
        .ifPresent(
            problem -> {
              throw Rejections.badRequest(field + "account_id", problem);
            });
    if (!SYMBOL.matcher(row.getAsset()).matches()) {
      throw Rejections.badRequest(field + "asset", "is no asset symbol");
    }
    if (!AMOUNT.matcher(row.getEquity()).matches()) {
      throw Rejections.badRequest(field + "equity", "is no plain decimal");
    }
    if (!row.getDebt().isEmpty() && !AMOUNT.matcher(row.getDebt()).matches()) {
      throw Rejections.badRequest(field + "debt", "is no plain decimal");
    }
  }
}
