package io.zksolvency.service.runs;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.run.DurableFiles;
import io.zksolvency.service.store.ContentDamagedException;
import io.zksolvency.service.store.ContentStore;
import io.zksolvency.service.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.UUID;

/**
 * Data directory, metadata and published files know each other by an id, which the first start
 * writes into all three: a server that is given others refuses to start, rather than lose runs or
 * serve a stranger's. The file with the id is the last to get its name, so a first start that was
 * killed is done again.
 */
public final class StoreBond {
  private StoreBond() {}

  /**
   * Makes the bond, or checks it.
   *
   * @param elsewhere if the metadata lie outside the directory
   * @throws InputException if these are not the three that belong together
   */
  public static void settle(
      DataDirectory data, Store store, boolean elsewhere, ContentStore content)
      throws IOException, InputException {
    Path settled = data.storeId();
    Optional<String> recorded = store.id();
    if (Files.exists(settled)) {
      requireSame(data, recorded, read(settled));
      requireKept(settled, content);
      return;
    }
    Path settling = data.storeIdBeingSettled();
    if (!Files.exists(settling)) {
      // Metadata in the directory itself are its own, even where a backup was restored without it.
      String id = elsewhere ? newId() : recorded.orElseGet(StoreBond::newId);
      DurableFiles.writePrivate(
          settling, ByteBuffer.wrap((id + "\n").getBytes(StandardCharsets.US_ASCII)));
    }
    String id = read(settling);
    if (recorded.isPresent()) {
      requireSame(data, recorded, id);
    } else {
      store.setId(id);
    }
    content.put(settling);
    Files.move(settling, settled, StandardCopyOption.ATOMIC_MOVE);
    DurableFiles.syncDirectory(settled.getParent());
  }

  private static String newId() {
    return UUID.randomUUID().toString();
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.US_ASCII).strip();
  }

  private static void requireSame(DataDirectory data, Optional<String> recorded, String id)
      throws InputException {
    if (!recorded.equals(Optional.of(id))) {
      throw new InputException(
          ("the metadata store belongs to another data directory than %s (its id is %s, the"
                  + " directory's %s): name the two that belong together in --data and"
                  + " store.postgresql, restore the one that was lost, or begin with an empty"
                  + " directory and an empty database")
              .formatted(data.root(), recorded.orElse("missing"), id));
    }
  }

  private static void requireKept(Path settled, ContentStore content)
      throws IOException, InputException {
    try (InputStream kept = content.open(HashInput.sha256(Files.readAllBytes(settled)))) {
      kept.transferTo(OutputStream.nullOutputStream());
    } catch (ContentDamagedException e) {
      throw new InputException(
          "the store of published files is not the one that this data directory was used with: it"
              + " lacks the copy of "
              + settled
              + "; name the right one in store.s3, or copy every file of the old one to it");
    }
  }
}
