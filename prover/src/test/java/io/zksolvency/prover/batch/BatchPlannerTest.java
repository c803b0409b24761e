package io.zksolvency.prover.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.ledger.Account;
import io.zksolvency.circuits.ledger.ControlTotals;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.trace.WitnessLayout;
import io.zksolvency.circuits.trace.WitnessWriter;
import io.zksolvency.prover.ingest.Ingestions;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.LedgerFacts;
import io.zksolvency.prover.ingest.OrderedAccounts;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchPlannerTest {
  private static final int KEYS = Ingestions.ASSETS.keys();
  private static final int LOG2_ROWS = 15;

  @TempDir Path directory;

  private LedgerFacts ingest(Ingestions ingestions, int accounts, long seed) throws Exception {
    Random random = new Random(seed);
    StringBuilder rows = new StringBuilder("account_id,asset,equity\n");
    for (int account = 0; account < accounts; account++) {
      for (String asset : List.of("BTC", "ETH", "USDC", "SHIB")) {
        if (random.nextInt(3) > 0 || asset.equals("BTC")) {
          int amount = random.nextInt(1_000_000);
          rows.append("a").append(account).append(',').append(asset).append(',').append(amount);
          rows.append('\n');
        }
      }
    }
    return ingestions.ingestCsv(rows.toString());
  }

  @Test
  void batchesAreBalancedAndLeaveRoomForTheirControlAccounts() throws Exception {
    Ingestions ingestions = new Ingestions(directory);
    LedgerFacts facts = ingest(ingestions, 60_000, 11);
    try (OrderedAccounts source = ingestions.open()) {
      BatchPlan plan = BatchPlanner.plan(source, facts.accounts(), facts.rows(), KEYS, LOG2_ROWS);
      assertThat(plan.batches()).isGreaterThan(1);
      assertThat(plan.from(0)).isZero();
      assertThat(plan.to(plan.batches() - 1)).isEqualTo(60_000);
      long average = facts.rows() / plan.batches();
      for (int batch = 0; batch < plan.batches(); batch++) {
        ControlTotals totals = new ControlTotals(KEYS);
        long[] rows = {0};
        source.read(
            plan.from(batch),
            plan.to(batch),
            (id, entries) -> {
              entries.forEach(totals::add);
              rows[0] += Account.rowsFor(entries.size());
            });
        int control = WitnessWriter.rowsFor(totals.controlEntries().size());
        assertThat(rows[0] + control).isLessThanOrEqualTo(WitnessLayout.usableRows(LOG2_ROWS));
        assertThat(rows[0]).isBetween(average - 64, average + 64);
      }
    }
  }

  @Test
  void oneAccountMakesOneBatch() throws Exception {
    Ingestions ingestions = new Ingestions(directory);
    LedgerFacts facts = ingestions.ingestCsv("account_id,asset,equity\na,BTC,0\n");
    try (OrderedAccounts source = ingestions.open()) {
      assertThat(BatchPlanner.plan(source, 1, facts.rows(), KEYS, LOG2_ROWS).starts())
          .containsExactly(0L);
    }
  }

  @Test
  void takesMoreBatchesWhereTotalsNeedManyControlEntries() throws Exception {
    // A batch full of accounts of one row, but for the fewest rows of a control account. With a low
    // word near 2^28 sums need several control entries.
    int accounts = WitnessLayout.usableRows(LOG2_ROWS) - 4;
    StringBuilder rows = new StringBuilder("account_id,asset,equity\n");
    for (int i = 0; i < accounts; i++) {
      rows.append("a").append(i).append(",SHIB,").append((1L << 56) - 1).append('\n');
    }
    Ingestions ingestions = new Ingestions(directory);
    assertThatThrownBy(() -> ingestions.ingestCsv(rows.toString()))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("totals are too large");
    LedgerFacts facts =
        ingestions.ingestCsv(rows.toString().replace(",72057594037927935", ",268435455"));
    try (OrderedAccounts source = ingestions.open()) {
      assertThat(BatchPlanner.plan(source, accounts, facts.rows(), KEYS, LOG2_ROWS).batches())
          .isEqualTo(1);
    }
    ingestions.ingestCsv(rows.toString().replace(",72057594037927935", ",35184372088831"));
    try (OrderedAccounts source = ingestions.open()) {
      assertThat(BatchPlanner.plan(source, accounts, facts.rows(), KEYS, LOG2_ROWS).batches())
          .isEqualTo(2);
    }
  }

  @Test
  void aWitnessHoldsEveryAccountOnceThenDummiesThenTheTotals() throws Exception {
    Ingestions ingestions = new Ingestions(directory);
    LedgerFacts facts = ingest(ingestions, 500, 5);
    SnapshotSecrets secrets = new SnapshotSecrets(new byte[32], new byte[32]);
    Map<String, List<Entry>> accounts = ingestions.read(500);
    try (OrderedAccounts source = ingestions.open();
        LedgerWitness witness =
            LedgerWitness.ofBatch(
                source, new BatchPlan(LOG2_ROWS, List.of(0L), 500), 0, KEYS, secrets)) {
      ByteBuffer cells = witness.buffer().order(ByteOrder.LITTLE_ENDIAN);
      int usable = WitnessLayout.usableRows(LOG2_ROWS);
      long starts = 0;
      Map<Long, Long> sums = new HashMap<>();
      Set<Long> tags = new HashSet<>();
      List<Integer> firstRows = new ArrayList<>();
      for (int row = 0; row < usable; row++) {
        if (cell(cells, usable, WitnessLayout.FIRST, row) == 1) {
          starts++;
          firstRows.add(row);
          tags.add(cell(cells, usable, WitnessLayout.TAG0, row));
        }
      }
      int controlRow = firstRows.get(firstRows.size() - 1);
      for (int row = 0; row < usable; row++) {
        for (int j = 0; j < 3; j++) {
          long amount =
              cell(cells, usable, WitnessLayout.LO0 + j, row)
                  + (cell(cells, usable, WitnessLayout.HI0 + j, row) << 28);
          sums.merge(
              cell(cells, usable, WitnessLayout.KEY0 + j, row),
              row < controlRow ? amount : -amount,
              Long::sum);
        }
      }
      assertThat(starts).isEqualTo(witness.accounts());
      assertThat(tags).hasSize((int) starts);
      assertThat(sums.values()).allMatch(sum -> sum == 0);
      assertThat(tags).contains(secrets.tag(accounts.keySet().iterator().next()).element(0));
      assertThat(witness.controlEntries()).extracting(Entry::key).isSorted();
      assertThat(witness.toString()).contains("redacted");
      assertThat(facts.accounts()).isEqualTo(500);
    }
  }

  private static long cell(ByteBuffer cells, int usable, int column, int row) {
    return cells.getLong(8 * (column * usable + row));
  }
}
