package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.RelationId;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.SignedStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code solvency-verify statement}. */
@Command(
    name = "statement",
    mixinStandardHelpOptions = true,
    description = "Verify a whole published statement with its proofs.")
final class StatementCommand extends VerifyCommand {
  /** Clocks differ; a snapshot further ahead than this can not have been taken. */
  private static final Duration FUTURE = Duration.ofDays(1);

  private final Function<Engine, ProofVerifier> engines;
  private final Clock clock;

  @Parameters(paramLabel = "DIR", description = "directory with statement.json and proofs/")
  private Path folder;

  @Option(
      names = "--previous",
      paramLabel = "PATH",
      description = "the statement before: its directory or its statement.json")
  private Path previousPath;

  @Option(
      names = "--max-age",
      paramLabel = "AGE",
      description = "exit with 3 if the snapshot is older, such as 36h, 31d or P1DT12H")
  private String maxAge;

  @Option(
      names = "--engine",
      paramLabel = "java|native|both",
      defaultValue = "both",
      description =
          "what verifies the proofs: both (default), which must agree, or one of them alone")
  private Engine engine;

  StatementCommand(Function<Engine, ProofVerifier> engines, Clock clock) {
    this.engines = engines;
    this.clock = clock;
  }

  @Override
  Outcome verify()
      throws StatementRejectedException, FormatException, IOException, BadInputException {
    Optional<Duration> age = age();
    Expectations expectations = expectations(previous());
    StatementVerifier verifier = new StatementVerifier(RelationId.bytes(), engines.apply(engine));
    Progress progress = System.console() == null ? Progress.SILENT : Progress.on(System.err);
    SolvencyStatement statement =
        verifier.verify(new StatementFolder(folder), expectations, progress);

    Instant now = clock.instant();
    Instant snapshot = statement.header().snapshotInstant();
    if (snapshot.isAfter(now.plus(FUTURE))) {
      return Outcome.policy("future", "all holds, but the snapshot is in the future: " + snapshot);
    }
    if (age.isPresent() && snapshot.isBefore(now.minus(age.get()))) {
      return Outcome.policy(
          "max-age", "all holds, but the snapshot is older than you allow: " + snapshot);
    }
    return Outcome.accepted(
        statement, expectations, true, StatementWords.accepted(statement, expectations));
  }

  private Optional<Duration> age() {
    if (maxAge == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Ages.parse(maxAge));
    } catch (IllegalArgumentException e) {
      throw usage("--max-age: expected an age such as 36h, 31d or P1DT12H");
    }
  }

  private Optional<SolvencyStatement> previous() throws IOException, BadInputException {
    if (previousPath == null) {
      return Optional.empty();
    }
    try {
      SignedStatement previous = StatementFolder.statementAt(previousPath);
      // It may be of an earlier relation: its own id is taken, for no proof of it is verified.
      byte[] relationId = previous.statement().header().relationId();
      StatementVerifier.checkWithoutProofs(previous, relationId);
      return Optional.of(previous.statement());
    } catch (StatementRejectedException | FormatException e) {
      throw new BadInputException("--previous: " + e.getMessage());
    }
  }
}
