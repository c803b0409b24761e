package io.zksolvency.prover.app;

import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.run.RunDirectory;
import io.zksolvency.prover.run.RunOptions;
import io.zksolvency.prover.run.RunResult;
import io.zksolvency.prover.run.SolvencyRun;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code solvency prove}: the real run. */
@Command(
    name = "prove",
    mixinStandardHelpOptions = true,
    versionProvider = VersionProvider.class,
    sortOptions = false,
    description = {
      "Reads balances and prices, proves the liabilities and publishes a signed statement in"
          + " DIR/public. DIR/private keeps what customers' inclusion files are made from.",
      "If it is stopped, even by kill -9 or a power cut, the same command goes on where it was."
    },
    footer = {
      "",
      "Balances are CSV, Parquet or rows of PostgreSQL, recognised by the columns' names:",
      "  account_id,asset,equity[,debt]          one row for each account and asset",
      "  account_id,equity_BTC,debt_BTC,…        one row for each account",
      "Amounts are plain decimals such as 0.00150000; an empty debt, or an empty cell of the second",
      "form, is 0. Account ids are 1 to 256 bytes of UTF-8 in normal form C without control or",
      "invisible characters, compared byte by byte. Assets and prices are CSV:",
      "  asset,decimals,price,haircut[,debt_haircut]",
      "  BTC,8,64250.17,0.95",
      "",
      "Examples:",
      "  solvency prove --accounts balances.csv --assets assets.csv --out 2026-11 --name 'My Exchange'",
      "  solvency prove --assets assets.csv --out 2026-11 --accounts-sql \"SELECT user AS account_id,",
      "      coin AS asset, amount AS equity FROM read_csv('*.csv', all_varchar = true)\"",
      "  solvency prove --assets assets.csv --out 2026-11 --postgresql-table balances \\",
      "      --accounts-postgresql postgresql://reader@db.example.com/exchange?sslmode=verify-full",
      "  solvency prove … --out 2026-12 --previous 2026-11/public/statement.json \\",
      "      --master-key 2026-11/private/master.key --issuer-key 2026-11/private/issuer.pem"
    })
final class ProveCommand implements Callable<Integer> {
  private static final int MAX_NAME_BYTES = 256;

  @Spec private CommandSpec spec;

  @ArgGroup(multiplicity = "1")
  private Accounts accounts;

  private static final class Accounts {
    @Option(
        names = "--accounts",
        required = true,
        paramLabel = "FILE",
        description = "Balances, CSV or Parquet.")
    private Path file;

    @Option(
        names = "--accounts-sql",
        required = true,
        paramLabel = "SQL",
        description = "Balances, the result of a DuckDB query over any files.")
    private String sql;

    @ArgGroup(exclusive = false)
    private PostgresqlOptions postgresql;

    private AccountsSource source() throws InputException {
      if (file != null) {
        return new AccountsSource.InFile(file);
      }
      return sql != null ? new AccountsSource.InQuery(sql) : postgresql.source();
    }
  }

  @Option(
      names = "--assets",
      required = true,
      paramLabel = "FILE",
      description = "Assets, prices and haircuts, CSV.")
  private Path assets;

  @Option(
      names = "--out",
      required = true,
      paramLabel = "DIR",
      description = "The run's directory.")
  private Path out;

  @Option(
      names = "--name",
      paramLabel = "NAME",
      defaultValue = "unnamed issuer",
      description = "Who issues the statement. Default: '${DEFAULT-VALUE}'.")
  private String name;

  @Option(
      names = "--snapshot-time",
      paramLabel = "T",
      description = "When the balances were so: YYYY-MM-DDTHH:MM:SSZ. Default: now.")
  private String snapshotTime;

  @Option(
      names = "--previous",
      paramLabel = "STATEMENT",
      description = "The statement.json before this one; its number and digest are taken up.")
  private Path previous;

  @Option(
      names = "--sequence",
      paramLabel = "N",
      description = "Check that this is statement N, counted from 0.")
  private Long sequence;

  @Mixin private KeyOptions keys;

  @Option(
      names = "--exclude-insolvent",
      description = {
        "Leave out accounts whose debts exceed their equity after haircuts, and publish their",
        "number and, for each asset, the sum of what they owe beyond what they hold in it.",
        "Default: such an account stops the run."
      })
  private boolean excludeInsolvent;

  @Option(
      names = "--fresh",
      description = "Delete what an earlier run left in DIR, its statement too, and start over.")
  private boolean fresh;

  @Option(
      names = "--batch-rows",
      paramLabel = "N",
      description = {
        "Rows of a batch: 32768, 65536, 131072 or 262144; proving takes about 24 kB a row, of",
        "two batches or more at a time where memory allows.",
        "Default: chosen by the number of accounts and the free memory."
      })
  private Integer batchRows;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that read and prove. Default: one a processor.")
  private Integer threads;

  @Mixin private OutputOptions output;

  @Override
  public Integer call() throws Exception {
    RunResult result;
    try (ConsoleProgress progress = output.progress()) {
      result = SolvencyRun.run(options(), progress);
    }
    if (output.json) {
      Summary.printJson(Summary.fields(result), spec.commandLine().getOut());
    } else {
      Summary.print(result, spec.commandLine().getOut());
    }
    return ExitCode.OK.code();
  }

  private RunOptions options() throws InputException {
    return new RunOptions(
        accounts.source(),
        assets,
        new RunDirectory(out),
        Optional.ofNullable(snapshotTime).map(this::requireTime),
        requireName(name),
        Optional.ofNullable(keys.masterKey),
        Optional.ofNullable(keys.issuerKey),
        sequence == null ? OptionalLong.empty() : OptionalLong.of(sequence),
        Optional.ofNullable(previous),
        excludeInsolvent,
        fresh,
        batchRows == null ? OptionalInt.empty() : OptionalInt.of(log2Rows(batchRows)),
        threads());
  }

  private String requireTime(String text) {
    try {
      if (text.length() == "2026-11-30T00:00:00Z".length()
          && Instant.parse(text).toString().equals(text)) {
        return text;
      }
    } catch (DateTimeException e) {
      // The same answer.
    }
    throw usage("--snapshot-time: expected a time such as 2026-11-30T00:00:00Z");
  }

  private String requireName(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;
    boolean printable = text.codePoints().noneMatch(Character::isISOControl);
    if (bytes < 1 || bytes > MAX_NAME_BYTES || !printable) {
      throw usage("--name: expected 1 to 256 bytes without control characters");
    }
    return text;
  }

  private int log2Rows(int rows) {
    for (int log2 = PublicInputs.MIN_LOG2_ROWS; log2 <= PublicInputs.MAX_LOG2_ROWS; log2++) {
      if (rows == 1 << log2) {
        return log2;
      }
    }
    throw usage("--batch-rows: expected 32768, 65536, 131072 or 262144");
  }

  private int threads() {
    if (threads == null) {
      return Runtime.getRuntime().availableProcessors();
    }
    if (threads < 1) {
      throw usage("--threads: expected a number above 0");
    }
    ProvingThreads.limitTo(threads);
    return threads;
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
