package io.zksolvency.circuits.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.Seeds;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.ControlEntry;
import io.zksolvency.circuits.ledger.ControlTotals;
import io.zksolvency.circuits.ledger.Entry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class WitnessWriterTest {
  private static final int LOG2_ROWS = 9;
  private static final int USABLE = 512 - 117;

  private static ByteBuffer dirty() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(WitnessWriter.bytesFor(LOG2_ROWS));
    while (buffer.hasRemaining()) {
      buffer.put((byte) 0xff);
    }
    return buffer;
  }

  private static long cell(ByteBuffer buffer, int column, int row) {
    return buffer.order(ByteOrder.LITTLE_ENDIAN).getLong(8 * (column * USABLE + row));
  }

  @Test
  void writesEveryCell() {
    RandomGenerator random = Seeds.random("witness");
    ByteBuffer buffer = dirty();
    WitnessWriter writer = new WitnessWriter(buffer, LOG2_ROWS);
    ControlTotals totals = new ControlTotals(4);
    List<long[]> expected = new ArrayList<>();
    long accounts = 0;
    while (writer.rowsLeft() > 2) {
      AccountTag tag = Seeds.tag(random);
      // Small enough for one control entry a key.
      List<Entry> entries =
          Seeds.entries(random, Math.min(7, 3 * (writer.rowsLeft() - 2)), 4).stream()
              .map(entry -> new Entry(entry.key(), entry.amount() >>> 12))
              .toList();
      int before = writer.rowsLeft();
      writer.account(tag, entries);
      accounts++;
      entries.forEach(totals::add);
      int rows = before - writer.rowsLeft();
      assertThat(rows).isEqualTo(WitnessWriter.rowsFor(entries.size()));
      for (int i = 0; i < rows; i++) {
        expected.add(row(i == 0 ? tag : null, entries, 3 * i));
      }
    }
    List<ControlEntry> control = totals.controlEntries();
    assertThat(control).hasSize(4);
    writer.control(Seeds.tag(random), control);

    assertThat(writer.rowsLeft()).isZero();
    assertThat(writer.accounts()).isEqualTo(accounts + 1);
    for (int row = 0; row < expected.size(); row++) {
      for (int column = 0; column < WitnessLayout.COLUMNS; column++) {
        assertThat(cell(buffer, column, row)).isEqualTo(expected.get(row)[column]);
      }
    }
    assertThat(cell(buffer, WitnessLayout.LO0, USABLE - 1)).isEqualTo(control.get(3).low());
    assertThat(cell(buffer, WitnessLayout.HI0, USABLE - 1)).isEqualTo(control.get(3).high());
    assertThat(cell(buffer, WitnessLayout.KEY1, USABLE - 2)).isEqualTo(1);
    assertThat(cell(buffer, WitnessLayout.FIRST, USABLE - 2)).isEqualTo(1);
    assertThat(cell(buffer, WitnessLayout.FIRST, USABLE - 1)).isZero();
  }

  private static long[] row(AccountTag tag, List<Entry> entries, int start) {
    long[] row = new long[14];
    if (tag != null) {
      row[0] = 1;
      for (int i = 0; i < 4; i++) {
        row[1 + i] = tag.element(i);
      }
    }
    for (int j = 0; j < 3 && start + j < entries.size(); j++) {
      row[5 + j] = entries.get(start + j).key();
      row[8 + j] = entries.get(start + j).amount() % (1 << 28);
      row[11 + j] = entries.get(start + j).amount() / (1 << 28);
    }
    return row;
  }

  @Test
  void keepsItsEndForTheControlAccount() {
    WitnessWriter writer = new WitnessWriter(dirty(), LOG2_ROWS);
    List<ControlEntry> control = new ControlTotals(2).controlEntries();
    assertThatThrownBy(() -> writer.control(AccountTag.ZERO, control))
        .isInstanceOf(IllegalStateException.class);
    for (int i = 1; i < USABLE; i++) {
      writer.account(AccountTag.ZERO, List.of());
    }
    List<Entry> four = Collections.nCopies(4, new Entry(0, 1));
    assertThatThrownBy(() -> writer.account(AccountTag.ZERO, four))
        .isInstanceOf(IllegalStateException.class);
    writer.control(AccountTag.ZERO, control);
    assertThatThrownBy(() -> writer.account(AccountTag.ZERO, List.of()))
        .isInstanceOf(IllegalStateException.class);
    assertThat(writer.accounts()).isEqualTo(USABLE);
  }

  @Test
  void wantsTheWholeBuffer() {
    ByteBuffer small = ByteBuffer.allocateDirect(WitnessWriter.bytesFor(LOG2_ROWS) - 1);
    assertThatThrownBy(() -> new WitnessWriter(small, LOG2_ROWS))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(WitnessWriter.bytesFor(15)).isEqualTo(8 * 14 * 32651);
    assertThat(WitnessLayout.usableRows(15)).isEqualTo(32651);
  }
}
