package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.LeafHash;
import io.zksolvency.circuits.ledger.Entry;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.prover.ingest.InputException;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Makes inclusion files from a finished run's index and trees, a dozen or two small reads each,
 * holding neither in memory but what {@link OpenTrees} remembers. Thread-safe.
 */
public final class InclusionReader implements Closeable {
  /** Slots read at once when the search has come near. */
  private static final int NEAR = 64;

  /** After so many guesses the search halves: bounds it for damaged files. */
  private static final int MAX_GUESSES = 8;

  private final RunDirectory directory;
  private final FinishedRun run;
  private final String orderKeyHex;
  private final byte[] digest;
  private final OpenFile index;
  private final OpenTrees trees;

  private InclusionReader(
      RunDirectory directory, FinishedRun run, OpenFile index, OpenTrees trees) {
    this.directory = directory;
    this.index = index;
    this.trees = trees;
    this.run = run;
    this.orderKeyHex = run.secrets().orderKeyHex();
    this.digest = run.statement().digest();
  }

  /**
   * Opens a finished run that has an index.
   *
   * @param masterKey where it is kept, if not in the run's directory
   * @param trees which the reader shares with others, and does not close
   * @throws InputException if the run is not finished, or the key is another
   */
  public static InclusionReader open(
      RunDirectory directory, Optional<Path> masterKey, OpenTrees trees)
      throws IOException, InputException {
    FinishedRun run = FinishedRun.open(directory, masterKey);
    OpenFile index = new OpenFile(directory.inclusionIndex());
    try {
      ByteBuffer header = index.read(0, InclusionIndex.HEADER_BYTES);
      if (header.getLong() != InclusionIndex.MAGIC || header.getLong() != run.plan().accounts()) {
        throw new IOException(index + " is damaged or another run's");
      }
      return new InclusionReader(directory, run, index, trees);
    } catch (IOException | RuntimeException e) {
      index.close();
      throw e;
    }
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
    long hash = InclusionIndex.orderHash(orderKeyHex, accountId);
    for (long at = firstNotBelow(hash); at < accounts(); at++) {
      ByteBuffer slot = slots(at, 1);
      if (slot.getLong() != hash) {
        return Optional.empty();
      }
      Row row = row(slot.getLong());
      if (row.accountId().equals(accountId)) {
        return Optional.of(file(at, row));
      }
    }
    return Optional.empty();
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
    ByteBuffer slot = slots(position, 1);
    slot.getLong();
    return file(position, row(slot.getLong()));
  }

  /** Returns the position of the first hash that is not below this one. */
  private long firstNotBelow(long hash) throws IOException {
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
      long found = slots(middle, 1).getLong();
      if (Long.compareUnsigned(found, hash) < 0) {
        low = middle + 1;
        lowHash = unsigned(found);
      } else {
        high = middle;
        highHash = unsigned(found);
      }
    }
    ByteBuffer near = slots(low, (int) (high - low));
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

  private Row row(long offset) throws IOException {
    try {
      ByteBuffer record = index.readUpTo(offset, InclusionIndex.MAX_RECORD_BYTES);
      byte[] id = new byte[Short.toUnsignedInt(record.getShort())];
      record.get(id);
      List<Entry> entries = new ArrayList<>();
      for (int left = Short.toUnsignedInt(record.getShort()); left > 0; left--) {
        entries.add(new Entry(Short.toUnsignedInt(record.getShort()), record.getLong()));
      }
      return new Row(new String(id, StandardCharsets.UTF_8), entries);
    } catch (java.nio.BufferUnderflowException | IllegalArgumentException e) {
      throw new IOException(index + " is damaged: a record is cut off or impossible");
    }
  }

  private InclusionFile file(long position, Row row) throws IOException {
    int batch = run.plan().batchOf(position);
    long place = position - run.plan().from(batch);
    Digest leaf = LeafHash.of(run.secrets().tag(row.accountId()), row.entries());
    KeptTree tree =
        trees.get(
            directory.tree(batch),
            run.statement().batches().get(batch).accounts(),
            run.statement().root(batch));
    return new InclusionFile(
        digest,
        row.accountId(),
        run.secrets().salt(row.accountId()),
        batch,
        place,
        row.entries(),
        tree.siblings(place, leaf));
  }

  private ByteBuffer slots(long position, int count) throws IOException {
    return index.read(
        InclusionIndex.HEADER_BYTES + position * InclusionIndex.SLOT_BYTES,
        count * InclusionIndex.SLOT_BYTES);
  }

  /** Closes the index; who still reads is served. */
  @Override
  public void close() throws IOException {
    index.close();
  }

  @Override
  public String toString() {
    return "InclusionReader[" + Arrays.hashCode(digest) + "]";
  }
}
