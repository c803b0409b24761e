package io.zksolvency.verifier;

import io.zksolvency.circuits.hash.Digest;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.formats.Ed25519Keys;
import io.zksolvency.formats.FormatException;
import io.zksolvency.nativelib.NativeUnavailableException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the commands that end in a verdict share. */
abstract class VerifyCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--issuer-key",
      paramLabel = "FILE",
      description = "public key of the issuer in PEM, from a source you trust")
  private Path issuerKeyFile;

  @Option(
      names = "--statement-digest",
      paramLabel = "HEX",
      description =
          "digest of the statement (of a history: of the newest), from a source you trust")
  private String statementDigest;

  @Option(names = "--json", description = "print the verdict as one line of JSON")
  private boolean json;

  /** Returns the outcome, accepted only if everything holds. */
  abstract Outcome verify()
      throws StatementRejectedException, FormatException, IOException, BadInputException;

  @Override
  public final Integer call() {
    Outcome outcome = outcome();
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    if (json) {
      out.println(VerdictJson.of(spec.name(), outcome));
    } else if (outcome.exit() == ExitCode.ACCEPTED) {
      outcome.lines().forEach(out::println);
    } else if (outcome.exit() < ExitCode.USAGE) {
      out.println(title(outcome.verdict()) + SafeText.of(outcome.reason()));
    } else {
      err.println("No verdict:");
      outcome.reason().lines().map(SafeText::of).forEach(err::println);
    }
    // A verdict that nobody could read is none.
    return out.checkError() ? ExitCode.IO : outcome.exit();
  }

  private Outcome outcome() {
    try {
      return verify();
    } catch (StatementRejectedException e) {
      return Outcome.rejected(e);
    } catch (FormatException e) {
      return Outcome.malformed(e.getMessage());
    } catch (BadInputException e) {
      return Outcome.error(ExitCode.BAD_INPUT, e.getMessage());
    } catch (IOException e) {
      return Outcome.error(ExitCode.IO, words(e));
    } catch (NativeUnavailableException e) {
      return Outcome.error(ExitCode.NATIVE_UNAVAILABLE, e.getMessage());
    }
  }

  private static String title(String verdict) {
    return switch (verdict) {
      case "rejected" -> "REJECTED: ";
      case "malformed" -> "MALFORMED, nothing to verify: ";
      default -> "NOT ACCEPTED by policy: ";
    };
  }

  private static String words(IOException e) {
    if (e instanceof NoSuchFileException missing) {
      String reason = missing.getReason() == null ? "no such file" : missing.getReason();
      return missing.getFile() + ": " + reason;
    }
    if (e instanceof DownloadException) {
      return e.getMessage();
    }
    if (e instanceof AccessDeniedException denied) {
      return denied.getFile() + ": access denied";
    }
    return "can not read the files: " + e.getMessage();
  }

  /** Returns what the reader's options expect. */
  final Expectations expectations(Optional<SolvencyStatement> previous)
      throws IOException, BadInputException {
    Optional<byte[]> digest = Optional.empty();
    if (statementDigest != null) {
      try {
        digest = Optional.of(Hex.parse(statementDigest, Digest.BYTES));
      } catch (IllegalArgumentException e) {
        throw usage("--statement-digest: " + e.getMessage());
      }
    }
    return new Expectations(issuerKey(), digest, previous);
  }

  private Optional<byte[]> issuerKey() throws IOException, BadInputException {
    if (issuerKeyFile == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Ed25519Keys.loadPublic(issuerKeyFile));
    } catch (FormatException e) {
      throw new BadInputException("--issuer-key: " + e.getMessage());
    }
  }

  /** Returns the exception of a wrong option. */
  final ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
