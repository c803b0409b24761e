package io.zksolvency.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Any;
import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.NettyChannelBuilder;
import io.grpc.protobuf.StatusProto;
import io.grpc.stub.AbstractStub;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import io.zksolvency.proto.v1.BalanceRow;
import io.zksolvency.proto.v1.BalanceRows;
import io.zksolvency.proto.v1.GetProofRequest;
import io.zksolvency.proto.v1.GetStatementResponse;
import io.zksolvency.proto.v1.Run;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.proto.v1.RunSpec;
import io.zksolvency.proto.v1.RunState;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.proto.v1.UploadEnd;
import io.zksolvency.proto.v1.UploadRunRequest;
import io.zksolvency.proto.v1.VerifyServiceGrpc;
import io.zksolvency.proto.v1.VerifyStatementRequest;
import io.zksolvency.proto.v1.VerifyStatementResponse;
import io.zksolvency.proto.v1.WatchRunRequest;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What clients do, over real sockets. */
final class Clients {
  static final String ASSETS = "asset,decimals,price,haircut\nBTC,8,64250.17,0.95\nUSDC,6,1,1\n";
  static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  /** How long tests wait for what must come: a slow machine is no failure. */
  static final Duration PATIENCE = Duration.ofMinutes(10);

  private Clients() {}

  static boolean librariesPresent() {
    String path = System.getProperty("zksolvency.native.path");
    return path == null
        ? Clients.class.getResource("/native") != null
        : Files.isRegularFile(Path.of(path, System.mapLibraryName("solvency_prover")))
            && Files.isRegularFile(Path.of(path, System.mapLibraryName("solvency_verifier")));
  }

  static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  static <S extends AbstractStub<S>> S as(S stub, String token) {
    Metadata headers = new Metadata();
    headers.put(AUTHORIZATION, "Bearer " + token);
    return stub.withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers));
  }

  static RunSpec.Builder spec(String id) {
    return RunSpec.newBuilder()
        .setRunId(id)
        .setIssuerName("Test Exchange")
        .setAssetsCsv(ByteString.copyFromUtf8(ASSETS))
        .setBatchRows(32768);
  }

  static String balance(int account) {
    return "0." + (71_000_000 + account);
  }

  /** Sends balances of as many accounts, {@code acct-1} on, and returns the server's answer. */
  static Run upload(RunServiceGrpc.RunServiceStub stub, RunSpec spec, int accounts)
      throws Exception {
    CompletableFuture<Run> answer = new CompletableFuture<>();
    StreamObserver<UploadRunRequest> out = stub.uploadRun(future(answer));
    out.onNext(UploadRunRequest.newBuilder().setSpec(spec).build());
    BalanceRows.Builder rows = BalanceRows.newBuilder();
    for (int i = 1; i <= accounts; i++) {
      rows.addRows(
          BalanceRow.newBuilder().setAccountId("acct-" + i).setAsset("BTC").setEquity(balance(i)));
      if (rows.getRowsCount() == 1000) {
        out.onNext(UploadRunRequest.newBuilder().setRows(rows).build());
        rows.clear();
      }
    }
    out.onNext(UploadRunRequest.newBuilder().setRows(rows).build());
    out.onNext(
        UploadRunRequest.newBuilder().setEnd(UploadEnd.newBuilder().setRows(accounts)).build());
    out.onCompleted();
    return get(answer);
  }

  static <T> StreamObserver<T> future(CompletableFuture<T> answer) {
    return new StreamObserver<>() {
      @Override
      public void onNext(T value) {
        answer.complete(value);
      }

      @Override
      public void onError(Throwable failure) {
        answer.completeExceptionally(failure);
      }

      @Override
      public void onCompleted() {}
    };
  }

  static <T> T get(CompletableFuture<T> answer) throws Exception {
    try {
      return answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (java.util.concurrent.ExecutionException e) {
      throw (Exception) e.getCause();
    }
  }

  /** Watches a run until it ends and returns every state that was seen. */
  static List<Run> watch(RunServiceGrpc.RunServiceBlockingStub stub, String id) {
    List<Run> seen = new ArrayList<>();
    Iterator<Run> runs =
        stub.withDeadlineAfter(PATIENCE)
            .watchRun(WatchRunRequest.newBuilder().setRunId(id).build());
    runs.forEachRemaining(seen::add);
    return seen;
  }

  static Run finish(RunServiceGrpc.RunServiceBlockingStub stub, String id) {
    List<Run> seen = watch(stub, id);
    Run last = seen.get(seen.size() - 1);
    assertThat(last.getState()).as(last.toString()).isEqualTo(RunState.RUN_STATE_SUCCEEDED);
    return last;
  }

  static byte[] download(
      StatementServiceGrpc.StatementServiceBlockingStub stub, ByteString digest, String name)
      throws Exception {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    stub.getProof(GetProofRequest.newBuilder().setStatementDigest(digest).setName(name).build())
        .forEachRemaining(chunk -> out.writeBytes(chunk.getData().toByteArray()));
    return out.toByteArray();
  }

  /** Sends a statement's files, one of them changed, in chunks. */
  static VerifyStatementResponse verify(
      VerifyServiceGrpc.VerifyServiceStub stub, GetStatementResponse statement, List<byte[]> files)
      throws Exception {
    CompletableFuture<VerifyStatementResponse> answer = new CompletableFuture<>();
    StreamObserver<VerifyStatementRequest> out = stub.verifyStatement(future(answer));
    for (int i = 0; i < files.size(); i++) {
      byte[] bytes = files.get(i);
      for (int from = 0; from < bytes.length; from += 100_000) {
        ByteString part = ByteString.copyFrom(bytes, from, Math.min(100_000, bytes.length - from));
        VerifyStatementRequest.Builder message = VerifyStatementRequest.newBuilder();
        if (i == 0) {
          message.setStatementJson(part);
        } else {
          message.setProof(part).setProofName(statement.getFiles(i).getName());
        }
        out.onNext(message.build());
      }
    }
    out.onCompleted();
    return get(answer);
  }

  /** Returns the failure of a call, with its code checked. */
  static StatusRuntimeException refused(Status.Code code, ThrowingCallable call) {
    try {
      call.call();
    } catch (StatusRuntimeException e) {
      assertThat(e.getStatus().getCode()).as(e.getMessage()).isEqualTo(code);
      return e;
    } catch (Throwable e) {
      throw new AssertionError("another failure", e);
    }
    throw new AssertionError("not refused");
  }

  static <M extends Message> M detail(StatusRuntimeException failure, Class<M> type)
      throws Exception {
    for (Any any : StatusProto.fromThrowable(failure).getDetailsList()) {
      if (any.is(type)) {
        return any.unpack(type);
      }
    }
    throw new AssertionError("no " + type.getSimpleName());
  }
}
