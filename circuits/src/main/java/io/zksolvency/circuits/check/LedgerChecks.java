package io.zksolvency.circuits.check;

import io.zksolvency.circuits.ledger.Account;
import io.zksolvency.circuits.ledger.ControlEntry;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.SplitAmount;
import io.zksolvency.circuits.ledger.Weights;
import io.zksolvency.circuits.statement.GeneralLedger;
import io.zksolvency.circuits.trace.WitnessLayout;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The relation restated in plain Java: what would make a proof fail, found before proving.
 *
 * <p>Ranges of keys and amounts are the value types' own. Results hold nothing secret.
 */
public final class LedgerChecks {
  private LedgerChecks() {}

  /** Returns the value of entries at the weights, in units of the scale: exact, maybe negative. */
  public static BigInteger netValue(List<Entry> entries, Weights weights) {
    BigInteger value = BigInteger.ZERO;
    for (Entry entry : entries) {
      BigInteger weight = BigInteger.valueOf(weights.of(entry.key()));
      value = value.add(weight.multiply(BigInteger.valueOf(entry.amount())));
    }
    return value;
  }

  /** Returns what keeps a customer's account out of a batch; empty if nothing does. */
  public static Set<LedgerProblem> customer(List<Entry> entries, Weights weights) {
    EnumSet<LedgerProblem> problems = EnumSet.noneOf(LedgerProblem.class);
    if (entries.size() > weights.maxEntries()) {
      problems.add(LedgerProblem.TOO_MANY_ENTRIES);
    }
    if (entries.stream().anyMatch(entry -> entry.key() >= weights.keys())) {
      problems.add(LedgerProblem.UNKNOWN_KEY);
    } else if (netValue(entries, weights).signum() < 0) {
      problems.add(LedgerProblem.NEGATIVE_NET_VALUE);
    }
    return problems;
  }

  /** Returns what is wrong with a batch; empty if the prover will find it satisfied. */
  public static Set<LedgerProblem> batch(
      List<Account> accounts, List<ControlEntry> control, Weights weights, int log2Rows) {
    Set<LedgerProblem> problems = ledger(accounts, control, weights.keys(), log2Rows);
    for (Account account : accounts) {
      problems.addAll(customer(account.entries(), weights));
    }
    return problems;
  }

  /** Returns what is wrong with a general ledger; empty if the prover will find it satisfied. */
  public static Set<LedgerProblem> generalLedger(
      List<Account> accounts, List<ControlEntry> control, int keys, int log2Rows) {
    Set<LedgerProblem> problems = ledger(accounts, control, keys, log2Rows);
    if (accounts.stream().anyMatch(account -> account.rows() > 1 << GeneralLedger.MAX_STEPS_LOG2)) {
      problems.add(LedgerProblem.TOO_MANY_ENTRIES);
    }
    return problems;
  }

  private static Set<LedgerProblem> ledger(
      List<Account> accounts, List<ControlEntry> control, int keys, int log2Rows) {
    Set<LedgerProblem> problems = EnumSet.noneOf(LedgerProblem.class);
    int controlRows = Account.rowsFor(control.size());
    long rows = controlRows + accounts.stream().mapToLong(Account::rows).sum();
    if (rows != WitnessLayout.usableRows(log2Rows) || accounts.isEmpty()) {
      problems.add(LedgerProblem.WRONG_ROWS);
    }
    if (controlRows > 1 << GeneralLedger.MAX_STEPS_LOG2) {
      problems.add(LedgerProblem.CONTROL_TOO_LONG);
    }
    if (!listsEveryKey(control, keys)) {
      problems.add(LedgerProblem.CONTROL_KEYS);
    }
    List<Entry> entries = accounts.stream().flatMap(a -> a.entries().stream()).toList();
    if (entries.stream().anyMatch(entry -> entry.key() >= keys)) {
      problems.add(LedgerProblem.UNKNOWN_KEY);
    } else if (!Arrays.equals(sums(entries, keys), sums(control, keys))) {
      problems.add(LedgerProblem.WRONG_TOTALS);
    }
    return problems;
  }

  private static boolean listsEveryKey(List<ControlEntry> control, int keys) {
    int expected = 0;
    for (ControlEntry entry : control) {
      if (entry.key() != expected && entry.key() != expected - 1) {
        return false;
      }
      expected = entry.key() + 1;
    }
    return expected == keys;
  }

  /** Returns, by key, the sum of the low words and then that of the high words. */
  private static long[] sums(List<? extends SplitAmount> entries, int keys) {
    long[] sums = new long[2 * keys];
    for (SplitAmount entry : entries) {
      if (entry.key() < keys) {
        sums[2 * entry.key()] += entry.low();
        sums[2 * entry.key() + 1] += entry.high();
      }
    }
    return sums;
  }
}
