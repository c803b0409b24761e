package io.zksolvency.formats;

import io.zksolvency.circuits.hash.Hex;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Where an issuer's published statements lie, in their order. Only a list of places: it is not
 * signed, and whatever it says of a statement must be checked against the statement.
 */
public record HistoryIndex(List<Place> statements) {
  /** No index lists more: a statement a day for 27 years. */
  public static final int MAX_STATEMENTS = 10_000;

  /** Name of the index in its directory. */
  public static final String FILE = "history.json";

  private static final int MAX_PATH = 200;

  /** No name begins with a dot: neither {@code ..} nor anything hidden. */
  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*(/[A-Za-z0-9][A-Za-z0-9._-]*){0,7}");

  public HistoryIndex {
    statements = List.copyOf(statements);
  }

  /**
   * One statement.
   *
   * @param digest 64 lower-case hex digits
   * @param path of the directory that holds statement.json, relative to the index
   */
  public record Place(long sequence, String snapshotTime, String digest, String path) {
    /**
     * @throws IllegalArgumentException if the path could lead elsewhere
     */
    public Place {
      if (sequence < 0) {
        throw new IllegalArgumentException("a sequence number is not negative");
      }
      Hex.parse(digest, 32);
      if (path.length() > MAX_PATH || !PATH.matcher(path).matches()) {
        throw new IllegalArgumentException(
            "expected a relative path of at most 8 names of letters, digits, '.', '_' and '-'");
      }
    }
  }
}
