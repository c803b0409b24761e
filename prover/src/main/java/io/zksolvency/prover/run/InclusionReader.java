package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.LeafHash;
import io.zksolvency.circuits.hash.RescuePrime;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.prover.ingest.InputException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * Makes inclusion files from a finished run's index and trees, a dozen or two small reads each,
 * holding neither in memory but the top of each tree. Thread-safe; needs no closing.
 */
public final class InclusionReader {
  /** Slots read at once when the search has come near. */
  private static final int NEAR = 64;

  /** After so many guesses the search halves: bounds it for damaged files. */
  private static final int MAX_GUESSES = 8;

  private final RunDirectory directory;
  private final FinishedRun run;
  private final String orderKeyHex;
  private final byte[] digest;
  private final AtomicReferenceArray<TreeTop> tops;

  private InclusionReader(RunDirectory directory, FinishedRun run) {
    this.directory = directory;
    this.run = run;
    this.orderKeyHex = run.secrets().orderKeyHex();
    this.digest = run.statement().digest();
    this.tops = new AtomicReferenceArray<>(run.statement().batches().size());
  }

  /**
   * Opens a finished run that has an index.
   *
   * @param masterKey where it is kept, if not in the run's directory
   * @throws InputException if the run is not finished, or the key is another
   */
  public static InclusionReader open(RunDirectory directory, Optional<Path> masterKey)
      throws IOException, InputException {
    FinishedRun run = FinishedRun.open(directory, masterKey);
    try (FileChannel index = FileChannel.open(directory.inclusionIndex())) {
      ByteBuffer header = read(index, 0, InclusionIndex.HEADER_BYTES);
      if (header.getLong() != InclusionIndex.MAGIC || header.getLong() != run.plan().accounts()) {
        throw new IOException("the inclusion index is damaged or another run's");
      }
    }
    return new InclusionReader(directory, run);
  }

  /** Returns the number of accounts; positions are below it. */
  public long accounts() {
    return run.plan().accounts();
  }

  /** Returns the digest of the statement that the files are about. */
  byte[] statementDigest() {
    return digest.clone();
  }

  /** Returns a name for an account's file that tells nothing without the master key. */
  String fileName(String accountId) {
    return run.secrets().fileName(accountId);
  }

  /**
   * Returns an account's file, if the statement counts it; checked against the statement's root.
   */
  public Optional<InclusionFile> find(String accountId) throws IOException {
    try (FileChannel index = FileChannel.open(directory.inclusionIndex())) {
      long hash = InclusionIndex.orderHash(orderKeyHex, accountId);
      for (long at = firstNotBelow(index, hash); at < accounts(); at++) {
        ByteBuffer slot = slots(index, at, 1);
        if (slot.getLong() != hash) {
          return Optional.empty();
        }
        Row row = row(index, slot.getLong());
        if (row.accountId().equals(accountId)) {
          return Optional.of(file(at, row));
        }
      }
      return Optional.empty();
    }
  }

  /**
   * Returns the file of the account at a position.
   *
   * @throws IndexOutOfBoundsException if there is none
   */
  public InclusionFile at(long position) throws IOException {
    if (position < 0 || position >= accounts()) {
      throw new IndexOutOfBoundsException("no account has this position");
    }
    try (FileChannel index = FileChannel.open(directory.inclusionIndex())) {
      ByteBuffer slot = slots(index, position, 1);
      slot.getLong();
      return file(position, row(index, slot.getLong()));
    }
  }

  /** Returns the position of the first hash that is not below this one. */
  private long firstNotBelow(FileChannel index, long hash) throws IOException {
    long low = 0; // every hash before it is below
    long high = accounts(); // no hash from it on is below
    double lowHash = 0;
    double highHash = 0x1p64;
    double wanted = unsigned(hash);
    for (int guesses = 0; high - low > NEAR; guesses++) {
      long middle = low + (high - low) / 2;
      if (guesses < MAX_GUESSES && highHash > lowHash) {
        // Aim for a place where the rest of the way fits one read.
        double share = (wanted - lowHash) / (highHash - lowHash);
        middle = low + (long) (share * (high - low));
        middle = guesses % 2 == 0 ? middle - NEAR / 2 : middle + NEAR / 2;
        middle = Math.max(low, Math.min(high - 1, middle));
      }
      long found = slots(index, middle, 1).getLong();
      if (Long.compareUnsigned(found, hash) < 0) {
        low = middle + 1;
        lowHash = unsigned(found);
      } else {
        high = middle;
        highHash = unsigned(found);
      }
    }
    ByteBuffer near = slots(index, low, (int) (high - low));
    while (low < high
        && Long.compareUnsigned(
                near.getLong(near.limit() - (int) (high - low) * InclusionIndex.SLOT_BYTES), hash)
            < 0) {
      low++;
    }
    return low;
  }

