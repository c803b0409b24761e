package io.zksolvency.service.grpc;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.Context;
import io.grpc.stub.StreamObserver;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.statement.LedgerInputs;
import io.zksolvency.circuits.statement.PublicInputs;
import io.zksolvency.circuits.statement.PublicInputsCodec;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.circuits.statement.StatementRejectedException;
import io.zksolvency.circuits.statement.StatementRule;
import io.zksolvency.circuits.statement.StatementRules;
import io.zksolvency.formats.FormatException;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionJson;
import io.zksolvency.formats.InclusionRules;
import io.zksolvency.formats.InconsistentFileException;
import io.zksolvency.formats.InvalidSignatureException;
import io.zksolvency.formats.SignedStatement;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.nativelib.MalformedProofException;
import io.zksolvency.nativelib.ProofRejectedException;
import io.zksolvency.nativelib.verifier.LedgerVerifier;
import io.zksolvency.proto.v1.Verdict;
import io.zksolvency.proto.v1.VerifyInclusionRequest;
import io.zksolvency.proto.v1.VerifyInclusionResponse;
import io.zksolvency.proto.v1.VerifyServiceGrpc;
import io.zksolvency.proto.v1.VerifyStatementRequest;
import io.zksolvency.proto.v1.VerifyStatementResponse;
import io.zksolvency.service.config.ServiceConfig;
import io.zksolvency.service.metrics.ServiceMetrics;
import io.zksolvency.service.security.Rejections;
import io.zksolvency.service.store.ContentStore;
import io.zksolvency.service.store.StatementRow;
import io.zksolvency.service.store.Store;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Optional;

/**
 * {@code VerifyService}. Fail-closed: ACCEPTED stands at the end of the one way on which every
 * check has returned.
 */
public final class VerifyGrpc extends VerifyServiceGrpc.VerifyServiceImplBase {
  private final ServiceConfig.Limits limits;
  private final Store store;
  private final ContentStore content;
  private final ServiceMetrics metrics;
  private final LedgerVerifier verifier;

  public VerifyGrpc(
      ServiceConfig.Limits limits,
      Store store,
      ContentStore content,
      ServiceMetrics metrics,
      LedgerVerifier verifier) {
    this.limits = limits;
    this.store = store;
    this.content = content;
    this.metrics = metrics;
    this.verifier = verifier;
  }

  /** Returns a statement whose rules and signature hold; of its proofs this says nothing. */
  private SolvencyStatement checked(byte[] json)
      throws FormatException, StatementRejectedException {
    SignedStatement signed;
    try {
      signed = StatementJson.read(json);
    } catch (InconsistentFileException e) {
      throw new StatementRejectedException(StatementRule.CONSISTENT_FILE, e.getMessage());
    }
    StatementRules.check(signed.statement(), verifier.relationId());
    try {
      signed.checkSignature();
    } catch (InvalidSignatureException e) {
      throw new StatementRejectedException(StatementRule.SIGNATURE, e.getMessage());
    }
    return signed.statement();
  }

  @Override
  public StreamObserver<VerifyStatementRequest> verifyStatement(
      StreamObserver<VerifyStatementResponse> observer) {
    return new Verification(observer);
  }

  /** One statement on its way in; a proof is in memory only until it is verified. */
  private final class Verification implements StreamObserver<VerifyStatementRequest> {
    private final StreamObserver<VerifyStatementResponse> answer;
    private final ByteArrayOutputStream current = new ByteArrayOutputStream();
    private SolvencyStatement statement;
    private int verified;
    private boolean inProof;
    private long total;
    private boolean answered;

    Verification(StreamObserver<VerifyStatementResponse> answer) {
      this.answer = answer;
    }

    /** A step of the verification. */
    private interface Step {
      void run() throws FormatException, StatementRejectedException;
    }

    @Override
    public void onNext(VerifyStatementRequest message) {
      step(() -> take(message));
    }

    @Override
    public void onCompleted() {
      step(
          () -> {
            if (statement == null) {
              endStatement();
            }
            if (inProof) {
              endProof();
            }
            if (verified <= statement.batches().size()) {
              throw new StatementRejectedException(
                  StatementRule.PROOF_DIGEST, name(verified) + " is missing");
            }
            reply(
                VerifyStatementResponse.newBuilder()
                    .setVerdict(Verdict.VERDICT_ACCEPTED)
                    .setStatementDigest(ByteString.copyFrom(statement.digest()))
                    .setIssuerKey(ByteString.copyFrom(statement.issuerKey())));
          });
    }

    @Override
    public void onError(Throwable failure) {
      answered = true;
    }

