package io.zksolvency.fuzz;

import java.nio.ByteBuffer;

/** A golden proof with edits: the engines agree, and accept it only if the edits change nothing. */
public final class EditedProofTarget {
  private EditedProofTarget() {}

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] input) {
    if (input.length == 0) {
      return;
    }
    Golden golden = Golden.ALL.get(input[0] & 1);
    ByteBuffer edits = ByteBuffer.wrap(input, 1, input.length - 1);
    boolean editsProof = (input[0] & 2) == 0;
    byte[] inputs = editsProof ? golden.inputs() : Edits.apply(golden.inputs(), edits);
    byte[] proof = editsProof ? Edits.apply(golden.proof(), edits) : golden.proof();
    if (Engines.accept(inputs, proof) != golden.is(inputs, proof)) {
      throw new Finding("edits decide otherwise than they should");
    }
  }
}
