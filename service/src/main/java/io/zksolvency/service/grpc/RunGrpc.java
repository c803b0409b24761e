package io.zksolvency.service.grpc;

import com.google.protobuf.ByteString;
import com.google.rpc.Code;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import io.zksolvency.proto.v1.BalanceRow;
import io.zksolvency.proto.v1.CancelRunRequest;
import io.zksolvency.proto.v1.CreateRunRequest;
import io.zksolvency.proto.v1.DeleteRunRequest;
import io.zksolvency.proto.v1.DeleteRunResponse;
import io.zksolvency.proto.v1.GetRunRequest;
import io.zksolvency.proto.v1.ListRunsRequest;
import io.zksolvency.proto.v1.ListRunsResponse;
import io.zksolvency.proto.v1.Run;
import io.zksolvency.proto.v1.RunFailure;
import io.zksolvency.proto.v1.RunProgress;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.proto.v1.UploadRunRequest;
import io.zksolvency.proto.v1.WatchRunRequest;
import io.zksolvency.service.config.ServiceConfig;
import io.zksolvency.service.runs.ProgressSnapshot;
import io.zksolvency.service.runs.RunQueue;
import io.zksolvency.service.runs.RunRefusedException;
import io.zksolvency.service.runs.RunRequest;
import io.zksolvency.service.runs.Upload;
import io.zksolvency.service.security.Rejections;
import io.zksolvency.service.store.RunRow;
import io.zksolvency.service.store.RunState;
import io.zksolvency.service.store.Store;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/** {@code RunService}. */
public final class RunGrpc extends RunServiceGrpc.RunServiceImplBase {
  private static final long BUSY_RETRY_NANOS = 10_000_000_000L;

  private final ServiceConfig config;
  private final RunQueue queue;
  private final Store store;
  private final Executor executor;
  private final Semaphore uploads;

  public RunGrpc(ServiceConfig config, RunQueue queue, Store store, Executor executor) {
    this.config = config;
    this.queue = queue;
    this.store = store;
    this.executor = executor;
    this.uploads = new Semaphore(config.runs().maxUploads());
  }

  @Override
  public void createRun(CreateRunRequest request, StreamObserver<Run> observer) {
    Answers.unary(
        observer,
        () -> {
          RunRequest run = RunRequests.create(request, config);
          try {
            return message(queue.create(run));
          } catch (RunRefusedException e) {
            throw refused(e);
          }
        });
  }

  private static StatusRuntimeException refused(RunRefusedException e) {
    return switch (e.reason()) {
      case ID_TAKEN -> Rejections.error(Code.ALREADY_EXISTS, e.getMessage(), e.reason().name());
      case QUEUE_FULL -> Rejections.exhausted(e.getMessage(), e.reason().name(), BUSY_RETRY_NANOS);
      case PREVIOUS_UNKNOWN ->
          Rejections.badRequest("spec.previous_statement_digest", e.getMessage());
      case NOT_DELETABLE ->
          Rejections.error(Code.FAILED_PRECONDITION, e.getMessage(), e.reason().name());
      case UPLOAD_TOO_LARGE -> Rejections.badRequest("rows", e.getMessage());
    };
  }

  @Override
  public StreamObserver<UploadRunRequest> uploadRun(StreamObserver<Run> observer) {
    if (!uploads.tryAcquire()) {
      observer.onError(
          Rejections.exhausted("too many uploads at a time", "UPLOADS", BUSY_RETRY_NANOS));
      return new Ignored();
    }
    return new Receiver((ServerCallStreamObserver<Run>) observer);
  }

  /** Takes what still arrives after the answer. */
  private static final class Ignored implements StreamObserver<UploadRunRequest> {
    @Override
    public void onNext(UploadRunRequest message) {}

    @Override
    public void onError(Throwable failure) {}

    @Override
    public void onCompleted() {}
  }

  /**
   * One upload. Its methods are called one after the other, and the next message is asked for when
   * one has been written: that is the back-pressure.
   */
  private final class Receiver implements StreamObserver<UploadRunRequest> {
    private final StreamObserver<Run> answer;
    private RunRequest request;
    private Upload upload;
    private boolean ended;
    private boolean answered;

    Receiver(ServerCallStreamObserver<Run> answer) {
      this.answer = answer;
    }