    private void step(Step step) {
      if (answered || Context.current().isCancelled()) {
        return;
      }
      try {
        step.run();
      } catch (StatementRejectedException e) {
        reply(
            VerifyStatementResponse.newBuilder()
                .setVerdict(Verdict.VERDICT_REJECTED)
                .setRule(e.rule().name())
                .setReason(e.getMessage()));
      } catch (FormatException e) {
        reply(
            VerifyStatementResponse.newBuilder()
                .setVerdict(Verdict.VERDICT_MALFORMED)
                .setReason(e.getMessage()));
      } catch (RuntimeException e) {
        answered = true;
        answer.onError(Answers.error(e));
      }
    }

    private void reply(VerifyStatementResponse.Builder response) {
      answered = true;
      answer.onNext(response.setProofsVerified(verified).build());
      answer.onCompleted();
    }

    private void take(VerifyStatementRequest message)
        throws FormatException, StatementRejectedException {
      switch (message.getPartCase()) {
        case STATEMENT_JSON -> {
          if (statement != null) {
            throw Rejections.badRequest("statement_json", "comes before the proofs");
          }
          append(message.getStatementJson(), limits.statementBytes(), "statement_json");
        }
        case PROOF -> {
          if (statement == null) {
            endStatement();
          }
          if (inProof && !message.getProofName().equals(name(verified))) {
            endProof();
          }
          if (verified > statement.batches().size()
              || !message.getProofName().equals(name(verified))) {
            throw Rejections.badRequest("proof_name", "is not the next of the statement's proofs");
          }
          inProof = true;
          append(message.getProof(), LedgerVerifier.MAX_PROOF_BYTES, "proof");
        }
        default -> throw Rejections.badRequest("part", "is required");
      }
    }

    private void append(ByteString bytes, int most, String field) throws FormatException {
      total += bytes.size();
      if (total > limits.statementTotalBytes()) {
        throw Rejections.badRequest(field, "is beyond limits.statement-total in all");
      }
      if (current.size() + (long) bytes.size() > most) {
        throw new FormatException("", field + " is longer than the limit of " + most + " bytes");
      }
      current.writeBytes(bytes.toByteArray());
    }

    private void endStatement() throws FormatException, StatementRejectedException {
      statement = checked(current.toByteArray());
      current.reset();
    }

    private String name(int proof) {
      return proof < statement.batches().size()
          ? statement.batches().get(proof).proofFile()
          : statement.generalLedger().proofFile();
    }

    private void endProof() throws FormatException, StatementRejectedException {
      byte[] proof = current.toByteArray();
      current.reset();
      inProof = false;
      boolean batch = verified < statement.batches().size();
      byte[] sha256 =
          batch
              ? statement.batches().get(verified).proofSha256()
              : statement.generalLedger().proofSha256();
      if (!MessageDigest.isEqual(HashInput.sha256(proof), sha256)) {
        throw new StatementRejectedException(
            StatementRule.PROOF_DIGEST,
            name(verified) + " is not the file that the statement names");
      }
      PublicInputs inputs =
          batch ? LedgerInputs.batch(statement, verified) : LedgerInputs.generalLedger(statement);
      long start = System.nanoTime();
      try {
        verifier.verify(PublicInputsCodec.encode(inputs), proof);
      } catch (ProofRejectedException e) {
        throw new StatementRejectedException(
            StatementRule.PROOF, name(verified) + ": " + e.getMessage());
      } catch (MalformedProofException e) {
        throw new FormatException("", name(verified) + " is no proof: " + e.getMessage());
      } finally {
        metrics.verified("proof", System.nanoTime() - start);
      }
      verified++;
    }
  }

  @Override
  public void verifyInclusion(
      VerifyInclusionRequest request, StreamObserver<VerifyInclusionResponse> observer) {
    long start = System.nanoTime();
    Answers.unary(
        observer,
        () -> {
          VerifyInclusionResponse.Builder answer = VerifyInclusionResponse.newBuilder();
          try {
            InclusionFile file = InclusionJson.read(request.getInclusionJson().toByteArray());
            byte[] json =
                request.getStatementJson().isEmpty()
                    ? published(file.statementDigest())
                    : request.getStatementJson().toByteArray();
            InclusionRules.check(checked(json), file);
            answer.setVerdict(Verdict.VERDICT_ACCEPTED);
          } catch (StatementRejectedException e) {
            answer
                .setVerdict(Verdict.VERDICT_REJECTED)
                .setRule(e.rule().name())
                .setReason(e.getMessage());
          } catch (FormatException e) {
            answer.setVerdict(Verdict.VERDICT_MALFORMED).setReason(e.getMessage());
          } finally {
            metrics.verified("inclusion", System.nanoTime() - start);
          }
          return answer.build();
        });
  }

  private byte[] published(byte[] digest) throws IOException {
    Optional<StatementRow> row = store.statement(digest);
    if (row.isEmpty()) {
      throw Rejections.error(
          Code.NOT_FOUND,
          "this server has not published the file's statement; send statement_json",
          "STATEMENT_UNKNOWN");
    }
    try (InputStream json = content.open(store.files(digest).get(0).sha256())) {
      return json.readAllBytes();
    }
  }
}
