package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.prover.batch.SnapshotSecrets;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.ingest.LedgerDatabase;
import io.zksolvency.prover.ingest.OrderedAccounts;
import io.zksolvency.prover.stop.Cancellation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;

/**
 * The finished run's accounts in one file that finds any of them in a few reads, without a database
 * and without holding anything in memory. Secret: it holds ids and balances.
 *
 * <p>Accounts lie in the order of the keyed hash of their ids, which is uniform: where an id must
 * be follows from its hash, nearly. The file, big-endian:
 *
 * <pre>
 *   u64 magic   u64 accounts   { u64 hash   u64 offset } for each account   { record } for each account
 *   record = u16 length of the id   id in UTF-8   u16 entries   { u16 key   u64 amount }
 * </pre>
 *
 * hash is the first eight bytes of SHA-256(hex(order key) id), offset that of the record in the
 * file.
 */
public final class InclusionIndex {
  static final long MAGIC = 0x7a6b_736f_6c69_6401L;
  static final int HEADER_BYTES = 16;
  static final int SLOT_BYTES = 16;

  /** Length of id, id, number of entries; 192 entries of ten bytes. */
  static final int MAX_RECORD_BYTES = 2 + 1024 + 2 + 192 * 10;

  private static final int BUFFER_BYTES = 1 << 20;
  private static final long DATABASE_BYTES = 256L << 20;

  private InclusionIndex() {}

  /** Returns the number by which accounts are in order, unsigned. */
  static long orderHash(String orderKeyHex, String accountId) {
    byte[] hash = HashInput.sha256((orderKeyHex + accountId).getBytes(StandardCharsets.UTF_8));
    return ByteBuffer.wrap(hash).getLong();
  }

  /**
   * Makes the index of a finished run if it is missing; it appears whole or not at all.
   *
   * @param masterKey where it is kept, if not in the run's directory
   * @throws io.zksolvency.prover.stop.RunCancelledException if it was cancelled
   */
  @SuppressWarnings("try") // a registration is only closed
  public static void build(
      RunDirectory directory, Optional<Path> masterKey, Cancellation cancellation)
      throws IOException, InputException {
    if (Files.exists(directory.inclusionIndex())) {
      return;
    }
    FinishedRun run = FinishedRun.open(directory, masterKey);
    Path building = directory.privateDirectory().resolve(".inclusion.index-building");
    Files.deleteIfExists(building);
    LedgerDatabase.Limits limits =
        new LedgerDatabase.Limits(DATABASE_BYTES, 1, directory.privateDirectory());
    try (OrderedAccounts accounts = OrderedAccounts.open(directory.accounts(), limits);
        Cancellation.Registration registration = cancellation.onCancel(accounts::interrupt);
        FileChannel channel = create(building)) {
      new Writer(channel, run.plan().accounts(), run.secrets()).write(accounts);
      channel.force(true);
    } catch (IOException e) {
      cancellation.throwIfCancelled();
      throw e;
    }
    Files.move(building, directory.inclusionIndex(), StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.syncDirectory(directory.privateDirectory());
  }

  private static FileChannel create(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }
    return channel;
  }

  /** Writes slots and records side by side, each in its own part of the file. */
  private static final class Writer {
    private final Part slots;
    private final Part records;
    private final String orderKeyHex;
    private final long accounts;
    private long written;
    private long lastHash;

    Writer(FileChannel channel, long accounts, SnapshotSecrets secrets) {
      this.slots = new Part(channel, 0);
      this.records = new Part(channel, HEADER_BYTES + accounts * SLOT_BYTES);
      this.orderKeyHex = secrets.orderKeyHex();
      this.accounts = accounts;
    }

    void write(OrderedAccounts source) throws IOException {
      slots.room(HEADER_BYTES).putLong(MAGIC).putLong(accounts);
      try {
        source.read(0, accounts, this::add);
      } catch (java.io.UncheckedIOException e) {
        throw e.getCause();
      }
      slots.flush();
      records.flush();
    }

    private void add(String id, List<Entry> entries) {
      long hash = orderHash(orderKeyHex, id);
      if (written > 0 && Long.compareUnsigned(hash, lastHash) < 0) {
        throw new IllegalStateException("the accounts are not in their order");
      }
      lastHash = hash;
      written++;
      try {
        slots.room(SLOT_BYTES).putLong(hash).putLong(records.position());
        byte[] idBytes = id.getBytes(StandardCharsets.UTF_8);
        ByteBuffer record = records.room(2 + idBytes.length + 2 + entries.size() * 10);
        record.putShort((short) idBytes.length).put(idBytes).putShort((short) entries.size());
        entries.forEach(entry -> record.putShort((short) entry.key()).putLong(entry.amount()));
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }
  }

  /** A part of the file that grows. */
  private static final class Part {
    private final FileChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER_BYTES);
    private long flushed;

    Part(FileChannel channel, long start) {
      this.channel = channel;
      this.flushed = start;
    }

    long position() {
      return flushed + buffer.position();
    }

    ByteBuffer room(int bytes) throws IOException {
      if (buffer.remaining() < bytes) {
        flush();
      }
      return buffer;
    }

    void flush() throws IOException {
      buffer.flip();
      while (buffer.hasRemaining()) {
        flushed += channel.write(buffer, flushed);
      }
      buffer.clear();
    }
  }
}
