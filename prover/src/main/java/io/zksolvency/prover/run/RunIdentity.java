package io.zksolvency.prover.run;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Weights;
import io.zksolvency.circuits.statement.StatementHeader;
import io.zksolvency.formats.SignedStatement;
import io.zksolvency.prover.ingest.AccountsSource;
import io.zksolvency.prover.ingest.FileFingerprint;
import io.zksolvency.prover.ingest.InputException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/** Settles what a run is about: from the options, or, when it goes on, as it was begun. */
final class RunIdentity {
  private static final int DIGEST_BYTES = 32;

  private RunIdentity() {}

  /**
   * Returns the run's identity, recorded in its directory. As long as no balances have been
   * accepted there, another one may take its place: corrected data after an error, for one.
   *
   * @throws InputException if the directory holds a run that is about something else
   */
  static RunRecords.Identity settle(
      RunOptions options, byte[] relationId, MasterKey masterKey, byte[] issuerKey)
      throws IOException, InputException {
    RunDirectory directory = options.directory();
    // Before the plan is there, nothing depends on what was settled.
    Optional<RunRecords.Identity> known =
        Files.exists(directory.plan())
            ? RunRecords.read(directory.identity(), RunRecords.Identity.class)
            : Optional.empty();
    RunRecords.Identity wanted =
        wanted(
            options,
            known.map(RunRecords.Identity::snapshotTime),
            relationId,
            masterKey,
            issuerKey);
    if (known.isEmpty()) {
      RunRecords.write(directory.identity(), wanted);
      return wanted;
    }
    List<String> differences = known.get().differences(wanted);
    if (!differences.isEmpty()) {
      throw new InputException(
          "%s holds a run with other values of: %s. Repeat its command to finish it, choose another"
                  .formatted(options.directory().root(), String.join(", ", differences))
              + " directory, or use --fresh to delete it and start over");
    }
    return known.get();
  }

  private static RunRecords.Identity wanted(
      RunOptions options,
      Optional<String> knownTime,
      byte[] relationId,
      MasterKey masterKey,
      byte[] issuerKey)
      throws IOException, InputException {
    byte[] previousDigest = new byte[DIGEST_BYTES];
    long sequence = 0;
    if (options.previous().isPresent()) {
      SignedStatement previous = StatementFiles.read(options.previous().get());
      previousDigest = previous.statement().digest();
      sequence = previous.statement().header().sequence() + 1;
    }
    if (options.sequence().isPresent() && options.sequence().getAsLong() != sequence) {
      throw new InputException(
          options.previous().isPresent()
              ? "--sequence must be %d, one after the previous statement's".formatted(sequence)
              : "--sequence above 0 needs --previous, the statement before");
    }
    return new RunRecords.Identity(
        RunRecords.Identity.FORMAT,
        Hex.format(relationId),
        options.name(),
        sequence,
        Hex.format(previousDigest),
        options.snapshotTime().or(() -> knownTime).orElseGet(RunIdentity::now),
        FileFingerprint.of(options.assets()).sha256(),
        accounts(options.accounts()),
        options.excludeInsolvent(),
        masterKey.fingerprint(),
        Hex.format(issuerKey));
  }

  private static String now() {
    return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String accounts(AccountsSource source) throws IOException {
    if (source instanceof AccountsSource.InFile in) {
      return ofFile(FileFingerprint.of(in.file()).sha256());
    }
    if (source instanceof AccountsSource.InQuery in) {
      return "query " + sha256(in.sql());
    }
    AccountsSource.InPostgresql in = (AccountsSource.InPostgresql) source;
    return "postgresql " + sha256(in.connection().address() + '\n' + in.rows().sql());
  }

  private static String sha256(String text) {
    return Hex.format(HashInput.sha256(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** Returns what an identity says of balances in a file with this SHA-256. */
  static String ofFile(String sha256) {
    return "file " + sha256;
  }

  /** Returns the snapshot id, which depends on neither assets nor weights. */
  static byte[] snapshotId(RunRecords.Identity identity, AssetTable assets) {
    return header(identity, assets, Weights.choose(assets, 0)).snapshotId();
  }

  /** Returns the statement's header. */
  static StatementHeader header(RunRecords.Identity identity, AssetTable assets, Weights weights) {
    return new StatementHeader(
        Hex.parse(identity.relationId(), DIGEST_BYTES),
        identity.name(),
        identity.sequence(),
        Hex.parse(identity.previousDigest(), DIGEST_BYTES),
        identity.snapshotTime(),
        assets,
        weights);
  }
}