    @Override
    public void onNext(UploadRunRequest message) {
      if (answered) {
        return;
      }
      try {
        take(message);
      } catch (RunRefusedException e) {
        fail(refused(e));
      } catch (IOException | RuntimeException e) {
        fail(Answers.error(e));
      }
    }

    private void take(UploadRunRequest message) throws IOException, RunRefusedException {
      if (ended) {
        throw Rejections.badRequest("part", "comes after the end");
      }
      switch (message.getPartCase()) {
        case SPEC -> {
          if (request != null) {
            throw Rejections.badRequest("spec", "comes once, first");
          }
          request = RunRequests.upload(message.getSpec(), config);
          upload = queue.upload();
        }
        case ROWS -> {
          requireSpec();
          List<BalanceRow> rows = message.getRows().getRowsList();
          for (int i = 0; i < rows.size(); i++) {
            BalanceRow row = rows.get(i);
            RunRequests.check(row, i);
            upload.row(
                row.getAccountId(),
                row.getAsset(),
                row.getEquity(),
                row.getDebt().isEmpty() ? "0" : row.getDebt());
          }
        }
        case END -> {
          requireSpec();
          if (message.getEnd().getRows() != upload.rows()) {
            throw Rejections.badRequest("end.rows", "is not the number of rows received");
          }
          ended = true;
        }
        default -> throw Rejections.badRequest("part", "is required");
      }
    }

    private void requireSpec() {
      if (request == null) {
        throw Rejections.badRequest("spec", "comes first");
      }
    }

    @Override
    public void onCompleted() {
      if (answered) {
        return;
      }
      try {
        if (!ended) {
          throw Rejections.badRequest("end", "is required: the upload was cut off");
        }
        Run run = message(queue.create(request, upload));
        close();
        answer.onNext(run);
        answer.onCompleted();
      } catch (RunRefusedException e) {
        fail(refused(e));
      } catch (IOException | RuntimeException e) {
        fail(Answers.error(e));
      }
    }

    @Override
    public void onError(Throwable failure) {
      if (!answered) {
        close();
      }
    }

    private void fail(StatusRuntimeException failure) {
      if (!answered) {
        close();
        answer.onError(failure);
      }
    }

    private void close() {
      answered = true;
      uploads.release();
      if (upload != null) {
        try {
          upload.close();
        } catch (IOException e) {
          Answers.error(e); // the next start deletes what is left
        }
      }
    }
  }

  @Override
  public void getRun(GetRunRequest request, StreamObserver<Run> observer) {
    Answers.unary(observer, () -> message(find(RunRequests.runId(request.getRunId()))));
  }

  private RunRow find(String id) throws IOException {
    return store.run(id).orElseThrow(RunGrpc::unknown);
  }

  private static StatusRuntimeException unknown() {
    return Rejections.error(Code.NOT_FOUND, "there is no such run", "RUN_UNKNOWN");
  }

  @Override
  public void listRuns(ListRunsRequest request, StreamObserver<ListRunsResponse> observer) {
    Answers.unary(
        observer,
        () -> {
          Set<RunState> states = EnumSet.noneOf(RunState.class);
          for (io.zksolvency.proto.v1.RunState state : request.getStatesList()) {
            states.add(state(state));
          }
          int most = Fields.pageSize(request.getPageSize());
          List<RunRow> rows =
              store.runs(
                  Fields.pageStart(request.getPageToken()),
                  most + 1,
                  states.isEmpty() ? EnumSet.allOf(RunState.class) : states);
          ListRunsResponse.Builder answer = ListRunsResponse.newBuilder();
          rows.stream().limit(most).forEach(row -> answer.addRuns(message(row)));
          if (rows.size() > most) {
            answer.setNextPageToken(Long.toString(rows.get(most - 1).sequence()));
          }
          return answer.build();
        });
  }

  private static RunState state(io.zksolvency.proto.v1.RunState state) {
    return switch (state) {
      case RUN_STATE_QUEUED -> RunState.QUEUED;
      case RUN_STATE_RUNNING -> RunState.RUNNING;
      case RUN_STATE_CANCELLING -> RunState.CANCELLING;
      case RUN_STATE_SUCCEEDED -> RunState.SUCCEEDED;
      case RUN_STATE_FAILED -> RunState.FAILED;
      case RUN_STATE_CANCELLED -> RunState.CANCELLED;
      default -> throw Rejections.badRequest("states", "has an unknown state");
    };
  }

