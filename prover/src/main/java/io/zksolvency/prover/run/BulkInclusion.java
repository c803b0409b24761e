package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionJson;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.stop.Cancellation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * Every account's inclusion file, in portions of 10,000 in the keyed order of accounts: each a
 * directory or a zip archive, with a list that tells whose file is which. A portion appears whole
 * or not at all; what is there is not made again. The same run gives the same bytes under the same
 * names. Secret, all of it; names tell nothing about accounts to who lacks the master key.
 */
public final class BulkInclusion {
  /** Accounts of a portion. */
  public static final int PORTION = 10_000;

  /** Portions go through the trees in their order: one, or two where they meet. */
  private static final int OPEN_TREES = 2;

  private static final String BUILDING = ".building";
  private static final String IDENTITY = "export.json";
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private final InclusionReader reader;
  private final Path out;
  private final Form form;
  private final int portion;

  /** What a portion is. */
  public enum Form {
    /** A directory with a file for each account. */
    FILES,
    /** A zip archive with a file for each account. */
    ARCHIVES
  }

  /**
   * What was done.
   *
   * @param accounts of all portions
   * @param made accounts whose files were made now
   */
  public record Result(long accounts, long made) {}

  /** Told how far it is. */
  @FunctionalInterface
  public interface Progress {
    /** So many accounts' files are there; {@code before} of them since an earlier start. */
    void exported(long done, long before, long all);
  }

  /** What lies in the directory. */
  private record Identity(String format, String statementDigest, Form form) {
    static final String FORMAT = "zksolvency.inclusion-export/v1";
  }

  /** One account's file. Secret. */
  private record Item(String accountId, String name, byte[] json) {
    @Override
    public String toString() {
      return "Item[" + name + "]";
    }
  }

  private BulkInclusion(InclusionReader reader, Path out, Form form, int portion) {
    this.reader = reader;
    this.out = out;
    this.form = form;
    this.portion = portion;
  }

  /**
   * Makes what is not there yet.
   *
   * @param masterKey where it is kept, if not in the run's directory
   * @param out made when missing; for nothing else
   * @throws InputException if the run is not finished, the key is another, or the directory holds
   *     something else
   * @throws DirectoryBusyException if another export works in the directory
   */
  public static Result export(
      RunDirectory run, Optional<Path> masterKey, Path out, Form form, Progress progress)
      throws IOException, InputException, DirectoryBusyException {
    return export(run, masterKey, out, form, PORTION, progress);
  }

  static Result export(
      RunDirectory run,
      Optional<Path> masterKey,
      Path out,
      Form form,
      int portion,
      Progress progress)
      throws IOException, InputException, DirectoryBusyException {
    InclusionIndex.build(run, masterKey, new Cancellation());
    try (OpenTrees trees = new OpenTrees(OPEN_TREES);
        InclusionReader reader = InclusionReader.open(run, masterKey, trees)) {
      return new BulkInclusion(reader, out, form, portion).locked(progress);
    }
  }

  @SuppressWarnings("try") // a lock is only closed
  private Result locked(Progress progress)
      throws IOException, InputException, DirectoryBusyException {
    requireOurs(out);
    DurableFiles.createPrivateDirectory(out);
    try (DirectoryLock lock =
        DirectoryLock.take(out.resolve(".lock"), "another export is working in " + out)) {
      return export(progress);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /** Nothing else is touched, not even its permissions. */
  private static void requireOurs(Path out) throws IOException, InputException {
    if (!Files.isDirectory(out) || Files.exists(out.resolve(IDENTITY))) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(out, "[!.]*")) {
      if (files.iterator().hasNext()) {
        throw new InputException(out + " is not empty; name a new directory for the export");
      }
    }
  }

  private Result export(Progress progress) throws IOException, InputException {
    identify();
    deleteLeftovers();
    long all = reader.accounts();
    long present = 0;
    for (long from = 0; from < all; from += portion) {
      if (Files.exists(target(from))) {
        present += Math.min(portion, all - from);
      }
    }
    long done = present;
    progress.exported(done, present, all);
    for (long from = 0; from < all; from += portion) {
      if (!Files.exists(target(from))) {
        long to = Math.min(all, from + portion);
        make(from, to);
        done += to - from;
        progress.exported(done, present, all);
      }
    }
    return new Result(all, all - present);
  }

  private void identify() throws IOException, InputException {
    Path file = out.resolve(IDENTITY);
    Identity identity = new Identity(Identity.FORMAT, Hex.format(reader.statementDigest()), form);
    Optional<Identity> known = RunRecords.read(file, Identity.class);
    if (known.isEmpty()) {
      RunRecords.write(file, identity);
    } else if (!known.get().equals(identity)) {
      throw new InputException(
          out + " holds another run's export, or one in the other form; name another directory");
    }
  }

  private void deleteLeftovers() throws IOException {
    try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(out, BUILDING + "*")) {
      for (Path leftover : leftovers) {
        DurableFiles.deleteTree(leftover);
      }
    }
  }

  private String number(long from) {
    return String.format(Locale.ROOT, "inclusion-%05d", from / portion);
  }

  private Path target(long from) {
    return out.resolve(number(from) + (form == Form.ARCHIVES ? ".zip" : ""));
  }

  private void make(long from, long to) throws IOException {
    List<Item> items = LongStream.range(from, to).parallel().mapToObj(this::item).toList();
    String folder = form == Form.ARCHIVES ? number(from) + ".zip/" : number(from) + "/";
    StringBuilder list = new StringBuilder("account_id,file\n");
    for (Item item : items) {
      String quoted = item.accountId().replace("\"", "\"\"");
      list.append('"').append(quoted).append("\",").append(folder).append(item.name());
      list.append('\n');
    }
    DurableFiles.writePrivate(
        out.resolve(number(from) + ".csv"),
        ByteBuffer.wrap(list.toString().getBytes(StandardCharsets.UTF_8)));
    if (form == Form.ARCHIVES) {
      DurableFiles.writePrivate(target(from), ByteBuffer.wrap(archive(items)));
    } else {
      writeDirectory(target(from), items);
    }
  }

  private Item item(long position) {
    try {
      InclusionFile file = reader.at(position);
      return new Item(
          file.accountId(), reader.fileName(file.accountId()) + ".json", InclusionJson.write(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] archive(List<Item> items) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Item item : items) {
        ZipEntry entry = new ZipEntry(item.name());
        entry.setTimeLocal(NO_TIME);
        zip.putNextEntry(entry);
        zip.write(item.json());
        zip.closeEntry();
      }
    }
    return bytes.toByteArray();
  }

  private void writeDirectory(Path target, List<Item> items) throws IOException {
    Path building = out.resolve(BUILDING);
    DurableFiles.createPrivateDirectory(building);
    items.parallelStream()
        .forEach(
            item -> {
              try {
                DurableFiles.fillPrivate(
                    building.resolve(item.name()), ByteBuffer.wrap(item.json()));
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    DurableFiles.syncDirectory(building);
    Files.move(building, target, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.syncDirectory(out);
  }
}
