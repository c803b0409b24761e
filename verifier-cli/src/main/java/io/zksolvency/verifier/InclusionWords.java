package io.zksolvency.verifier;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.formats.InclusionFile;
import java.util.ArrayList;
import java.util.List;

/** An accepted inclusion in plain words, for the customer only: they hold the balances. */
final class InclusionWords {
  private InclusionWords() {}

  static List<String> accepted(
      SolvencyStatement statement, InclusionFile file, Expectations expectations) {
    StatementHeader header = statement.header();
    AssetTable assets = header.assets();
    String owned = Amounts.sums(file.entries(), assets, false);
    String owed = Amounts.sums(file.entries(), assets, true);
    String name = SafeText.of(header.name());
    String where = " counted in the liabilities of " + name + " at " + header.snapshotTime() + ".";
    List<String> lines = new ArrayList<>();
    lines.add(
        owned.isEmpty()
            ? "Your account, which holds nothing, is" + where
            : "Your " + owned + " are" + where);
    if (!owed.isEmpty()) {
      lines.add("Your debts of " + owed + " are counted with them.");
    }
    lines.add("");
    lines.add("Account    " + SafeText.of(file.accountId()));
    lines.add("Statement  " + header.sequence() + ", digest " + Hex.format(statement.digest()));
    lines.add(
        "Signed by  " + Hex.format(statement.issuerKey()) + StatementWords.signer(expectations));
    lines.add("");
    lines.add(
        "This holds if the statement does: whether its totals are right, its proofs show, which"
            + " `solvency-verify statement` verifies. Not shown: that the reserves exist.");
    lines.add("Keep the inclusion file to yourself: it holds your balances.");
    return lines;
  }
}
