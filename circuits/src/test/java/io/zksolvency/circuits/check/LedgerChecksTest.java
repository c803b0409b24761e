package io.zksolvency.circuits.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.circuits.Seeds;
import io.zksolvency.circuits.ledger.Account;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.ControlEntry;
import io.zksolvency.circuits.ledger.ControlTotals;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.Weights;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class LedgerChecksTest {
  private static final int LOG2_ROWS = 9;
  private static final Weights WEIGHTS = new Weights(0, 1, new long[] {10, -11, 0, -1});

  private final List<Account> accounts = new ArrayList<>();

  private static Account account(Entry... entries) {
    return new Account(AccountTag.ZERO, List.of(entries));
  }

  private List<ControlEntry> control() {
    ControlTotals totals = new ControlTotals(4);
    accounts.forEach(account -> account.entries().forEach(totals::add));
    return totals.controlEntries();
  }

  private void fill(Account... first) {
    accounts.addAll(List.of(first));
    int rows = accounts.stream().mapToInt(Account::rows).sum() + 2;
    accounts.addAll(Collections.nCopies(512 - 117 - rows, account()));
  }

  @Test
  void findsNothingWrongWithAGoodBatch() {
    fill(account(new Entry(0, 11), new Entry(1, 10)), account(new Entry(2, 5), new Entry(0, 7)));
    assertThat(LedgerChecks.batch(accounts, control(), WEIGHTS, LOG2_ROWS)).isEmpty();
    assertThat(LedgerChecks.generalLedger(accounts, control(), 4, LOG2_ROWS)).isEmpty();
  }

  @Test
  void findsTheUnitThatIsMissing() {
    List<Entry> even = List.of(new Entry(0, 11), new Entry(1, 10));
    List<Entry> short1 = List.of(new Entry(0, 11), new Entry(1, 10), new Entry(3, 1));
    assertThat(LedgerChecks.netValue(even, WEIGHTS)).isZero();
    assertThat(LedgerChecks.customer(even, WEIGHTS)).isEmpty();
    assertThat(LedgerChecks.netValue(short1, WEIGHTS)).isEqualTo(BigInteger.ONE.negate());
    assertThat(LedgerChecks.customer(short1, WEIGHTS))
        .containsExactly(LedgerProblem.NEGATIVE_NET_VALUE);
  }

  @Test
  void valuesDoNotWrap() {
    long most = Entry.AMOUNT_LIMIT - 1;
    Weights steep = new Weights(0, 6, new long[] {349525, -349525});
    List<Entry> owed = Collections.nCopies(192, new Entry(1, most));
    BigInteger expected = BigInteger.valueOf(most).multiply(BigInteger.valueOf(-349525L * 192));
    assertThat(LedgerChecks.netValue(owed, steep)).isEqualTo(expected);
    assertThat(LedgerChecks.customer(owed, steep)).contains(LedgerProblem.NEGATIVE_NET_VALUE);
  }

  @Test
  void findsLongAccountsAndUnknownKeys() {
    Entry entry = new Entry(0, 1);
    assertThat(LedgerChecks.customer(Collections.nCopies(6, entry), WEIGHTS)).isEmpty();
    assertThat(LedgerChecks.customer(Collections.nCopies(7, entry), WEIGHTS))
        .containsExactly(LedgerProblem.TOO_MANY_ENTRIES);
    assertThat(LedgerChecks.customer(List.of(new Entry(4, 1)), WEIGHTS))
        .containsExactly(LedgerProblem.UNKNOWN_KEY);
  }

  @Test
  void findsWrongTotals() {
    fill(account(new Entry(0, (1L << 28) + 3)), account(new Entry(2, 9)));
    List<ControlEntry> good = control();
    for (ControlEntry forged :
        List.of(new ControlEntry(0, 4, 1), new ControlEntry(0, 2, 1), new ControlEntry(0, 3, 0))) {
      List<ControlEntry> control = new ArrayList<>(good);
      control.set(0, forged);
      assertThat(LedgerChecks.batch(accounts, control, WEIGHTS, LOG2_ROWS))
          .containsExactly(LedgerProblem.WRONG_TOTALS);
    }
    // The same total with other words is not what the relation wants either.
    List<ControlEntry> normalised = new ArrayList<>(good);
    normalised.set(0, new ControlEntry(0, 3 + (1L << 28), 0));
    assertThat(LedgerChecks.batch(accounts, normalised, WEIGHTS, LOG2_ROWS))
        .containsExactly(LedgerProblem.WRONG_TOTALS);
  }

  @Test
  void findsMissingKeysAndRows() {
    fill(account(new Entry(0, 3)));
    List<ControlEntry> missing = new ArrayList<>(control());
    missing.remove(3);
    assertThat(LedgerChecks.batch(accounts, missing, WEIGHTS, LOG2_ROWS))
        .contains(LedgerProblem.CONTROL_KEYS);
    List<ControlEntry> swapped = new ArrayList<>(control());
    Collections.swap(swapped, 1, 2);
    assertThat(LedgerChecks.batch(accounts, swapped, WEIGHTS, LOG2_ROWS))
        .containsExactly(LedgerProblem.CONTROL_KEYS);
    List<ControlEntry> control = control();
    accounts.remove(accounts.size() - 1);
    assertThat(LedgerChecks.batch(accounts, control, WEIGHTS, LOG2_ROWS))
        .containsExactly(LedgerProblem.WRONG_ROWS);
  }

  @Test
  void agreesWithTheRelationsOwnWordsOnRandomAccounts() {
    // vlo + 2^28 vhi >= 0, with the carry taken as in the AIR.
    var random = Seeds.random("net value");
    for (int i = 0; i < 20_000; i++) {
      List<Entry> entries = Seeds.entries(random, 6, 4);
      long low = 0;
      long high = 0;
      for (Entry entry : entries) {
        low += entry.low() * WEIGHTS.of(entry.key());
        high += entry.high() * WEIGHTS.of(entry.key());
      }
      boolean negative = Math.floorDiv(low, 1L << 28) + high < 0;
      assertThat(LedgerChecks.netValue(entries, WEIGHTS).signum() < 0).isEqualTo(negative);
    }
  }
}
