package io.zksolvency.fuzz;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** A proof that every verifier accepts: testdata/proofs/v1/accept, in the working directory. */
record Golden(byte[] inputs, byte[] proof) {
  /** A batch and a general ledger. */
  static final List<Golden> ALL = List.of(of("batch-16"), of("general-ledger-17"));

  private static Golden of(String name) {
    return new Golden(read(name + ".inputs"), read(name + ".proof"));
  }

  private static byte[] read(String name) {
    try {
      return Files.readAllBytes(Path.of("testdata/proofs/v1/accept", name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns if these are its bytes. */
  boolean is(byte[] otherInputs, byte[] otherProof) {
    return Arrays.equals(inputs, otherInputs) && Arrays.equals(proof, otherProof);
  }
}
