package io.zksolvency.verifier;

import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.circuits.statement.StatementRule;
import io.zksolvency.formats.BoundedFiles;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.InconsistentFileException;
import io.zksolvency.formats.SignedStatement;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.nativelib.verifier.LedgerVerifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A published directory: statement.json and the proofs beside it, from anyone. */
final class StatementFolder implements Published {
  static final String STATEMENT = "statement.json";

  private final Path folder;

  StatementFolder(Path folder) {
    this.folder = folder;
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public SignedStatement statement()
      throws IOException, FormatException, StatementRejectedException {
    if (!Files.isDirectory(folder)) {
      throw new NoSuchFileException(folder.toString(), null, "not a directory");
    }
    return read(folder.resolve(STATEMENT), BoundedFiles::readWithoutLinks);
  }

  /** Returns the statement of a file, or of a directory that holds statement.json, unchecked. */
  static SignedStatement statementAt(Path path)
      throws IOException, FormatException, StatementRejectedException {
    return Files.isDirectory(path)
        ? new StatementFolder(path).statement()
        : read(path, BoundedFiles::read);
  }

  /** Reads a file up to a limit. */
  private interface Reader {
    byte[] read(Path file, int most) throws IOException, FormatException;
  }

  private static SignedStatement read(Path file, Reader reader)
      throws IOException, FormatException, StatementRejectedException {
    try {
      return parse(reader.read(file, StatementJson.MAX_BYTES));
    } catch (FormatException e) {
      throw new FormatException("", STATEMENT + ": " + e.getMessage());
    }
  }

  /** Returns the statement that the bytes of a statement.json hold, unchecked. */
  static SignedStatement parse(byte[] json) throws FormatException, StatementRejectedException {
    try {
      return StatementJson.read(json);
    } catch (InconsistentFileException e) {
      throw new StatementRejectedException(
          StatementRule.CONSISTENT_FILE, STATEMENT + ": " + e.getMessage());
    }
  }

  @Override
  public byte[] proof(String name) throws IOException, FormatException, StatementRejectedException {
    Path file = folder.resolve(name);
    if (!Files.isDirectory(file.getParent(), LinkOption.NOFOLLOW_LINKS)) {
      throw new StatementRejectedException(
          StatementRule.PROOF_DIGEST, "there is no directory proofs beside statement.json");
    }
    try {
      return BoundedFiles.readWithoutLinks(file, LedgerVerifier.MAX_PROOF_BYTES);
    } catch (NoSuchFileException e) {
      throw new StatementRejectedException(StatementRule.PROOF_DIGEST, name + " is missing");
    } catch (FormatException e) {
      throw new FormatException("", name + ": " + e.getMessage());
    }
  }
}
