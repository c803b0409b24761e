package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementRejectedException;
import java.util.List;

/**
 * How a verification ended: anything but accepted unless it was said so.
 *
 * @param verdict accepted, rejected, malformed, policy or error
 * @param exit see {@link ExitCode}
 * @param rule broken, or null
 * @param reason in words, or null if accepted
 * @param statement that holds, or null; of a history the newest is not repeated here
 * @param history that holds, or null
 * @param expectations that it met, or null
 * @param proofsVerified whether its proofs were verified too
 * @param lines for people, if accepted
 */
record Outcome(
    String verdict,
    int exit,
    String rule,
    String reason,
    SolvencyStatement statement,
    History history,
    Expectations expectations,
    boolean proofsVerified,
    List<String> lines) {
  static Outcome accepted(
      SolvencyStatement statement,
      Expectations expectations,
      boolean proofsVerified,
      List<String> lines) {
    return new Outcome(
        "accepted",
        ExitCode.ACCEPTED,
        null,
        null,
        statement,
        null,
        expectations,
        proofsVerified,
        lines);
  }

  static Outcome accepted(History history, Expectations expectations, boolean proofsVerified) {
    return new Outcome(
        "accepted",
        ExitCode.ACCEPTED,
        null,
        null,
        null,
        history,
        expectations,
        proofsVerified,
        HistoryWords.accepted(history, expectations, proofsVerified));
  }

  static Outcome rejected(StatementRejectedException e) {
    return none("rejected", ExitCode.REJECTED, e.rule().id(), e.getMessage());
  }

  static Outcome malformed(String reason) {
    return none("malformed", ExitCode.MALFORMED, null, reason);
  }

  static Outcome policy(String rule, String reason) {
    return none("policy", ExitCode.POLICY, rule, reason);
  }

  static Outcome error(int exit, String reason) {
    return none("error", exit, null, reason);
  }

  private static Outcome none(String verdict, int exit, String rule, String reason) {
    return new Outcome(verdict, exit, rule, reason, null, null, null, false, List.of());
  }
}
