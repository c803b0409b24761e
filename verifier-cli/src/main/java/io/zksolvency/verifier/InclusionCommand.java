package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.RelationId;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.formats.BoundedFiles;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionJson;
import io.zksolvency.formats.SignedStatement;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code solvency-verify inclusion}. */
@Command(
    name = "inclusion",
    mixinStandardHelpOptions = true,
    description = "Verify that your account is counted in a statement. Needs no proofs.")
final class InclusionCommand extends VerifyCommand {
  @Parameters(paramLabel = "FILE", description = "your inclusion file")
  private Path file;

  @Option(
      names = "--statement",
      paramLabel = "PATH",
      required = true,
      description = "statement.json, or its directory, from the issuer's publication")
  private Path statementPath;

  @Override
  Outcome verify()
      throws StatementRejectedException, FormatException, IOException, BadInputException {
    Expectations expectations = expectations(Optional.empty());
    InclusionFile inclusion = inclusion();
    SignedStatement signed = StatementFolder.statementAt(statementPath);
    StatementVerifier.checkWithoutProofs(signed, RelationId.bytes());
    SolvencyStatement statement = signed.statement();
    expectations.check(statement);
    InclusionVerifier.check(statement, inclusion);
    return Outcome.accepted(
        statement,
        expectations,
        false,
        InclusionWords.accepted(statement, inclusion, expectations));
  }

  private InclusionFile inclusion() throws IOException, FormatException {
    try {
      return InclusionJson.read(BoundedFiles.read(file, InclusionJson.MAX_BYTES));
    } catch (FormatException e) {
      throw new FormatException("", "inclusion file: " + e.getMessage());
    }
  }
}
