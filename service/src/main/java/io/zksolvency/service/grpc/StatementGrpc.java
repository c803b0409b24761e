package io.zksolvency.service.grpc;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.zksolvency.proto.v1.GetProofRequest;
import io.zksolvency.proto.v1.GetStatementRequest;
import io.zksolvency.proto.v1.GetStatementResponse;
import io.zksolvency.proto.v1.ListStatementsRequest;
import io.zksolvency.proto.v1.ListStatementsResponse;
import io.zksolvency.proto.v1.ProofChunk;
import io.zksolvency.proto.v1.PublishedFile;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.proto.v1.StatementSummary;
import io.zksolvency.service.security.Rejections;
import io.zksolvency.service.store.ContentStore;
import io.zksolvency.service.store.StatementRow;
import io.zksolvency.service.store.Store;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/** {@code StatementService}: everything here is public. */
public final class StatementGrpc extends StatementServiceGrpc.StatementServiceImplBase {
  private static final int MAX_JSON_IN_ANSWER = 1 << 20;
  private static final int CHUNK_BYTES = 64 << 10;

  private final Store store;
  private final ContentStore content;

  public StatementGrpc(Store store, ContentStore content) {
    this.store = store;
    this.content = content;
  }

  @Override
  public void listStatements(
      ListStatementsRequest request, StreamObserver<ListStatementsResponse> observer) {
    Answers.unary(
        observer,
        () -> {
          int most = Fields.pageSize(request.getPageSize());
          List<StatementRow> rows =
              store.statements(Fields.pageStart(request.getPageToken()), most + 1);
          ListStatementsResponse.Builder answer = ListStatementsResponse.newBuilder();
          rows.stream().limit(most).forEach(row -> answer.addStatements(summary(row)));
          if (rows.size() > most) {
            answer.setNextPageToken(Long.toString(rows.get(most - 1).position()));
          }
          return answer.build();
        });
  }

  private static StatementSummary summary(StatementRow row) {
    return StatementSummary.newBuilder()
        .setStatementDigest(ByteString.copyFrom(row.digest()))
        .setIssuerName(row.issuerName())
        .setSequence(row.sequence())
        .setPreviousStatementDigest(ByteString.copyFrom(row.previousDigest()))
        .setSnapshotTime(Fields.timestamp(row.snapshotTime()))
        .setPublishTime(Fields.timestamp(row.published()))
        .setIssuerKey(ByteString.copyFrom(row.issuerKey()))
        .setBatches(row.batches())
        .build();
  }

  @Override
  public void getStatement(
      GetStatementRequest request, StreamObserver<GetStatementResponse> observer) {
    Answers.unary(
        observer,
        () -> {
          StatementRow row = Fields.statement(store, request.getStatementDigest());
          List<StatementRow.PublishedFile> files = store.files(row.digest());
          GetStatementResponse.Builder answer =
              GetStatementResponse.newBuilder().setSummary(summary(row));
          if (files.get(0).size() <= MAX_JSON_IN_ANSWER) {
            try (InputStream json = content.open(files.get(0).sha256())) {
              answer.setStatementJson(ByteString.readFrom(json));
            }
          }
          files.forEach(
              file ->
                  answer.addFiles(
                      PublishedFile.newBuilder()
                          .setName(file.name())
                          .setSize(file.size())
                          .setSha256(ByteString.copyFrom(file.sha256()))));
          return answer.build();
        });
  }

  @Override
  public void getProof(GetProofRequest request, StreamObserver<ProofChunk> observer) {
    try {
      StatementRow row = Fields.statement(store, request.getStatementDigest());
      StatementRow.PublishedFile file =
          store.files(row.digest()).stream()
              .filter(known -> known.name().equals(request.getName()))
              .findFirst()
              .orElseThrow(
                  () ->
                      Rejections.error(
                          Code.NOT_FOUND, "the statement has no such file", "FILE_UNKNOWN"));
      new Sender(content.open(file.sha256()), (ServerCallStreamObserver<ProofChunk>) observer)
          .start();
    } catch (IOException | RuntimeException e) {
      observer.onError(Answers.error(e));
    }
  }

  /** One file on its way: reads a chunk only when the client has room for it. */
  private static final class Sender {
    private final InputStream file;
    private final ServerCallStreamObserver<ProofChunk> observer;
    private final byte[] buffer = new byte[CHUNK_BYTES];
    private boolean ended;

    Sender(InputStream file, ServerCallStreamObserver<ProofChunk> observer) {
      this.file = file;
      this.observer = observer;
    }

    void start() {
      observer.setOnReadyHandler(this::send);
      observer.setOnCancelHandler(this::close);
    }

    private void send() {
      try {
        while (!ended && observer.isReady()) {
          int read = file.readNBytes(buffer, 0, buffer.length);
          if (read > 0) {
            observer.onNext(
                ProofChunk.newBuilder().setData(ByteString.copyFrom(buffer, 0, read)).build());
          } else {
            close();
            observer.onCompleted();
          }
        }
      } catch (IOException | RuntimeException e) {
        if (!ended) {
          close();
          observer.onError(Answers.error(e));
        }
      }
    }

    private void close() {
      ended = true;
      try {
        file.close();
      } catch (IOException e) {
        Answers.error(e);
      }
    }
  }
}
