package io.zksolvency.verifier;

import io.zksolvency.formats.HistoryIndex;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Statements in and under a directory, found by what is there, not by names: every directory that
 * holds a statement.json, such as {@code RUN/public} of several runs. Links are not followed, and
 * neither hidden directories nor runs' {@code private} ones are looked into.
 */
final class FolderHistory {
  /** A server's own directory has them at {@code runs/ID/run/public}. */
  private static final int MAX_DEPTH = 5;

  private static final int MAX_DIRECTORIES = 100_000;
  private static final String PRIVATE = "private";

  private final List<Published> found = new ArrayList<>();
  private int directories;

  private FolderHistory() {}

  /**
   * Returns the statements, in no particular order; at least one.
   *
   * @throws IOException if there is none, or far too much
   */
  static List<Published> find(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "not a directory");
    }
    FolderHistory history = new FolderHistory();
    history.search(folder, 0);
    if (history.found.isEmpty()) {
      throw new NoSuchFileException(
          folder.toString(),
          null,
          "no statement.json in it, nor up to %d below".formatted(MAX_DEPTH));
    }
    return history.found;
  }

  private void search(Path folder, int depth) throws IOException {
    if (++directories > MAX_DIRECTORIES || found.size() > HistoryIndex.MAX_STATEMENTS) {
      throw new IOException(
          "more than %d directories or %d statements; name a smaller directory"
              .formatted(MAX_DIRECTORIES, HistoryIndex.MAX_STATEMENTS));
    }
    if (Files.exists(folder.resolve(StatementFolder.STATEMENT), LinkOption.NOFOLLOW_LINKS)) {
      found.add(new StatementFolder(folder));
      return;
    }
    if (depth == MAX_DEPTH) {
      return;
    }
    try (DirectoryStream<Path> children = Files.newDirectoryStream(folder)) {
      for (Path child : children) {
        String name = child.getFileName().toString();
        if (!name.startsWith(".")
            && !name.equals(PRIVATE)
            && Files.isDirectory(child, LinkOption.NOFOLLOW_LINKS)) {
          search(child, depth + 1);
        }
      }
    }
  }
}