  @Override
  public void cancelRun(CancelRunRequest request, StreamObserver<Run> observer) {
    Answers.unary(
        observer,
        () ->
            message(
                queue.cancel(RunRequests.runId(request.getRunId())).orElseThrow(RunGrpc::unknown)));
  }

  @Override
  public void deleteRun(DeleteRunRequest request, StreamObserver<DeleteRunResponse> observer) {
    Answers.unary(
        observer,
        () -> {
          try {
            queue.delete(RunRequests.runId(request.getRunId())).orElseThrow(RunGrpc::unknown);
          } catch (RunRefusedException e) {
            throw refused(e);
          }
          return DeleteRunResponse.getDefaultInstance();
        });
  }

  @Override
  public void watchRun(WatchRunRequest request, StreamObserver<Run> observer) {
    try {
      String id = RunRequests.runId(request.getRunId());
      find(id);
      new Watcher(id, (ServerCallStreamObserver<Run>) observer).start();
    } catch (IOException | RuntimeException e) {
      observer.onError(Answers.error(e));
    }
  }

  /** One watching client: sends the present state whenever there is news and room for it. */
  private final class Watcher {
    private final String id;
    private final ServerCallStreamObserver<Run> observer;
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private AutoCloseable registration;
    private Run last;
    private boolean closed;

    Watcher(String id, ServerCallStreamObserver<Run> observer) {
      this.id = id;
      this.observer = observer;
    }

    synchronized void start() {
      observer.setOnReadyHandler(this::news);
      observer.setOnCancelHandler(this::close);
      registration = queue.watch(id, this::news);
      news();
    }

    /** Never waits: a run must not be held up by who watches it. */
    private void news() {
      if (scheduled.compareAndSet(false, true)) {
        try {
          executor.execute(this::send);
        } catch (RejectedExecutionException e) {
          // The server stops, and this call with it.
        }
      }
    }

    private synchronized void send() {
      scheduled.set(false);
      if (closed || observer.isCancelled() || !observer.isReady()) {
        return;
      }
      try {
        RunRow row = find(id);
        Run now = message(row);
        if (!now.equals(last)) {
          last = now;
          observer.onNext(now);
        }
        if (row.state().hasEnded()) {
          close();
          observer.onCompleted();
        }
      } catch (IOException | RuntimeException e) {
        close();
        if (!observer.isCancelled()) {
          observer.onError(Answers.error(e));
        }
      }
    }

    private synchronized void close() {
      closed = true;
      try {
        registration.close();
      } catch (Exception e) {
        throw Status.INTERNAL.asRuntimeException();
      }
    }
  }

  private Run message(RunRow row) {
    Run.Builder run =
        Run.newBuilder()
            .setRunId(row.id())
            .setState(io.zksolvency.proto.v1.RunState.valueOf("RUN_STATE_" + row.state().name()))
            .setIssuerName(row.issuerName())
            .setCreateTime(Fields.timestamp(row.created()))
            .setUpdateTime(Fields.timestamp(row.updated()));
    row.snapshotTime().ifPresent(time -> run.setSnapshotTime(Fields.timestamp(time)));
    if (!row.state().hasEnded()) {
      queue.progress(row.id()).ifPresent(progress -> run.setProgress(message(progress)));
    }
    row.failureKind()
        .ifPresent(
            kind ->
                run.setFailure(
                    RunFailure.newBuilder()
                        .setKind(RunFailure.Kind.valueOf(kind.name()))
                        .setMessage(row.failureMessage())));
    row.statementDigest().ifPresent(digest -> run.setStatementDigest(ByteString.copyFrom(digest)));
    return run.build();
  }

  private static RunProgress message(ProgressSnapshot progress) {
    return RunProgress.newBuilder()
        .setPhase(progress.phase())
        .setBatches(progress.batches())
        .setBatchesProven(progress.batchesProven())
        .setRows(progress.rows())
        .setRowsProven(progress.rowsProven())
        .setEstimatedSecondsLeft(progress.estimatedSecondsLeft())
        .addAllNotes(progress.notes())
        .build();
  }
}
