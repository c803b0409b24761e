package io.zksolvency.service.grpc;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionJson;
import io.zksolvency.proto.v1.BatchGetInclusionsRequest;
import io.zksolvency.proto.v1.BatchGetInclusionsResponse;
import io.zksolvency.proto.v1.GetInclusionRequest;
import io.zksolvency.proto.v1.Inclusion;
import io.zksolvency.proto.v1.InclusionServiceGrpc;
import io.zksolvency.prover.ingest.AccountIds;
import io.zksolvency.prover.run.InclusionReader;
import io.zksolvency.service.security.Caller;
import io.zksolvency.service.security.Rejections;
import io.zksolvency.service.store.StatementRow;
import io.zksolvency.service.store.Store;
import java.io.IOException;
import java.util.Optional;

/** {@code InclusionService}: secret answers, each for its own customer or the operator. */
public final class InclusionGrpc extends InclusionServiceGrpc.InclusionServiceImplBase {
  private static final int MOST_IDS = 10_000;

  private final Store store;
  private final InclusionReaders readers;

  public InclusionGrpc(Store store, InclusionReaders readers) {
    this.store = store;
    this.readers = readers;
  }

  @Override
  public void getInclusion(GetInclusionRequest request, StreamObserver<Inclusion> observer) {
    Caller caller = Caller.current();
    Answers.unary(
        observer,
        () -> {
          String account = account(request.getAccountId(), caller);
          StatementRow row = Fields.statement(store, request.getStatementDigest());
          return message(
              readers
                  .of(row)
                  .find(account)
                  .orElseThrow(
                      () ->
                          Rejections.error(
                              Code.NOT_FOUND,
                              "the statement does not count this account",
                              "ACCOUNT_UNKNOWN")));
        });
  }

  private static String account(String asked, Caller caller) {
    if (caller.accountId().isPresent()) {
      if (!asked.isEmpty() && !asked.equals(caller.accountId().get())) {
        throw notYours();
      }
      return caller.accountId().get();
    }
    AccountIds.problem(asked)
        .ifPresent(
            problem -> {
              throw Rejections.badRequest("account_id", problem);
            });
    return asked;
  }

  private static StatusRuntimeException notYours() {
    return Rejections.error(
        Code.PERMISSION_DENIED, "the token is for another account", "OTHER_ACCOUNT");
  }

  private static Inclusion message(InclusionFile file) {
    return Inclusion.newBuilder()
        .setAccountId(file.accountId())
        .setStatementDigest(ByteString.copyFrom(file.statementDigest()))
        .setInclusionJson(ByteString.copyFrom(InclusionJson.write(file)))
        .build();
  }

  @Override
  public void batchGetInclusions(
      BatchGetInclusionsRequest request, StreamObserver<BatchGetInclusionsResponse> observer) {
    try {
      if (request.getAccountIdsCount() > MOST_IDS) {
        throw Rejections.badRequest("account_ids", "are more than 10000");
      }
      if (request.getAccountIdsCount() > 0 && request.getStartPosition() != 0) {
        throw Rejections.badRequest("start_position", "is for every account, not for named ones");
      }
      InclusionReader reader = readers.of(Fields.statement(store, request.getStatementDigest()));
      if (request.getStartPosition() < 0 || request.getStartPosition() > reader.accounts()) {
        throw Rejections.badRequest("start_position", "is beyond the last account");
      }
      ServerCallStreamObserver<BatchGetInclusionsResponse> out =
          (ServerCallStreamObserver<BatchGetInclusionsResponse>) observer;
      out.setOnReadyHandler(new Export(request, reader, out)::send);
      out.setOnCancelHandler(() -> {});
    } catch (IOException | RuntimeException e) {
      observer.onError(Answers.error(e));
    }
  }

  /** Many files on their way: makes one only when the client has room for it. */
  private static final class Export {
    private final BatchGetInclusionsRequest request;
    private final InclusionReader reader;
    private final ServerCallStreamObserver<BatchGetInclusionsResponse> out;
    private final long total;
    private long next;
    private boolean ended;

    Export(
        BatchGetInclusionsRequest request,
        InclusionReader reader,
        ServerCallStreamObserver<BatchGetInclusionsResponse> out) {
      this.request = request;
      this.reader = reader;
      this.out = out;
      this.total =
          request.getAccountIdsCount() > 0 ? request.getAccountIdsCount() : reader.accounts();
      this.next = request.getStartPosition();
    }

    void send() {
      try {
        while (!ended && !out.isCancelled() && out.isReady()) {
          if (next == total) {
            ended = true;
            out.onCompleted();
          } else {
            BatchGetInclusionsResponse.Builder answer = one(next);
            next++;
            out.onNext(answer.setNextPosition(next).setTotal(total).build());
          }
        }
      } catch (IOException | RuntimeException e) {
        if (!ended && !out.isCancelled()) {
          ended = true;
          out.onError(Answers.error(e));
        }
      }
    }

    private BatchGetInclusionsResponse.Builder one(long position) throws IOException {
      BatchGetInclusionsResponse.Builder answer = BatchGetInclusionsResponse.newBuilder();
      if (request.getAccountIdsCount() == 0) {
        return answer.setInclusion(message(reader.at(position)));
      }
      String id = request.getAccountIds((int) position);
      Optional<InclusionFile> file = reader.find(id);
      return file.isPresent()
          ? answer.setInclusion(message(file.get()))
          : answer.setUnknownAccountId(id);
    }
  }
}
