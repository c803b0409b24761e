package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.RelationId;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.SignedStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code solvency-verify statement}. */
@Command(
    name = "statement",
    mixinStandardHelpOptions = true,
    description = "Verify a whole published statement with its proofs.")
final class StatementCommand extends VerifyCommand {
  private final Function<Engine, ProofVerifier> engines;
  private final Clock clock;

  @Parameters(paramLabel = "DIR", description = "directory with statement.json and proofs/")
  private Path folder;

  @Option(
      names = "--previous",
      paramLabel = "PATH",
      description = "the statement before: its directory or its statement.json")
  private Path previousPath;

  @Mixin private AgePolicy age;

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
    age.check();
    Expectations expectations = expectations(previous());
    StatementVerifier verifier = new StatementVerifier(RelationId.bytes(), engines.apply(engine));
    Progress progress = System.console() == null ? Progress.SILENT : Progress.on(System.err);
    SolvencyStatement statement =
        verifier.verify(new StatementFolder(folder), expectations, progress);

    return age.violation(statement.header().snapshotInstant(), clock.instant())
        .orElseGet(
            () ->
                Outcome.accepted(
                    statement,
                    expectations,
                    true,
                    StatementWords.accepted(statement, expectations)));
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
