package io.zksolvency.prover.ingest;

import io.zksolvency.circuits.ledger.Account;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.Keys;
import io.zksolvency.circuits.ledger.Weights;
import io.zksolvency.prover.stop.Cancellation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Turns the operator's rows into the ordered balance database that batches are read from.
 *
 * <p>The result has two tables: {@code account(id, entries)}, whose rowid is the account's position
 * in the keyed order, and {@code balance(position, asset, equity, debt)} in base units, without
 * zeros. All sums and comparisons are of integers of 64 or 128 bits. Memory is bounded by the
 * database's limit.
 */
public final class AccountIngestion {
  /** Most entries of a general ledger account, 2^12 rows of three. */
  private static final int MAX_CONTROL_ENTRIES = 3 << 12;

  private static final long MAX_ENTRY = Entry.AMOUNT_LIMIT - 1;

  private final LedgerDatabase database;
  private final AssetTable assets;
  private final Settings settings;

  /**
   * What one ingestion needs besides the data.
   *
   * @param directory a private directory for the database being made
   * @param result the finished database; appears whole or not at all
   * @param orderKeyHex secret prefix of the hash that orders accounts
   * @param excludeInsolvent leave accounts of negative net value out and report them
   * @param insolvent told the ids of accounts with a negative net value, one by one
   * @param progress told what is being done, in a few words
   */
  public record Settings(
      Path directory,
      Path result,
      LedgerDatabase.Limits limits,
      String orderKeyHex,
      AccountLabels labels,
      boolean excludeInsolvent,
      InsolventAccounts insolvent,
      Consumer<String> progress) {
    @Override
    public String toString() {
      return "Settings[redacted]";
    }
  }

  /** Receives the ids of insolvent accounts. */
  @FunctionalInterface
  public interface InsolventAccounts {
    /** Called once per account, in the order of their ids. */
    void accept(String accountId) throws IOException;
  }

  private AccountIngestion(LedgerDatabase database, AssetTable assets, Settings settings) {
    this.database = database;
    this.assets = assets;
    this.settings = settings;
  }

  /**
   * Reads, checks and orders everything.
   *
   * @throws InputException about the first fault of the data
   */
  public static LedgerFacts run(AccountsSource source, AssetTable assets, Settings settings)
      throws IOException, InputException {
    return run(source, assets, settings, new Cancellation());
  }

