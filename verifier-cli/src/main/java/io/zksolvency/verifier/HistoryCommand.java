package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.RelationId;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.circuits.statement.StatementRule;
import io.zksolvency.formats.FormatException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code solvency-verify history}. */
@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = {
      "Verify all statements of an issuer, and that each continues the one before: none missing,",
      "none twice, none replaced, one issuer key, later and later snapshots. Reads a directory with",
      "a directory for each statement, or, the only use of the network, a web address where",
      "`solvency publish` has put them."
    })
final class HistoryCommand extends VerifyCommand {
  private final Function<Engine, ProofVerifier> engines;
  private final Clock clock;
  private final Supplier<Download> download;

  @Parameters(
      paramLabel = "DIR|URL",
      description =
          "directory under which the statements are, or http(s) address of their history.json")
  private String where;

  @Option(
      names = "--chain-only",
      description = "check rules, signatures and the chain, but verify no proof")
  private boolean chainOnly;

  @Mixin private AgePolicy age;

  @Option(
      names = "--engine",
      paramLabel = "java|native|both",
      defaultValue = "both",
      description =
          "what verifies the proofs: both (default), which must agree, or one of them alone")
  private Engine engine;

  /**
   * @param download asked only when something is to be downloaded: a client for it takes longer to
   *     make than an inclusion file to verify
   */
  HistoryCommand(
      Function<Engine, ProofVerifier> engines, Clock clock, Supplier<Download> download) {
    this.engines = engines;
    this.clock = clock;
    this.download = download;
  }

  @Override
  Outcome verify()
      throws StatementRejectedException, FormatException, IOException, BadInputException {
    age.check();
    Expectations expectations = expectations(Optional.empty());
    boolean web = WebHistory.isAddress(where);
    List<Published> found =
        web ? WebHistory.find(address(), download.get()) : FolderHistory.find(Path.of(where));
    History history = History.of(found, web, RelationId.bytes());
    expect(history.newest(), expectations);
    if (!chainOnly) {
      verifyProofs(history);
    }
    return age.violation(history.newest().header().snapshotInstant(), clock.instant())
        .orElseGet(() -> Outcome.accepted(history, expectations, !chainOnly));
  }

  private URI address() {
    try {
      return WebHistory.directory(where);
    } catch (IllegalArgumentException e) {
      throw usage(e.getMessage());
    }
  }

  /** The key is every statement's, since they have one; the digest pins all before it. */
  private static void expect(History.Link newest, Expectations expectations)
      throws StatementRejectedException {
    if (expectations.issuerKey().isPresent()
        && !MessageDigest.isEqual(expectations.issuerKey().get(), newest.issuerKey())) {
      throw new StatementRejectedException(
          StatementRule.EXPECTED, "the statements are signed by another key than the one you gave");
    }
    if (expectations.digest().isPresent()
        && !MessageDigest.isEqual(expectations.digest().get(), newest.digest())) {
      throw new StatementRejectedException(
          StatementRule.EXPECTED, "the newest statement's digest is not the one you gave");
    }
  }

  private void verifyProofs(History history)
      throws StatementRejectedException, FormatException, IOException {
    StatementVerifier verifier = new StatementVerifier(RelationId.bytes(), engines.apply(engine));
    Progress progress = System.console() == null ? Progress.SILENT : Progress.on(System.err);
    int all = history.proofs();
    int before = 0;
    for (History.Link link : history.links()) {
      int done = before;
      // It is read again, and may have changed since: it must be the one of the chain.
      Expectations same =
          new Expectations(Optional.empty(), Optional.of(link.digest()), Optional.empty());
      History.at(
          link.published(),
          () ->
              verifier.verify(link.published(), same, (n, of) -> progress.verified(done + n, all)));
      before += link.proofs();
    }
  }
}
