package io.zksolvency.prover.ingest;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which column of an accounts table holds what, recognised by the columns' names: long form, {@code
 * account_id, asset, equity[, debt]} with one row an entry, or wide form, {@code account_id,
 * equity_BTC, debt_BTC, …} with one row an account. Columns may stand in any order.
 *
 * <p>An empty debt is 0, and so is an empty cell of the wide form, but not a row of nothing else.
 * An empty equity in the long form is an error: a lost balance must not pass for none.
 *
 * @param idColumn position of {@code account_id}
 * @param assetColumn position of {@code asset}; -1 in the wide form
 * @param amounts the amounts of one row: one element in the long form, one an asset in the wide
 *     form
 */
public record AccountForm(int idColumn, int assetColumn, List<AmountColumns> amounts) {
  static final String ID = "account_id";
  private static final String ASSET = "asset";
  private static final String EQUITY = "equity";
  private static final String DEBT = "debt";
  private static final String EXPECTED =
      "expected the columns account_id,asset,equity[,debt] or account_id,equity_BTC,debt_BTC,…";

  /** Names that are safe to repeat in a message: no balance and no account id looks like this. */
  private static final Pattern COLUMN_LIKE =
      Pattern.compile("(equity|debt|asset|account)[\\w.$-]{0,40}");

  /**
   * Where an asset's two amounts stand.
   *
   * @param symbol the asset; empty in the long form, where the row names it
   * @param equityColumn position, or -1 for an equity of 0
   * @param debtColumn position, or -1 for a debt of 0
   */
  public record AmountColumns(String symbol, int equityColumn, int debtColumn) {}

  /** Whether a row holds one account with all its assets. */
  public boolean isWide() {
    return assetColumn < 0;
  }

  /**
   * Returns the form these columns make.
   *
   * @param where names the source, for messages
   * @throws InputException if they make none
   */
  public static AccountForm recognise(String where, List<String> columns) throws InputException {
    requireDistinct(where, columns);
    int id = columns.indexOf(ID);
    if (id < 0) {
      throw new InputException(where + " has no column account_id: " + EXPECTED);
    }
    return columns.contains(ASSET) || columns.contains(EQUITY)
        ? longForm(where, columns, id)
        : wideForm(where, columns, id);
  }

  private static void requireDistinct(String where, List<String> columns) throws InputException {
    Set<String> seen = new HashSet<>();
    for (String column : columns) {
      if (!seen.add(column)) {
        throw new InputException(where + " has the column " + printable(column) + " twice");
      }
    }
  }

  private static AccountForm longForm(String where, List<String> columns, int id)
      throws InputException {
    for (String needed : List.of(ASSET, EQUITY)) {
      if (!columns.contains(needed)) {
        throw new InputException(where + " has no column " + needed + ": " + EXPECTED);
      }
    }
    for (String column : columns) {
      if (!Set.of(ID, ASSET, EQUITY, DEBT).contains(column)) {
        throw unexpected(where, column);
      }
    }
    return new AccountForm(
        id,
        columns.indexOf(ASSET),
        List.of(new AmountColumns("", columns.indexOf(EQUITY), columns.indexOf(DEBT))));
  }

  private static AccountForm wideForm(String where, List<String> columns, int id)
      throws InputException {
    Map<String, AmountColumns> bySymbol = new LinkedHashMap<>();
    for (int i = 0; i < columns.size(); i++) {
      String column = columns.get(i);
      int position = i;
      if (i == id) {
        continue;
      }
      if (column.startsWith(EQUITY + "_")) {
        bySymbol.compute(
            column.substring(EQUITY.length() + 1),
            (symbol, other) ->
                new AmountColumns(symbol, position, other == null ? -1 : other.debtColumn()));
      } else if (column.startsWith(DEBT + "_")) {
        bySymbol.compute(
            column.substring(DEBT.length() + 1),
            (symbol, other) ->
                new AmountColumns(symbol, other == null ? -1 : other.equityColumn(), position));
      } else {
        throw unexpected(where, column);
      }
    }
    if (bySymbol.isEmpty()) {
      throw new InputException(where + " has no column of amounts: " + EXPECTED);
    }
    return new AccountForm(id, -1, List.copyOf(bySymbol.values()));
  }

  private static InputException unexpected(String where, String column) {
    return new InputException(where + " has the column " + printable(column) + ": " + EXPECTED);
  }

  /** The names of the two amounts of a row, as the columns spell them. */
  static String fieldName(String side, AmountColumns columns) {
    return columns.symbol().isEmpty() ? side : side + "_" + columns.symbol();
  }

  private static String printable(String column) {
    return COLUMN_LIKE.matcher(column).matches() ? column : "(a name that is not one of these)";
  }

  /** The symbols a wide form has columns for, in order; empty in the long form. */
  List<String> symbols() {
    List<String> symbols = new ArrayList<>();
    for (AmountColumns columns : amounts) {
      if (!columns.symbol().isEmpty()) {
        symbols.add(columns.symbol());
      }
    }
    return symbols;
  }
}
