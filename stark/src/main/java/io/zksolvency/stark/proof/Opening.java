package io.zksolvency.stark.proof;

import io.zksolvency.stark.ProofRejectedException;
import io.zksolvency.stark.hash.MerkleProof;
import java.util.Arrays;
import java.util.Optional;

/**
 * Rows of a committed matrix, with the proof that they are in it.
 *
 * @param rows one slice for each opened row
 * @param path to the commitment
 */
public record Opening(Slice[] rows, MerkleProof path) {
  /**
   * Returns if these are the committed rows of the given numbers.
   *
   * @param rowsOf names the matrix in the reason
   * @throws ProofRejectedException if not
   */
  public void requireCommitted(byte[] commitment, int[] numbers, String rowsOf)
      throws ProofRejectedException {
    byte[][] leaves = Arrays.stream(rows).map(Slice::hash).toArray(byte[][]::new);
    Optional<byte[]> root = path.root(numbers, leaves);
    if (root.isEmpty() || !Arrays.equals(root.get(), commitment)) {
      throw new ProofRejectedException("opened rows of " + rowsOf + " are not committed");
    }
  }
}
