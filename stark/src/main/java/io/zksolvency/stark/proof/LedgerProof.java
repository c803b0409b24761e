package io.zksolvency.stark.proof;

import io.zksolvency.stark.MalformedProofException;
import java.util.List;
import java.util.stream.Stream;

/**
 * The parts of a proof.
 *
 * @param mainCommitment root over the main columns' rows
 * @param auxCommitment root over the auxiliary columns' rows
 * @param quotientCommitment root over the quotient columns' rows
 * @param friCommitments root of each FRI layer
 * @param remainderCommitment hash of the remainder
 * @param main opened rows of main columns
 * @param aux opened rows of auxiliary columns
 * @param quotient opened rows of the quotient's columns
 * @param traceFrame columns' values at z, then at gz
 * @param quotientFrame quotient columns' values at z, then at gz
 * @param friLayers opened rows of each FRI layer
 * @param remainder coefficients of FRI's last polynomial, highest first
 * @param nonce of the grinding
 */
public record LedgerProof(
    byte[] mainCommitment,
    byte[] auxCommitment,
    byte[] quotientCommitment,
    List<byte[]> friCommitments,
    byte[] remainderCommitment,
    Opening main,
    Opening aux,
    Opening quotient,
    Slice traceFrame,
    Slice quotientFrame,
    List<Opening> friLayers,
    Slice remainder,
    long nonce) {

  /**
   * Returns if the remainder holds field elements.
   *
   * @throws MalformedProofException if it does not
   */
  public void requireCanonicalRemainder() throws MalformedProofException {
    remainder.requireCanonical();
  }

  /**
   * Returns if all opened values are field elements.
   *
   * @throws MalformedProofException if some are not
   */
  public void requireCanonicalValues() throws MalformedProofException {
    traceFrame.requireCanonical();
    quotientFrame.requireCanonical();
    for (Opening opening :
        Stream.concat(Stream.of(main, aux, quotient), friLayers.stream()).toList()) {
      for (Slice row : opening.rows()) {
        row.requireCanonical();
      }
    }
  }
}
