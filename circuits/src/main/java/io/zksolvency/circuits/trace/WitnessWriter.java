package io.zksolvency.circuits.trace;

import io.zksolvency.circuits.ledger.Account;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.ControlEntry;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.ledger.SplitAmount;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * Writes the accounts of one ledger into the witness buffer: cell (c, r) is the u64 at byte 8 * (c
 * * usable + r). Every cell of a row is written, so a used buffer needs no clearing.
 *
 * <p>The buffer then holds secrets. Not thread-safe.
 */
public final class WitnessWriter {
  private static final int ENTRIES = Account.ENTRIES_PER_ROW;
  private static final Entry UNUSED = new Entry(0, 0);

  private final ByteBuffer cells;
  private final int usable;
  private int row;
  private long accounts;
  private boolean closed;

  /**
   * Starts at the first row.
   *
   * @param buffer holds at least {@link #bytesFor} bytes from position 0; its position, limit and
   *     order are left alone
   * @throws IllegalArgumentException if it is shorter
   */
  public WitnessWriter(ByteBuffer buffer, int log2Rows) {
    usable = WitnessLayout.usableRows(log2Rows);
    if (buffer.limit() < bytesFor(log2Rows)) {
      throw new IllegalArgumentException("the witness buffer is too short");
    }
    cells = buffer.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** Returns the length of the witness of a trace of 2^log2Rows rows. */
  public static int bytesFor(int log2Rows) {
    return Math.multiplyExact(
        WitnessLayout.COLUMNS * Long.BYTES, WitnessLayout.usableRows(log2Rows));
  }

  /** Returns the rows of an account, control or other, with so many entries. */
  public static int rowsFor(int entries) {
    return Account.rowsFor(entries);
  }

  /** Returns the number of rows not yet written. */
  public int rowsLeft() {
    return usable - row;
  }

  /** Returns the number of accounts written, the control account included. */
  public long accounts() {
    return accounts;
  }

  /**
   * Appends an account.
   *
   * @throws IllegalStateException if it does not fit, or the control account is written already
   */
  public void account(AccountTag tag, List<Entry> entries) {
    write(tag, entries);
  }

  /**
   * Appends the control account, which ends the ledger.
   *
   * @throws IllegalStateException unless it takes exactly the rows that are left
   */
  public void control(AccountTag tag, List<ControlEntry> entries) {
    int rows = rowsFor(entries.size());
    if (rows != rowsLeft()) {
      throw new IllegalStateException(
          "the control account has " + rows + " rows, but " + rowsLeft() + " are left");
    }
    write(tag, entries);
    closed = true;
  }

  private void write(AccountTag tag, List<? extends SplitAmount> entries) {
    int rows = rowsFor(entries.size());
    open(rows);
    for (int i = 0; i < rows; i++, row++) {
      startRow(i == 0 ? tag : null);
      for (int j = 0; j < ENTRIES; j++) {
        int next = ENTRIES * i + j;
        put(j, next < entries.size() ? entries.get(next) : UNUSED);
      }
    }
  }

  private void open(int rows) {
    if (closed) {
      throw new IllegalStateException("the control account is the last");
    }
    if (rows > rowsLeft()) {
      throw new IllegalStateException(
          "an account of " + rows + " rows does not fit into the " + rowsLeft() + " left");
    }
    accounts++;
  }

  private void startRow(AccountTag tag) {
    cell(WitnessLayout.FIRST, tag == null ? 0 : 1);
    for (int i = 0; i < AccountTag.ELEMENTS; i++) {
      cell(WitnessLayout.TAG0 + i, tag == null ? 0 : tag.element(i));
    }
  }

  private void put(int j, SplitAmount entry) {
    cell(WitnessLayout.KEY0 + j, entry.key());
    cell(WitnessLayout.LO0 + j, entry.low());
    cell(WitnessLayout.HI0 + j, entry.high());
  }

  private void cell(int column, long value) {
    cells.putLong(Long.BYTES * (column * usable + row), value);
  }
}
