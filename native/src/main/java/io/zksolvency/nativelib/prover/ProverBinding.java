package io.zksolvency.nativelib.prover;

import io.zksolvency.nativelib.NativeBugException;
import io.zksolvency.nativelib.NativeUnavailableException;
import io.zksolvency.nativelib.ProvingCancelledException;
import io.zksolvency.nativelib.UnsatisfiedStatementException;
import io.zksolvency.nativelib.loader.NativeLibrary;
import io.zksolvency.nativelib.loader.NativeLoader;
import java.nio.ByteBuffer;

/**
 * The functions of libsolvency_prover, one to one. Thread-safe; sizes are checked on both sides.
 */
final class ProverBinding {
  static final NativeLibrary LIBRARY = new NativeLibrary("solvency_prover", "");

  /** The version of the functions below that these classes were written for. */
  static final int ABI_VERSION = 1;

  private static boolean loaded;

  private ProverBinding() {}

  /**
   * Links the library, once for the life of the JVM.
   *
   * @throws NativeUnavailableException if it is missing, cannot be linked, or has another version
   */
  static synchronized void load() {
    if (loaded) {
      return;
    }
    int version = NativeLoader.load(LIBRARY, ProverBinding::link);
    if (version != ABI_VERSION) {
      throw new NativeUnavailableException(
          "native library %s has ABI version %d, these classes need %d: the jars are of different builds"
              .formatted(LIBRARY.name(), version, ABI_VERSION));
    }
    loaded = true;
  }

  private static int link(java.nio.file.Path library) {
    System.load(library.toString());
    return abiVersion();
  }

  /** Returns the version of these functions. */
  static native int abiVersion();

  /** Returns the 32 bytes that name the relation which the library proves. */
  static native byte[] relationId();

  /** Returns the number of a new job; never 0. */
  static native long openJob();

  /** Asks the job's proof to stop soon; does nothing for a number that is no open job. */
  static native void cancelJob(long job);

  /** Returns the stage that the job's proof has reached. */
  static native int jobStage(long job);

  /** Forgets the job; does nothing for a number that is no open job. */
  static native void closeJob(long job);

  /**
   * Returns root (32 bytes), control digest (32 bytes), proof, and fills {@code tree}.
   *
   * @throws UnsatisfiedStatementException if the witness breaks a constraint
   * @throws ProvingCancelledException if the job was cancelled
   * @throws IllegalArgumentException if the public inputs, a size or the job's number is wrong
   * @throws NativeBugException if the library fails
   */
  static native byte[] prove(byte[] publicInputs, ByteBuffer witness, ByteBuffer tree, long job)
      throws UnsatisfiedStatementException, ProvingCancelledException;
}
