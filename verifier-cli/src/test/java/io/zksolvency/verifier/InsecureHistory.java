package io.zksolvency.verifier;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.formats.HistoryIndex;
import io.zksolvency.formats.HistoryJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** An issuer's chain of statements, with made-up proofs. */
final class InsecureHistory {
  final InsecureIssuer issuer = new InsecureIssuer();
  final List<SolvencyStatement> statements = new ArrayList<>();

  InsecureHistory(int length) {
    for (int i = 0; i < length; i++) {
      byte[] previous = i == 0 ? new byte[32] : statements.get(i - 1).digest();
      statements.add(statement(i, previous, time(i)));
    }
  }

  static String time(int i) {
    return "2026-10-%02dT00:00:00Z".formatted(i + 1);
  }

  /** Returns a statement that this issuer has signed. */
  SolvencyStatement statement(long sequence, byte[] previous, String time) {
    SolvencyStatement made = new InsecureIssuer(sequence, previous, time).statement;
    return new SolvencyStatement(
        made.header(),
        made.batches(),
        made.generalLedger(),
        made.exclusions(),
        issuer.keys.publicKey());
  }

  /** Writes a statement with proofs of it. */
  void publish(Path folder, SolvencyStatement statement) throws IOException {
    issuer.publish(folder, statement);
    InsecureIssuer.proofs(folder, statement);
  }

  /** Writes statement i to FOLDER/i/public, for every one of these. */
  void publish(Path folder, int... which) throws IOException {
    for (int i : which) {
      publish(folder.resolve("run-" + (9 - i)).resolve("public"), statements.get(i));
    }
  }

  /** Writes the layout of a web server, with the index in this order. */
  void publishSite(Path folder, int... which) throws IOException {
    List<HistoryIndex.Place> places = new ArrayList<>();
    for (int i : which) {
      SolvencyStatement statement = statements.get(i);
      String path = "statements/" + i;
      publish(folder.resolve(path), statement);
      places.add(
          new HistoryIndex.Place(
              statement.header().sequence(),
              statement.header().snapshotTime(),
              Hex.format(statement.digest()),
              path));
    }
    Files.write(folder.resolve("history.json"), HistoryJson.write(new HistoryIndex(places)));
  }
}