  /**
   * Reads, checks and orders everything.
   *
   * @throws InputException about the first fault of the data
   * @throws IOException also if it is cancelled
   */
  @SuppressWarnings("try") // a registration is only closed
  public static LedgerFacts run(
      AccountsSource source, AssetTable assets, Settings settings, Cancellation cancellation)
      throws IOException, InputException {
    Path staging = settings.directory().resolve("staging.duckdb");
    Path ordered = settings.directory().resolve("ordered.duckdb");
    for (Path file : List.of(staging, ordered)) {
      deleteDatabase(file);
    }
    LedgerFacts facts;
    try (LedgerDatabase database = LedgerDatabase.create(staging, settings.limits());
        Cancellation.Registration registration = cancellation.onCancel(database::interrupt)) {
      facts = new AccountIngestion(database, assets, settings).ingest(source, ordered);
    }
    deleteDatabase(staging);
    Files.move(
        ordered,
        settings.result(),
        java.nio.file.StandardCopyOption.ATOMIC_MOVE,
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return facts;
  }

  private static void deleteDatabase(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".wal"));
  }

  private LedgerFacts ingest(AccountsSource source, Path ordered)
      throws IOException, InputException {
    settings.progress().accept("reading balances");
    createAssetTable();
    StagedRows rows = StagedRows.load(database, source, settings.progress());
    createLineView(rows.form());
    settings.progress().accept("checking balances");
    createAmounts(rows.form());
    new RowFaults(database, rows, assets, settings.labels()).requireNone();
    database.run("DROP VIEW line");
    database.run("DROP TABLE staged");
    requireTotalsFit();
    Weights weights = Weights.choose(assets, maxStepsLog2());
    Exclusion exclusion = findInsolvent(weights);
    String contentHash = contentHash();
    settings.progress().accept("ordering accounts");
    return order(ordered, weights, exclusion, contentHash, rows.fileSha256());
  }

  private void createAssetTable() throws IOException {
    database.run("CREATE TABLE asset(idx INTEGER, symbol VARCHAR, decimals INTEGER)");
    insert(
        "asset",
        i ->
            "(%d, %s, %d)"
                .formatted(
                    i, StagedRows.literal(assets.get(i).symbol()), assets.get(i).decimals()));
  }

  /** Inserts a row for each asset. */
  private void insert(String table, IntFunction<String> row) throws IOException {
    String rows = IntStream.range(0, assets.size()).mapToObj(row).collect(Collectors.joining(", "));
    database.run("INSERT INTO %s VALUES %s".formatted(table, rows));
  }

  /** One line for each account and asset of a row: row from 1, texts as they came. */
  private void createLineView(AccountForm form) throws IOException {
    if (!form.isWide()) {
      AccountForm.AmountColumns columns = form.amounts().get(0);
      database.run(
          "CREATE VIEW line AS SELECT rowid + 1 AS row, c%d AS id, c%d AS asset, %s AS equity, %s AS debt FROM staged"
              .formatted(
                  form.idColumn(),
                  form.assetColumn(),
                  "c" + columns.equityColumn(),
                  orZero(columns.debtColumn())));
      return;
    }
    List<String> structs = new ArrayList<>();
    for (AccountForm.AmountColumns columns : form.amounts()) {
      structs.add(
          "{'asset': %s, 'equity': %s, 'debt': %s}"
              .formatted(
                  StagedRows.literal(columns.symbol()),
                  orZero(columns.equityColumn()),
                  orZero(columns.debtColumn())));
    }
    database.run(
        """
        CREATE VIEW line AS SELECT row, id, of.asset AS asset, of.equity AS equity, of.debt AS debt
        FROM (SELECT rowid + 1 AS row, c%d AS id, unnest([%s]) AS of FROM staged)
        """
            .formatted(form.idColumn(), String.join(", ", structs)));
  }

  /** A column that may be missing, or empty in a row: nothing is held or owed then. */
  private static String orZero(int position) {
    return position < 0 ? "'0'" : "coalesce(nullif(c%d, ''), '0')".formatted(position);
  }

  /**
   * Reads every row once; what breaks a rule becomes NULL, which {@link RowFaults} then explains.
   */
  private void createAmounts(AccountForm form) throws IOException {
    // In the wide form most cells are 0; one asset's line is kept so that the account is.
    String keep =
        form.isWide()
            ? "WHERE NOT coalesce(equity = 0 AND debt = 0 AND asset <> %d, false)"
                .formatted(assets.indexOf(form.symbols().get(0)))
            : "";
    database.run(
        """
        CREATE TABLE amount AS SELECT * FROM (
          SELECT line.id, asset.idx AS asset, %s AS equity, %s AS debt
          FROM line LEFT JOIN asset ON asset.symbol = line.asset) %s
        """
            .formatted(
                AmountText.sqlBaseUnits("line.equity", "asset.decimals"),
                AmountText.sqlBaseUnits("line.debt", "asset.decimals"),
                keep));
    database.run(
        "CREATE TABLE sized AS SELECT id, sum(%s + %s)::BIGINT AS entries FROM amount GROUP BY id"
            .formatted(sqlEntries("equity"), sqlEntries("debt")));
  }

  /** The number of entries that {@code Entries.split} makes of an amount. */
  private static String sqlEntries(String amount) {
    return "(CASE WHEN %1$s <= %2$d THEN (%1$s > 0)::INTEGER ELSE %1$s // %2$d + (%1$s %% %2$d > 0)::INTEGER END)"
        .formatted(amount, MAX_ENTRY);
  }

  /**
   * A total is carried by entries of the general ledger's control account, which has a limit of
   * rows; half of it is kept for the words that don't fill their entries.
   */
  private void requireTotalsFit() throws IOException, InputException {
    long[] entries = {2L * assets.size()};
    long[] largest = {0, 0};
    database.query(
        "SELECT asset, sum(equity::HUGEINT) // %1$d, sum(debt::HUGEINT) // %1$d FROM amount GROUP BY asset"
            .formatted(MAX_ENTRY),
        row -> {
          long needed = row.getLong(2) + row.getLong(3);
          entries[0] += needed;
          if (needed > largest[1]) {
            largest[0] = row.getInt(1);
            largest[1] = needed;
          }
        });
    if (entries[0] > MAX_CONTROL_ENTRIES / 2) {
      throw new InputException(
          "the totals are too large, even split over entries of 2^56 base units each: that of %s"
                  .formatted(assets.get((int) largest[0]).symbol())
              + " alone takes %d of %d; use fewer decimals for it"
                  .formatted(largest[1], MAX_CONTROL_ENTRIES / 2));
    }
  }

  private int maxStepsLog2() throws IOException, InputException {
    int most = Account.ENTRIES_PER_ROW << Weights.MAX_STEPS_LOG2;
    List<String> longest = new ArrayList<>();
    long[] entries = {0};
    database.query(
        "SELECT id, entries FROM sized ORDER BY entries DESC, id LIMIT 1",
        row -> {
          longest.add(row.getString(1));
          entries[0] = row.getLong(2);
        });
    if (entries[0] > most) {
      throw new InputException(
          "%s has %d entries (amounts of 2^56 base units or more count several times); at most %d"
              .formatted(settings.labels().of(longest.get(0)), entries[0], most));
    }
    int log2 = 0;
    while (entries[0] > (long) Account.ENTRIES_PER_ROW << log2) {
      log2++;
    }
    return log2;
  }

  private record Exclusion(long accounts, SortedMap<Integer, Long> shortfalls) {}

  private Exclusion findInsolvent(Weights weights) throws IOException, InputException {
    database.run("CREATE TABLE weight(asset INTEGER, equity HUGEINT, debt HUGEINT)");
    insert(
        "weight",
        i -> "(%d, %d, %d)".formatted(i, weights.of(Keys.equity(i)), weights.of(Keys.debt(i))));
    database.run(
        """
        CREATE TABLE insolvent AS SELECT id FROM amount JOIN weight USING (asset) GROUP BY id
        HAVING sum(amount.equity * weight.equity + amount.debt * weight.debt) < 0
        """);
    long count = database.number("SELECT count(*) FROM insolvent");
    if (count == 0) {
      return new Exclusion(0, Collections.emptySortedMap());
    }
    List<String> first = new ArrayList<>();
    database.query(
        "SELECT id FROM insolvent ORDER BY id",
        row -> {
          if (first.isEmpty()) {
            first.add(row.getString(1));
          }
          settings.insolvent().accept(row.getString(1));
        });
    if (!settings.excludeInsolvent()) {
      throw new InputException(
          "%d account%s a negative net value at these prices and haircuts, %s first;"
                  .formatted(
                      count, count == 1 ? " has" : "s have", settings.labels().of(first.get(0)))
              + " their ids are in the run's private/insolvent-accounts.csv."
              + " Correct the data, or use --exclude-insolvent to leave them out and publish their"
              + " number and shortfall"
              + new WeightRounding(assets, weights).hintForInsolvency());
    }
    return new Exclusion(count, shortfalls());
  }

  private SortedMap<Integer, Long> shortfalls() throws IOException, InputException {
    SortedMap<Integer, Long> shortfalls = new TreeMap<>();
    List<Integer> tooLarge = new ArrayList<>();
    database.query(
        """
        SELECT asset, sum((debt - equity)::HUGEINT) AS missing,
          sum((debt - equity)::HUGEINT) >= 9223372036854775808::HUGEINT
        FROM amount SEMI JOIN insolvent USING (id) WHERE debt > equity GROUP BY asset ORDER BY asset
        """,
        row -> {
          if (row.getBoolean(3)) {
            tooLarge.add(row.getInt(1));
          } else {
            shortfalls.put(row.getInt(1), row.getLong(2));
          }
        });
    if (!tooLarge.isEmpty()) {
      throw new InputException(
          "the shortfall in %s is too large: 2^63 base units or more"
              .formatted(assets.get(tooLarge.get(0)).symbol()));
    }
    return shortfalls;
  }

  /** Two sums of 64-bit halves of a hash of every row, and their number. */
  private String contentHash() throws IOException {
    List<String> hash = new ArrayList<>();
    database.query(
        """
        SELECT count(*) || ':' || sum((hash >> 64::UHUGEINT)::HUGEINT) || ':'
          || sum((hash & 18446744073709551615::UHUGEINT)::HUGEINT)
        FROM (SELECT md5_number(concat_ws('|', asset, equity, debt, id))::UHUGEINT AS hash FROM amount)
        """,
        row -> hash.add(row.getString(1)));
    return hash.get(0);
  }

  private LedgerFacts order(
      Path ordered,
      Weights weights,
      Exclusion exclusion,
      String contentHash,
      Optional<String> fileSha256)
      throws IOException, InputException {
    database.run("ATTACH %s AS ordered".formatted(StagedRows.literal(ordered.toString())));
    createOrderedAccounts();
    database.run(
        """
        CREATE TABLE ordered.balance AS
        SELECT account.rowid AS position, asset, equity, debt
        FROM amount JOIN ordered.account AS account USING (id) WHERE equity > 0 OR debt > 0
        ORDER BY position, asset
        """);
    long accounts = database.number("SELECT count(*) FROM ordered.account");
    if (accounts == 0) {
      throw new InputException("no account is left after excluding the insolvent ones");
    }
    LedgerFacts facts =
        new LedgerFacts(
            accounts,
            database.number("SELECT sum(entries) FROM ordered.account"),
            database.number("SELECT sum(greatest(1, (entries + 2) // 3)) FROM ordered.account"),
            weights,
            database.number("SELECT count(*) FROM ordered.balance WHERE debt > 0") > 0,
            exclusion.accounts(),
            exclusion.shortfalls(),
            contentHash,
            fileSha256);
    database.run("CHECKPOINT ordered");
    database.run("DETACH ordered");
    return facts;
  }

  /** The order key stays out of views and stored text: it is a parameter. */
  private void createOrderedAccounts() throws IOException {
    database.run("CREATE TABLE ordered.account(id VARCHAR, entries INTEGER)");
    try (PreparedStatement insert =
        database
            .connection()
            .prepareStatement(
                """
                INSERT INTO ordered.account SELECT id, entries FROM sized ANTI JOIN insolvent USING (id)
                ORDER BY sha256(? || id)
                """)) {
      insert.setString(1, settings.orderKeyHex());
      database.atWork(insert).execute();
    } catch (SQLException e) {
      throw LedgerDatabase.failure("ordering accounts", e);
    }
  }
}
