package io.zksolvency.verifier;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.statement.StatementHeader;
import java.util.ArrayList;
import java.util.List;

/** An accepted history in plain words. */
final class HistoryWords {
  private static final String NOT_CHECKED =
      "NOT CHECKED (--chain-only): the proofs, so neither the totals nor that no balance is negative."
          + " Checked: signatures, the statements' own rules, the chain.";

  private HistoryWords() {}

  static List<String> accepted(History history, Expectations expectations, boolean proofs) {
    List<History.Link> links = history.links();
    StatementHeader newest = history.newest().header();
    List<String> lines = new ArrayList<>();
    lines.add(
        "Accepted: "
            + SafeText.of(newest.name())
            + " has published "
            + (links.size() == 1
                ? "one statement."
                : links.size() + " statements, each continuing the one before."));
    lines.add("");
    for (History.Link link : links) {
      lines.add(
          "  %6d  %s  %s  %s"
              .formatted(
                  link.header().sequence(),
                  link.header().snapshotTime(),
                  Hex.format(link.digest()),
                  SafeText.of(link.place())));
    }
    lines.add("");
    lines.add(
        "Signed by  "
            + Hex.format(history.newest().issuerKey())
            + StatementWords.signer(expectations));
    lines.add("Proofs     " + (proofs ? history.proofs() + " verified" : "none verified"));
    lines.add("");
    if (!proofs) {
      lines.add(NOT_CHECKED);
    }
    lines.add(
        expectations.digest().isPresent()
            ? "The newest statement is the one whose digest you gave, so every one of these is too."
            : "Not shown: that there is no newer statement, and that nobody else is shown another"
                + " history. Compare the newest digest with one from another source"
                + " (--statement-digest).");
    lines.add(StatementWords.NOT_PROVEN);
    return lines;
  }
}
