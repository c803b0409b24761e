package io.zksolvency.verifier;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.circuits.statement.StatementRule;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.HistoryIndex;
import io.zksolvency.formats.HistoryIndex.Place;
import io.zksolvency.formats.HistoryJson;
import io.zksolvency.formats.SignedStatement;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.nativelib.verifier.LedgerVerifier;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Statements that a web server lists in its history.json, in the order of the list. */
final class WebHistory {
  private WebHistory() {}

  /** Returns if a text names a web address rather than a directory. */
  static boolean isAddress(String text) {
    return text.contains("://");
  }

  /**
   * Returns the address of the directory that holds history.json; ends with a slash.
   *
   * @throws IllegalArgumentException if the text is no plain address of one
   */
  static URI directory(String text) {
    try {
      URI address = new URI(text).normalize();
      boolean plain =
          address.getHost() != null
              && address.getRawUserInfo() == null
              && address.getRawQuery() == null
              && address.getRawFragment() == null;
      if (plain && ("http".equals(address.getScheme()) || "https".equals(address.getScheme()))) {
        String path = address.getRawPath();
        if (path.endsWith("/" + HistoryIndex.FILE)) {
          return address.resolve(".");
        }
        return path.endsWith("/") ? address : new URI(text + "/").normalize();
      }
    } catch (URISyntaxException e) {
      // The same answer.
    }
    throw new IllegalArgumentException(
        "expected an address such as https://example.org/solvency/, without user, query or fragment");
  }

  /** Returns what the directory's history.json lists; at least one. */
  static List<Published> find(URI directory, Download download)
      throws IOException, FormatException {
    URI file = directory.resolve(HistoryIndex.FILE);
    byte[] json =
        download
            .get(file, HistoryJson.MAX_BYTES)
            .orElseThrow(
                () ->
                    new DownloadException(
                        file + ": the server has no such file; `solvency publish` writes it"));
    HistoryIndex index;
    try {
      index = HistoryJson.read(json);
    } catch (FormatException e) {
      throw new FormatException("", HistoryIndex.FILE + ": " + e.getMessage());
    }
    if (index.statements().isEmpty()) {
      throw new FormatException("", HistoryIndex.FILE + " lists no statement");
    }
    List<Published> all = new ArrayList<>();
    for (Place place : index.statements()) {
      all.add(new WebStatement(directory, place, download));
    }
    return all;
  }

  /** One of the list. */
  private record WebStatement(URI directory, Place listed, Download download) implements Published {
    @Override
    public String place() {
      return listed.path();
    }

    private Optional<byte[]> get(String name, int most) throws FormatException, IOException {
      return download.get(directory.resolve(listed.path() + "/" + name), most);
    }

    @Override
    public SignedStatement statement()
        throws IOException, FormatException, StatementRejectedException {
      Optional<byte[]> json = get(StatementFolder.STATEMENT, StatementJson.MAX_BYTES);
      if (json.isEmpty()) {
        throw new StatementRejectedException(
            StatementRule.CHAIN, "statement.json is missing, though history.json lists it");
      }
      SignedStatement signed = StatementFolder.parse(json.get());
      SolvencyStatement statement = signed.statement();
      if (!Hex.format(statement.digest()).equals(listed.digest())
          || statement.header().sequence() != listed.sequence()
          || !statement.header().snapshotTime().equals(listed.snapshotTime())) {
        throw new StatementRejectedException(
            StatementRule.CHAIN, "not the statement that history.json lists here");
      }
      return signed;
    }

    @Override
    public synchronized byte[] proof(String name)
        throws IOException, FormatException, StatementRejectedException {
      return get(name, LedgerVerifier.MAX_PROOF_BYTES)
          .orElseThrow(
              () ->
                  new StatementRejectedException(StatementRule.PROOF_DIGEST, name + " is missing"));
    }
  }
}
