package io.zksolvency.nativelib.verifier;

import com.sun.jna.Library;
import com.sun.jna.Native;
import io.zksolvency.nativelib.NativeUnavailableException;
import io.zksolvency.nativelib.loader.NativeLibrary;
import io.zksolvency.nativelib.loader.NativeLoader;
import java.util.Map;

/** The C functions of libsolvency_verifier, one to one. Thread-safe; JNA copies every array. */
interface VerifierBinding extends Library {
  NativeLibrary LIBRARY = new NativeLibrary("solvency_verifier", "verifier-");

  /** The version of the functions below that these classes were written for. */
  int ABI_VERSION = 1;

  int ACCEPTED = 0;
  int REJECTED = 1;
  int MALFORMED = 2;
  int CALLER_ERROR = 3;

  int solvency_abi_version();

  int solvency_relation_id(byte[] out32);

  int solvency_verify_ledger(
      byte[] publicInputs,
      long publicInputsLength,
      byte[] proof,
      long proofLength,
      byte[] reason,
      long reasonCapacity);

  int solvency_parameters(byte[] out, long capacity);

  /**
   * Returns the linked library.
   *
   * @throws NativeUnavailableException if it is missing, cannot be linked, or has another version
   */
  static VerifierBinding load() {
    VerifierBinding binding =
        NativeLoader.load(
            LIBRARY,
            file ->
                Native.load(
                    file.toString(),
                    VerifierBinding.class,
                    Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")));
    int version = binding.solvency_abi_version();
    if (version != ABI_VERSION) {
      throw new NativeUnavailableException(
          "native library %s has ABI version %d, these classes need %d: the jars are of different builds"
              .formatted(LIBRARY.name(), version, ABI_VERSION));
    }
    return binding;
  }
}
