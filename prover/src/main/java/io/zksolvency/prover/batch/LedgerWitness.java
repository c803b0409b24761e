package io.zksolvency.prover.batch;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.PooledByteBufAllocator;
import io.zksolvency.circuits.ledger.AccountTag;
import io.zksolvency.circuits.ledger.ControlEntry;
import io.zksolvency.circuits.ledger.ControlTotals;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.circuits.trace.WitnessWriter;
import io.zksolvency.prover.ingest.OrderedAccounts;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * The witness of one ledger in memory outside the Java heap, secret; closing overwrites and returns
 * it. Its rows are always full: accounts, then dummies, then the control account.
 */
public final class LedgerWitness implements AutoCloseable {
  private final int log2Rows;
  private final AccountTag controlTag;
  private final ByteBuf memory;
  private List<ControlEntry> controlEntries;
  private long accounts;

  private LedgerWitness(int log2Rows, AccountTag controlTag) {
    this.log2Rows = log2Rows;
    this.controlTag = controlTag;
    int bytes = WitnessWriter.bytesFor(log2Rows);
    this.memory = PooledByteBufAllocator.DEFAULT.directBuffer(bytes, bytes);
  }

  /** Returns the witness of one batch of a plan. */
  public static LedgerWitness ofBatch(
      OrderedAccounts source, BatchPlan plan, int batch, int keys, SnapshotSecrets secrets)
      throws IOException {
    LedgerWitness witness = new LedgerWitness(plan.log2Rows(), secrets.controlTag(batch));
    try {
      witness.fill(
          keys,
          accounts ->
              source.read(
                  plan.from(batch),
                  plan.to(batch),
                  (id, entries) -> accounts.add(secrets.tag(id), entries)),
          number -> secrets.dummyTag(batch, number));
      return witness;
    } catch (IOException | RuntimeException | Error e) {
      witness.close();
      throw e;
    }
  }

  /**
   * Returns the witness of the general ledger.
   *
   * @param batches entries of each batch's control account, in order
   */
  public static LedgerWitness ofGeneralLedger(
      int log2Rows, List<List<Entry>> batches, int keys, SnapshotSecrets secrets)
      throws IOException {
    LedgerWitness witness = new LedgerWitness(log2Rows, secrets.generalLedgerControlTag());
    try {
      witness.fill(
          keys,
          accounts -> {
            for (int batch = 0; batch < batches.size(); batch++) {
              accounts.add(secrets.controlTag(batch), batches.get(batch));
            }
          },
          number -> AccountTag.ZERO);
      return witness;
    } catch (IOException | RuntimeException | Error e) {
      witness.close();
      throw e;
    }
  }

  private interface Accounts {
    void add(AccountTag tag, List<Entry> entries);
  }

  private interface Filler {
    void fill(Accounts accounts) throws IOException;
  }

  private interface DummyTags {
    AccountTag number(int number);
  }

  private void fill(int keys, Filler filler, DummyTags dummies) throws IOException {
    WitnessWriter writer = new WitnessWriter(memory.nioBuffer(0, memory.capacity()), log2Rows);
    ControlTotals totals = new ControlTotals(keys);
    filler.fill(
        (tag, entries) -> {
          entries.forEach(totals::add);
          writer.account(tag, entries);
        });
    controlEntries = totals.controlEntries();
    int controlRows = WitnessWriter.rowsFor(controlEntries.size());
    for (int number = 0; writer.rowsLeft() > controlRows; number++) {
      writer.account(dummies.number(number), List.of());
    }
    writer.control(controlTag, controlEntries);
    accounts = writer.accounts();
  }

  /** Returns the base-2 logarithm of the trace's rows. */
  public int log2Rows() {
    return log2Rows;
  }

  /** Returns the number of accounts M, dummies and the control account included. */
  public long accounts() {
    return accounts;
  }

  /** Returns the control account's tag. */
  public AccountTag controlTag() {
    return controlTag;
  }

  /** Returns the control account's entries as they stand one level up. */
  public List<Entry> controlEntries() {
    return controlEntries.stream().map(ControlEntry::entry).toList();
  }

  /** Returns the whole witness; valid until this is closed. */
  ByteBuffer buffer() {
    return memory.nioBuffer(0, memory.capacity());
  }

  @Override
  public void close() {
    if (memory.refCnt() > 0) {
      memory.setZero(0, memory.capacity());
      memory.release();
    }
  }

  @Override
  public String toString() {
    return "LedgerWitness[redacted]";
  }
}
