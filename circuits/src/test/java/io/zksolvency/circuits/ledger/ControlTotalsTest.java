package io.zksolvency.circuits.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.Seeds;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ControlTotalsTest {
  @Test
  void wordsAddUpToTheWordsAdded() {
    RandomGenerator random = Seeds.random("control totals");
    for (int run = 0; run < 200; run++) {
      int keys = 2 * (1 + random.nextInt(5));
      ControlTotals totals = new ControlTotals(keys);
      long[] low = new long[keys];
      long[] high = new long[keys];
      for (int i = random.nextInt(2000); i > 0; i--) {
        Entry entry = new Entry(random.nextInt(keys), Seeds.amount(random));
        totals.add(entry);
        low[entry.key()] += entry.low();
        high[entry.key()] += entry.high();
      }
      check(totals.controlEntries(), low, high);
    }
  }

  @Test
  void largestLedgerFits() {
    ControlTotals totals = new ControlTotals(2);
    int count = 3 << 18;
    Entry whale = new Entry(1, Entry.AMOUNT_LIMIT - 1);
    for (int i = 0; i < count; i++) {
      totals.add(whale);
    }
    long word = ((1L << 28) - 1) * count;
    check(totals.controlEntries(), new long[] {0, word}, new long[] {0, word});
  }

  private static void check(List<ControlEntry> entries, long[] low, long[] high) {
    int previous = 0;
    for (ControlEntry entry : entries) {
      assertThat(entry.key()).isBetween(previous, previous + 1);
      previous = entry.key();
      low[entry.key()] -= entry.low();
      high[entry.key()] -= entry.high();
      assertThat(entry.entry().amount()).isEqualTo(entry.low() + (entry.high() << 28));
    }
    assertThat(entries.get(0).key()).isZero();
    assertThat(previous).isEqualTo(low.length - 1);
    assertThat(low).containsOnly(0);
    assertThat(high).containsOnly(0);
  }

  @Test
  void splitsAmounts() {
    RandomGenerator random = Seeds.random("split");
    assertThat(Entries.split(3, 0)).isEmpty();
    assertThat(Entries.split(3, 5)).containsExactly(new Entry(3, 5));
    for (int i = 0; i < 1000; i++) {
      long amount = random.nextLong(Long.MAX_VALUE) >>> random.nextInt(60);
      List<Entry> entries = Entries.split(7, amount);
      assertThat(entries.stream().mapToLong(Entry::amount).sum()).isEqualTo(amount);
      assertThat(entries).allMatch(e -> e.key() == 7 && e.amount() > 0);
    }
    assertThat(Entries.split(0, Long.MAX_VALUE)).hasSize(129);
    assertThatThrownBy(() -> Entries.split(0, -1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void rangesHold() {
    for (long amount : new long[] {-1, Entry.AMOUNT_LIMIT, Long.MAX_VALUE, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> new Entry(0, amount))
          .isInstanceOf(IllegalArgumentException.class)
          .satisfies(e -> assertThat(e.getMessage()).doesNotContain(Long.toString(amount)));
    }
    for (int key : new int[] {-1, 65536}) {
      assertThatThrownBy(() -> new Entry(key, 0)).isInstanceOf(IllegalArgumentException.class);
    }
    long[][] words = {{-1, 0}, {0, -1}, {1L << 42, 0}, {0, 1L << 28}, {1L << 28, (1L << 28) - 1}};
    for (long[] w : words) {
      assertThatThrownBy(() -> new ControlEntry(0, w[0], w[1]))
          .isInstanceOf(IllegalArgumentException.class);
    }
    ControlTotals totals = new ControlTotals(4);
    assertThatThrownBy(() -> totals.add(new Entry(4, 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textFormsShowNothingSecret() {
    AccountTag tag = AccountTag.of(new byte[32], "alice", new byte[32]);
    Account account = new Account(tag, List.of(new Entry(0, 987_654_321)));
    ControlTotals totals = new ControlTotals(2);
    totals.add(account.entries().get(0));
    for (Object secret :
        List.of(account, account.entries(), tag, totals, totals.controlEntries())) {
      assertThat(secret.toString())
          .contains("redacted")
          .doesNotContain("987")
          .doesNotContain("alice");
    }
  }
}
