package io.zksolvency.prover.app;

import io.zksolvency.nativelib.NativeBugException;
import io.zksolvency.nativelib.NativeUnavailableException;
import io.zksolvency.prover.ingest.InputException;
import io.zksolvency.prover.run.CannotCreateException;
import io.zksolvency.prover.run.DirectoryBusyException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;

/** Turns what went wrong into one clear line and an exit code. */
final class Failures {
  private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

  private static final String READ_ONLY =
      "the disk is read-only; make it writable, or choose another directory";

  private Failures() {}

  /** A failure whose message and exit code are settled. */
  static final class CommandException extends Exception {
    private static final long serialVersionUID = 1;
    private final ExitCode code;

    CommandException(ExitCode code, String message) {
      super(message);
      this.code = code;
    }
  }

  /** Prints the failure and returns its exit code. */
  static int report(Exception failure, CommandLine command) {
    PrintWriter err = command.getErr();
    ExitCode code = codeOf(failure);
    if (code == ExitCode.BUG) {
      err.println("solvency: this is a bug in this program, not in your data: " + bug(failure));
      LOG.debug("bug", failure);
    } else {
      err.println("solvency: " + words(failure));
    }
    err.flush();
    return code.code();
  }

  static ExitCode codeOf(Throwable failure) {
    if (failure instanceof CommandException known) {
      return known.code;
    }
    if (failure instanceof InputException) {
      return ExitCode.DATA;
    }
    if (failure instanceof NativeUnavailableException) {
      return ExitCode.NATIVE_UNAVAILABLE;
    }
    if (failure instanceof DirectoryBusyException) {
      return ExitCode.BUSY;
    }
    if (failure instanceof CannotCreateException) {
      return noSpace(failure) ? ExitCode.IO : ExitCode.CANNOT_CREATE;
    }
    return failure instanceof IOException ? ExitCode.IO : ExitCode.BUG;
  }

  private static String words(Exception failure) {
    if (noSpace(failure)) {
      return "no space left on the disk; what is done is kept, so free some and run this again";
    }
    if (failure instanceof CannotCreateException) {
      return failure.getMessage() + ": " + whyNotCreated(failure.getCause());
    }
    return failure instanceof FileSystemException problem
        ? fileProblem(problem)
        : failure.getMessage();
  }

  /** The files named here may be temporary ones, which mean nothing to the reader. */
  private static String whyNotCreated(Throwable cause) {
    if (cause instanceof NoSuchFileException) {
      return "a directory above it does not exist or can't be made";
    }
    if (cause instanceof AccessDeniedException) {
      return "no permission; give yourself some, or choose another directory";
    }
    if (readOnly(cause)) {
      return READ_ONLY;
    }
    if (cause instanceof FileSystemException problem && problem.getReason() != null) {
      return problem.getReason();
    }
    return cause instanceof FileSystemException
        ? "something else is in its place"
        : cause.getMessage();
  }

  private static boolean readOnly(Throwable failure) {
    return String.valueOf(failure.getMessage()).contains("Read-only file system");
  }

  private static String fileProblem(FileSystemException problem) {
    if (readOnly(problem)) {
      return problem.getFile() + ": " + READ_ONLY;
    }
    if (problem instanceof NoSuchFileException) {
      return problem.getFile() + " does not exist";
    }
    if (problem instanceof AccessDeniedException) {
      return "no permission for " + problem.getFile();
    }
    return problem.getMessage();
  }

  private static boolean noSpace(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
      if (message.contains("no space left") || message.contains("disk quota exceeded")) {
        return true;
      }
    }
    return false;
  }

  /** Messages of unexpected exceptions might hold data: only their kind and place are shown. */
  private static String bug(Exception failure) {
    if (failure instanceof NativeBugException) {
      return failure.getMessage();
    }
    StackTraceElement[] trace = failure.getStackTrace();
    return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