  private static double unsigned(long hash) {
    return (hash >>> 1) * 2.0;
  }

  /** An account's id and entries. Secret. */
  private record Row(String accountId, List<Entry> entries) {
    @Override
    public String toString() {
      return "Row[redacted]";
    }
  }

  private static Row row(FileChannel index, long offset) throws IOException {
    ByteBuffer record =
        read(
            index,
            offset,
            (int) Math.min(InclusionIndex.MAX_RECORD_BYTES, Math.max(0, index.size() - offset)));
    try {
      byte[] id = new byte[Short.toUnsignedInt(record.getShort())];
      record.get(id);
      List<Entry> entries = new ArrayList<>();
      for (int left = Short.toUnsignedInt(record.getShort()); left > 0; left--) {
        entries.add(new Entry(Short.toUnsignedInt(record.getShort()), record.getLong()));
      }
      return new Row(new String(id, StandardCharsets.UTF_8), entries);
    } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException("the inclusion index is damaged: a record is cut off or impossible");
    }
  }

  private InclusionFile file(long position, Row row) throws IOException {
    int batch = run.plan().batchOf(position);
    long place = position - run.plan().from(batch);
    Digest leaf = LeafHash.of(run.secrets().tag(row.accountId()), row.entries());
    return new InclusionFile(
        digest,
        row.accountId(),
        run.secrets().salt(row.accountId()),
        batch,
        place,
        row.entries(),
        siblings(batch, place, leaf));
  }

  /**
   * Returns the siblings on the way from a leaf to the root; node j is at byte 32 j.
   *
   * @throws IOException if the way does not lead to the batch's root
   */
  private List<Digest> siblings(int batch, long place, Digest leaf) throws IOException {
    long accounts = run.statement().batches().get(batch).accounts();
    List<Digest> siblings = new ArrayList<>();
    try (FileChannel tree = FileChannel.open(directory.tree(batch))) {
      TreeTop top = top(batch, tree, accounts);
      Digest reached = leaf;
      long node = accounts + place;
      for (; !top.has(node); node >>= 1) {
        Digest sibling = Digest.read(read(tree, (node ^ 1) * Digest.BYTES, Digest.BYTES), 0);
        siblings.add(sibling);
        reached =
            (node & 1) == 0
                ? RescuePrime.merge(reached, sibling)
                : RescuePrime.merge(sibling, reached);
      }
      if (!reached.equals(top.node(node))) {
        throw new IOException(
            "the kept tree or balances of batch %d are damaged: the account is not under its root"
                .formatted(batch));
      }
      for (; node > 1; node >>= 1) {
        siblings.add(top.node(node ^ 1));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("the kept tree of batch %d is damaged".formatted(batch));
    }
    return siblings;
  }

  /** Two threads may read it at a time: they read the same. */
  private TreeTop top(int batch, FileChannel tree, long accounts) throws IOException {
    TreeTop known = tops.get(batch);
    if (known == null) {
      known = TreeTop.read(tree, accounts, run.statement().root(batch));
      tops.set(batch, known);
    }
    return known;
  }

  private static ByteBuffer slots(FileChannel index, long position, int count) throws IOException {
    return read(
        index,
        InclusionIndex.HEADER_BYTES + position * InclusionIndex.SLOT_BYTES,
        count * InclusionIndex.SLOT_BYTES);
  }

  private static ByteBuffer read(FileChannel channel, long from, int bytes) throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(bytes);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, from + buffer.position()) < 0) {
        throw new IOException("a kept file of the run is damaged: it is cut off");
      }
    }
    return buffer.flip();
  }

  @Override
  public String toString() {
    return "InclusionReader[" + Arrays.hashCode(digest) + "]";
  }
}
