package io.zksolvency.service.runs;

import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.run.DurableFiles;
import io.zksolvency.prover.run.RunDirectory;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The server's directory, which only its owner can enter, held by one server at a time. */
public final class DataDirectory implements AutoCloseable {
  private static final String UPLOADING = ".uploading-";

  private final Path root;
  private final FileChannel lock;

  private DataDirectory(Path root, FileChannel lock) {
    this.root = root;
    this.lock = lock;
  }

  /**
   * Makes what is missing, takes the lock and deletes uploads that were cut off.
   *
   * @throws InputException if another server works in it
   */
  public static DataDirectory open(Path root) throws IOException, InputException {
    DurableFiles.createPrivateDirectory(root);
    FileChannel channel =
        FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    FileLock held = null;
    try {
      held = channel.tryLock();
    } catch (OverlappingFileLockException e) {
      // This process holds it: the same answer.
    }
    if (held == null) {
      channel.close();
      throw new InputException("another server works in " + root);
    }
    DataDirectory directory = new DataDirectory(root, channel);
    DurableFiles.createPrivateDirectory(directory.runs());
    DurableFiles.createPrivateDirectory(root.resolve("keys"));
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(directory.runs(), UPLOADING + "*")) {
      for (Path leftover : leftovers) {
        DurableFiles.deleteTree(leftover);
      }
    }
    return directory;
  }

  /** Returns the metadata store's file. */
  public Path database() {
    return root.resolve("solvency.sqlite");
  }

  /** Returns where published files lie. */
  public Path content() {
    return root.resolve("content");
  }

  /** Returns the operator's token file. */
  public Path operatorToken() {
    return root.resolve("keys/operator.token");
  }

  /** Returns the file with the id that binds the directory to its stores. */
  Path storeId() {
    return root.resolve("store.id");
  }

  Path storeIdBeingSettled() {
    return root.resolve(".store.id-settling");
  }

  Path root() {
    return root;
  }

  Path runs() {
    return root.resolve("runs");
  }

  /** Returns where everything of a run lies; ids are safe as names of files. */
  public Path run(String id) {
    return runs().resolve(id);
  }

  /** Returns the run's own directory, as `solvency prove --out` has it. */
  public RunDirectory runDirectory(String id) {
    return new RunDirectory(run(id).resolve("run"));
  }

  /** Returns the run's assets. */
  public Path assets(String id) {
    return run(id).resolve("assets.csv");
  }

  /** Returns the statement that the run's continues. */
  Path previous(String id) {
    return run(id).resolve("previous-statement.json");
  }

  /** Deletes everything of a run but the list of its insolvent accounts, if it made one. */
  void deleteAllButInsolvent(String id) throws IOException {
    Path kept = runDirectory(id).insolventAccounts();
    if (!Files.exists(kept)) {
      DurableFiles.deleteTree(run(id));
      return;
    }
    for (Path directory = kept.getParent(), inner = kept;
        directory.startsWith(run(id));
        inner = directory, directory = directory.getParent()) {
      try (DirectoryStream<Path> children = Files.newDirectoryStream(directory)) {
        for (Path child : children) {
          if (!child.equals(inner)) {
            DurableFiles.deleteTree(child);
          }
        }
      }
    }
  }

  /** Returns the balances that a client has sent. */
  public Path upload(String id) {
    return run(id).resolve("accounts.csv");
  }

  /** Returns a fresh name under which a run's inputs are gathered before it is accepted. */
  Path gathering() {
    return runs().resolve(UPLOADING + java.util.UUID.randomUUID());
  }

  @Override
  public void close() throws IOException {
    lock.close();
  }
}
