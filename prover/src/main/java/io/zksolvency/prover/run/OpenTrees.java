package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.Digest;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The trees that were used last, of all readers that share this: each holds one file open and a
 * megabyte of memory at most. Thread-safe.
 */
public final class OpenTrees implements Closeable {
  private final int most;
  private final Map<Key, KeptTree> trees = new LinkedHashMap<>(16, 0.75f, true);

  /** The same file under another root is another tree. */
  private record Key(Path file, Digest root) {}

  /** Keeps so many trees. */
  public OpenTrees(int most) {
    this.most = most;
  }

  /** Returns the tree of so many accounts under this root, which lies in the file. */
  synchronized KeptTree get(Path file, long accounts, Digest root) throws IOException {
    KeptTree tree =
        trees.computeIfAbsent(new Key(file, root), key -> new KeptTree(file, accounts, root));
    if (trees.size() > most) {
      Iterator<KeptTree> oldest = trees.values().iterator();
      oldest.next().close();
      oldest.remove();
    }
    return tree;
  }

  /** Closes all files; who still reads is served. */
  @Override
  public synchronized void close() throws IOException {
    for (KeptTree tree : trees.values()) {
      tree.close();
    }
    trees.clear();
  }
}
