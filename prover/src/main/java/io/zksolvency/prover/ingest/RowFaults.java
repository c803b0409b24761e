package io.zksolvency.prover.ingest;

import io.zksolvency.circuits.ledger.AssetTable;
import java.io.IOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Finds the first row that breaks a rule and says which rule, field and place. */
final class RowFaults {
  private static final Pattern SYMBOL_LIKE = Pattern.compile("(?=.*[A-Za-z])[A-Za-z0-9._$-]{1,20}");

  private final LedgerDatabase database;
  private final StagedRows rows;
  private final AssetTable assets;
  private final AccountLabels labels;

  RowFaults(LedgerDatabase database, StagedRows rows, AssetTable assets, AccountLabels labels) {
    this.database = database;
    this.rows = rows;
    this.assets = assets;
    this.labels = labels;
  }

  /**
   * Checks every row.
   *
   * @throws InputException about the first bad row, or the first repeated one
   */
  void requireNone() throws IOException, InputException {
    requireKnownColumns();
    if (anyBad()) {
      throw explain(firstBad());
    }
    requireSomeAmount();
    requireNoRepetition();
  }

  /** Looks at what was made of the rows: at each id once, and at no text of an amount again. */
  private boolean anyBad() throws IOException {
    String badAmounts =
        "SELECT count(*) FROM amount WHERE asset IS NULL OR equity IS NULL OR debt IS NULL";
    String badIds =
        "SELECT count(*) FROM sized WHERE NOT coalesce(%s, false)"
            .formatted(AccountIds.sqlIsValid("id"));
    return database.number(badAmounts) > 0 || database.number(badIds) > 0;
  }

  private long firstBad() throws IOException {
    return database.number(
        """
        SELECT coalesce(min(line.row), 0) FROM line LEFT JOIN asset ON asset.symbol = line.asset
        WHERE NOT coalesce(%s AND asset.idx IS NOT NULL
          AND %s IS NOT NULL AND %s IS NOT NULL, false)
        """
            .formatted(
                AccountIds.sqlIsValid("line.id"),
                AmountText.sqlBaseUnits("line.equity", "asset.decimals"),
                AmountText.sqlBaseUnits("line.debt", "asset.decimals")));
  }

  /** In the wide form empty cells are fine, but not all of a row's: it would be a broken one. */
  private void requireSomeAmount() throws IOException, InputException {
    if (!rows.form().isWide()) {
      return;
    }
    StringBuilder cells = new StringBuilder();
    for (AccountForm.AmountColumns columns : rows.form().amounts()) {
      for (int column : new int[] {columns.equityColumn(), columns.debtColumn()}) {
        if (column >= 0) {
          cells.append(cells.isEmpty() ? "" : ", ").append("nullif(c%d, '')".formatted(column));
        }
      }
    }
    long bare =
        database.number(
            "SELECT coalesce(min(rowid) + 1, 0) FROM staged WHERE coalesce(%s) IS NULL"
                .formatted(cells));
    if (bare > 0) {
      throw new InputException(rows.row(bare) + " has no amount at all; write 0 for nothing");
    }
  }

  private void requireKnownColumns() throws InputException {
    for (String symbol : rows.form().symbols()) {
      if (assets.indexOf(symbol) < 0) {
        throw new InputException(
            "%s has columns of the asset %s, which is not in the assets file"
                .formatted(rows.where(), printable(symbol)));
      }
    }
  }

  private InputException explain(long row) throws IOException {
    List<InputException> faults = new ArrayList<>();
    database.query(
        "SELECT * FROM staged WHERE rowid = " + (row - 1),
        values -> {
          String id = values.getString(rows.form().idColumn() + 1);
          AccountIds.problem(id)
              .ifPresent(problem -> faults.add(fault(row, AccountForm.ID, problem, null)));
          for (AccountForm.AmountColumns columns : rows.form().amounts()) {
            String symbol =
                rows.form().isWide()
                    ? columns.symbol()
                    : values.getString(rows.form().assetColumn() + 1);
            if (symbol == null || assets.indexOf(symbol) < 0) {
              faults.add(fault(row, "asset", printable(symbol) + " is not in the assets file", id));
              continue;
            }
            String equity =
                rows.form().isWide()
                    ? orZero(values, columns.equityColumn())
                    : values.getString(columns.equityColumn() + 1);
            String debt = orZero(values, columns.debtColumn());
            int decimals = assets.get(assets.indexOf(symbol)).decimals();
            Optional<String> inEquity = AmountText.problem(equity, symbol, decimals);
            Optional<String> inDebt = AmountText.problem(debt, symbol, decimals);
            inEquity.ifPresent(
                p -> faults.add(fault(row, AccountForm.fieldName("equity", columns), p, id)));
            inDebt.ifPresent(
                p -> faults.add(fault(row, AccountForm.fieldName("debt", columns), p, id)));
          }
        });
    return faults.isEmpty()
        ? new InputException(rows.row(row) + " breaks a rule of account ids or amounts")
        : faults.get(0);
  }

  private static String orZero(ResultSet values, int column) throws SQLException {
    String text = column < 0 ? null : values.getString(column + 1);
    return text == null || text.isEmpty() ? "0" : text;
  }

  private InputException fault(long row, String field, String problem, String accountId) {
    String account = accountId == null ? "" : " (" + labels.of(accountId) + ")";
    return new InputException(
        "%s, field %s: %s%s".formatted(rows.row(row), field, problem, account));
  }

  private void requireNoRepetition() throws IOException, InputException {
    boolean wide = rows.form().isWide();
    String idColumn = "c" + rows.form().idColumn();
    String group = wide ? idColumn : idColumn + ", c" + rows.form().assetColumn();
    List<Repeated> repeated = new ArrayList<>();
    // The repeated pair whose first row comes first, then its first two rows.
    database.query(
        """
        WITH repeated AS (
          SELECT %1$s FROM staged GROUP BY %1$s HAVING count(*) > 1
          ORDER BY min(rowid) LIMIT 1)
        SELECT staged.rowid + 1, %2$s FROM staged SEMI JOIN repeated USING (%1$s)
        ORDER BY 1 LIMIT 2
        """
            .formatted(group, idColumn),
        row -> repeated.add(new Repeated(row.getLong(1), labels.of(row.getString(2)))));
    if (!repeated.isEmpty()) {
      throw new InputException(
          "%s is a duplicate: it has the %s of %s %d once more (%s)"
              .formatted(
                  rows.row(repeated.get(1).row()),
                  wide ? "account" : "account and asset",
                  rows.rowWord(),
                  repeated.get(0).row() + rows.rowOffset(),
                  repeated.get(0).label()));
    }
  }

  private record Repeated(long row, String label) {}

  private static String printable(String symbol) {
    return symbol != null && SYMBOL_LIKE.matcher(symbol).matches() ? symbol : "its text";
  }
}
