package io.zksolvency.verifier;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Decimals;
import io.zksolvency.circuits.ledger.Keys;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** An accepted statement in plain words. */
final class StatementWords {
  static final String NOT_PROVEN =
      "Not proven: that the reserves exist; that nobody was left out (each customer's inclusion file"
          + " shows that customer's own account); debts outside of these ledgers; the prices, which"
          + " are the issuer's.";

  private StatementWords() {}

  static List<String> accepted(SolvencyStatement statement, Expectations expectations) {
    StatementHeader header = statement.header();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Accepted: on "
            + header.snapshotTime()
            + ", "
            + SafeText.of(header.name())
            + " owes exactly these amounts to the customers it counts:");
    lines.add("");
    lines.addAll(table(header.assets(), statement.totals()));
    lines.add("");
    lines.add(
        "At most "
            + statement.customerBound()
            + " customer accounts; none has a negative balance, none is worth less than nothing at"
            + " the statement's prices and haircuts.");
    lines.add(exclusions(statement));
    lines.add("");
    lines.add("Statement  " + header.sequence() + ", digest " + Hex.format(statement.digest()));
    lines.add("Chain      " + chain(header, expectations));
    lines.add("Signed by  " + Hex.format(statement.issuerKey()) + signer(expectations));
    lines.add("Proofs     " + (statement.batches().size() + 1) + " verified");
    lines.add("");
    lines.add(NOT_PROVEN);
    return lines;
  }

  static String signer(Expectations expectations) {
    if (expectations.issuerKey().isPresent()) {
      return " (the key you gave)";
    }
    return expectations.digest().isPresent()
        ? " (the digest is the one you gave)"
        : " (not compared with a key or digest you trust: see --issuer-key, --statement-digest)";
  }

  private static String chain(StatementHeader header, Expectations expectations) {
    if (header.sequence() == 0) {
      return "the issuer's first statement, by its own word";
    }
    return expectations.previous().isPresent()
        ? "continues statement " + (header.sequence() - 1) + " (whose proofs were not verified now)"
        : "continues " + Hex.format(header.previousDigest()) + " (not compared: see --previous)";
  }

  private static String exclusions(SolvencyStatement statement) {
    if (statement.exclusions().accounts() == 0) {
      return "The issuer states that it left no account out.";
    }
    List<String> amounts = new ArrayList<>();
    statement
        .exclusions()
        .shortfalls()
        .forEach(
            (asset, amount) ->
                amounts.add(
                    Amounts.words(
                        BigInteger.valueOf(amount), statement.header().assets().get(asset))));
    return "The issuer states that it left out "
        + statement.exclusions().accounts()
        + " accounts that owe more than they own"
        + (amounts.isEmpty() ? "." : ", net: " + String.join(", ", amounts) + ".");
  }

  private static List<String> table(AssetTable assets, List<BigInteger> totals) {
    List<String[]> rows = new ArrayList<>();
    rows.add(new String[] {"asset", "owed to customers", "owed by customers"});
    for (int i = 0; i < assets.size(); i++) {
      Asset asset = assets.get(i);
      rows.add(
          new String[] {
            asset.symbol(),
            Decimals.format(totals.get(Keys.equity(i)), asset.decimals()),
            Decimals.format(totals.get(Keys.debt(i)), asset.decimals())
          });
    }
    int first = rows.stream().mapToInt(row -> row[0].length()).max().orElse(1);
    int second = rows.stream().mapToInt(row -> row[1].length()).max().orElse(1);
    int third = rows.stream().mapToInt(row -> row[2].length()).max().orElse(1);
    String format = "  %-" + first + "s  %" + second + "s  %" + third + "s";
    return rows.stream().map(row -> String.format(format, (Object[]) row)).toList();
  }
}
