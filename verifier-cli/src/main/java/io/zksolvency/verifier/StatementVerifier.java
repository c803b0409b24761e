package io.zksolvency.verifier;

import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.statement.BatchRecord;
import io.zksolvency.circuits.statement.GeneralLedger;
import io.zksolvency.circuits.statement.LedgerInputs;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.circuits.statement.StatementRule;
import io.zksolvency.circuits.statement.StatementRules;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.InvalidSignatureException;
import io.zksolvency.formats.SignedStatement;
import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.ProofRejectedException;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Verifies a whole statement: the only way to an accepted verdict is that every method here
 * returns.
 */
final class StatementVerifier {
  private final byte[] relationId;
  private final ProofVerifier proofs;

  /**
   * @param relationId 32 bytes, the relation that {@code proofs} verifies
   */
  StatementVerifier(byte[] relationId, ProofVerifier proofs) {
    this.relationId = relationId.clone();
    this.proofs = proofs;
  }

  /**
   * Returns a published statement if all of it holds. Its proofs are verified on several threads;
   * what is wrong with the first that fails is told, whichever was found first.
   *
   * @param progress is told of each proof verified, in their order
   * @throws StatementRejectedException if it does not hold
   * @throws FormatException if a file of it is malformed
   * @throws IOException if a file cannot be read
   */
  SolvencyStatement verify(Published published, Expectations expectations, Progress progress)
      throws StatementRejectedException, FormatException, IOException {
    SignedStatement signed = published.statement();
    checkWithoutProofs(signed, relationId);
    SolvencyStatement statement = signed.statement();
    expectations.check(statement);

    List<InOrder.Task> tasks = new ArrayList<>();
    for (int number = 0; number < statement.batches().size(); number++) {
      int b = number;
      BatchRecord batch = statement.batches().get(b);
      tasks.add(
          () ->
              verifyProof(
                  published,
                  batch.proofFile(),
                  batch.proofSha256(),
                  () -> LedgerInputs.batch(statement, b)));
    }
    GeneralLedger ledger = statement.generalLedger();
    tasks.add(
        () ->
            verifyProof(
                published,
                ledger.proofFile(),
                ledger.proofSha256(),
                () -> LedgerInputs.generalLedger(statement)));
    InOrder.run(tasks, progress);
    return statement;
  }

  /**
   * Returns if everything but the proofs holds: rules and signature.
   *
   * @throws StatementRejectedException if something does not
   */
  static void checkWithoutProofs(SignedStatement signed, byte[] relationId)
      throws StatementRejectedException {
    StatementRules.check(signed.statement(), relationId);
    try {
      signed.checkSignature();
    } catch (InvalidSignatureException e) {
      throw new StatementRejectedException(StatementRule.SIGNATURE, e.getMessage());
    }
  }

  private void verifyProof(
      Published published, String file, byte[] sha256, Supplier<PublicInputs> publicInputs)
      throws StatementRejectedException, FormatException, IOException {
    byte[] proof = published.proof(file);
    if (!MessageDigest.isEqual(HashInput.sha256(proof), sha256)) {
      throw new StatementRejectedException(
          StatementRule.PROOF_DIGEST, file + " is not the file that the statement names");
    }
    try {
      proofs.verify(PublicInputsCodec.encode(publicInputs.get()), proof);
    } catch (ProofRejectedException e) {
      throw new StatementRejectedException(StatementRule.PROOF, file + ": " + e.getMessage());
    } catch (MalformedProofException e) {
      throw new FormatException("", file + " is no proof: " + e.getMessage());
    } catch (EnginesDisagreeException e) {
      throw new EnginesDisagreeException(file + ": " + e.getMessage());
    }
  }
}
