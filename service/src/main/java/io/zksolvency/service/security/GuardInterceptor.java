package io.zksolvency.service.security;

import com.google.rpc.Code;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import io.zksolvency.proto.v1.InclusionServiceGrpc;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.service.config.ServiceConfig;
import io.zksolvency.service.metrics.ServiceMetrics;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stands before every method: room, then who, then may they, then how often. What it refuses costs
 * microseconds.
 */
public final class GuardInterceptor implements ServerInterceptor {
  private static final Logger LOG = LoggerFactory.getLogger(GuardInterceptor.class);
  private static final long BUSY_RETRY_NANOS = 1_000_000_000L;
  private static final String INCLUSION = "zksolvency.v1.InclusionService";
  private static final String VERIFY = "zksolvency.v1.VerifyService";
  private static final String VERIFY_STATEMENT = "VerifyStatement";

  /** For staff only; they last as long as what they are about. */
  private static final Set<String> UNLIMITED =
      Set.of(
          RunServiceGrpc.getUploadRunMethod().getFullMethodName(),
          RunServiceGrpc.getWatchRunMethod().getFullMethodName(),
          InclusionServiceGrpc.getBatchGetInclusionsMethod().getFullMethodName());

  private final Authentication authentication;
  private final ServiceMetrics metrics;
  private final Duration callDuration;
  private final ScheduledThreadPoolExecutor timer =
      new ScheduledThreadPoolExecutor(
          1,
          task -> {
            Thread thread = new Thread(task, "call-timer");
            thread.setDaemon(true);
            return thread;
          });
  private final CallsOfCallers callsOfCallers;
  private final Semaphore inclusionCalls;
  private final Semaphore verifyCalls;
  private final RateLimiter requests;
  private final RateLimiter statementVerifications;

  public GuardInterceptor(
      ServiceConfig.Limits limits, Authentication authentication, ServiceMetrics metrics) {
    this.authentication = authentication;
    this.metrics = metrics;
    this.callsOfCallers = new CallsOfCallers(limits.callsPerCaller());
    this.inclusionCalls = new Semaphore(limits.inclusionCalls());
    this.verifyCalls = new Semaphore(limits.verifyCalls());
    this.callDuration = limits.callDuration();
    timer.setRemoveOnCancelPolicy(true);
    this.requests = new RateLimiter(limits.requestsPerSecond(), limits.burst());
    this.statementVerifications =
        new RateLimiter(
            limits.statementVerificationsPerMinute() / 60.0,
            limits.statementVerificationsPerMinute());
  }

  @Override
  public <Q, A> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, A> call, Metadata headers, ServerCallHandler<Q, A> next) {
    String method = call.getMethodDescriptor().getFullMethodName();
    long start = System.nanoTime();
    Counted<Q, A> counted = new Counted<>(call, method, start);
    try {
      counted.admit();
      Caller caller = identify(headers, call);
      authorise(caller, method, headers);
      limitRate(caller, call);
      counted.begin(caller);
      LOG.debug("{} by {}", method, caller.role());
      counted.limitDuration();
      return Contexts.interceptCall(
          Context.current().withValue(Caller.CURRENT, caller),
          counted,
          headers,
          (ServerCall<Q, A> forwarded, Metadata all) ->
              counted.listen(next.startCall(forwarded, all)));
    } catch (StatusRuntimeException e) {
      counted.close(e.getStatus(), e.getTrailers() == null ? new Metadata() : e.getTrailers());
      counted.finish(e.getStatus());
      return new ServerCall.Listener<>() {};
    }
  }

  private Caller identify(Metadata headers, ServerCall<?, ?> call) {
    try {
      return authentication.caller(headers, call.getAttributes());
    } catch (TokenRefusedException e) {
      throw Rejections.error(Code.UNAUTHENTICATED, e.getMessage(), "TOKEN_REFUSED");
    }
  }

  private static void authorise(Caller caller, String method, Metadata headers) {
    if (AccessRules.allows(caller.role(), method)) {
      return;
    }
    throw headers.containsKey(Authentication.AUTHORIZATION)
        ? Rejections.error(Code.PERMISSION_DENIED, "your role may not do this", "ROLE")
        : Rejections.error(Code.UNAUTHENTICATED, "this needs a token", "TOKEN_MISSING");
  }

  private void limitRate(Caller caller, ServerCall<?, ?> call) {
    long wait = requests.admit(caller.limitKey());
    if (wait == 0 && VERIFY_STATEMENT.equals(call.getMethodDescriptor().getBareMethodName())) {
      wait = statementVerifications.admit(caller.limitKey());
    }
    if (wait > 0) {
      throw Rejections.exhausted("too many requests", "RATE_LIMIT", wait);
    }
  }

  /** A call that holds its place until it is over, however it ends. */
  private final class Counted<Q, A> extends SimpleForwardingServerCall<Q, A> {
    private final String method;
    private final long start;
    private final AtomicBoolean finished = new AtomicBoolean();
    private Semaphore special;
    private Caller counted;
    private Future<?> timeout;
    private boolean closed;
    private Status status = Status.UNKNOWN;

    Counted(ServerCall<Q, A> call, String method, long start) {
      super(call);
      this.method = method;
      this.start = start;
    }

    void admit() {
      String service = getMethodDescriptor().getServiceName();
      Semaphore wanted =
          INCLUSION.equals(service) ? inclusionCalls : VERIFY.equals(service) ? verifyCalls : null;
      if (!CallPlaces.admitted()) {
        throw Rejections.exhausted("the server is busy", "OVERLOAD", BUSY_RETRY_NANOS);
      }
      if (wanted != null) {
        if (!wanted.tryAcquire()) {
          throw Rejections.exhausted("the server is busy", "OVERLOAD", BUSY_RETRY_NANOS);
        }
        special = wanted;
      }
    }

    void begin(Caller caller) {
      if (!callsOfCallers.begin(caller.limitKey())) {
        throw Rejections.exhausted(
            "you have too many calls in progress", "CALLS_IN_PROGRESS", BUSY_RETRY_NANOS);
      }
      counted = caller;
    }

    /** Whoever holds a place for longer than any honest answer takes gives it back. */
    void limitDuration() {
      if (!UNLIMITED.contains(method)) {
        timeout =
            timer.schedule(
                () -> {
                  StatusRuntimeException over =
                      Rejections.error(
                          Code.DEADLINE_EXCEEDED, "the call took too long", "CALL_DURATION");
                  close(over.getStatus(), over.getTrailers());
                },
                callDuration.toMillis(),
                TimeUnit.MILLISECONDS);
      }
    }

    @Override
    public synchronized void sendHeaders(Metadata headers) {
      if (!closed) {
        super.sendHeaders(headers);
      }
    }

    @Override
    public synchronized void sendMessage(A message) {
      if (!closed) {
        super.sendMessage(message);
      }
    }

    /** grpc-java ends the call then, and its own words to the log are off. */
    private void tellOfFailure(Runnable step) {
      try {
        step.run();
      } catch (RuntimeException e) {
        LOG.error("{} failed: {}", method, kind(e));
        throw e;
      }
    }

    ServerCall.Listener<Q> listen(ServerCall.Listener<Q> listener) {
      return new io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener<>(
          listener) {
        @Override
        public void onMessage(Q message) {
          tellOfFailure(() -> super.onMessage(message));
        }

        @Override
        public void onHalfClose() {
          tellOfFailure(super::onHalfClose);
        }

        @Override
        public void onReady() {
          tellOfFailure(super::onReady);
        }

        @Override
        public void onComplete() {
          try {
            super.onComplete();
          } finally {
            finish(status);
          }
        }

        @Override
        public void onCancel() {
          try {
            super.onCancel();
          } finally {
            finish(Status.CANCELLED);
          }
        }
      };
    }

    @Override
    public synchronized void close(Status closing, Metadata trailers) {
      if (closed) {
        return;
      }
      closed = true;
      status = closing;
      Status shown = closing;
      Metadata with = trailers;
      if (closing.getCode() == Status.Code.UNKNOWN || closing.getCode() == Status.Code.INTERNAL) {
        // An exception that nobody expected: its words might hold data.
        LOG.error(
            "{} failed: {}",
            method,
            closing.getCause() == null ? closing.getCode() : kind(closing.getCause()));
        StatusRuntimeException plain =
            Rejections.error(Code.INTERNAL, "the server failed", "INTERNAL");
        shown = plain.getStatus();
        with = StatusProto.fromThrowable(plain) == null ? trailers : plain.getTrailers();
        status = shown;
      }
      super.close(shown, with);
    }

    void finish(Status ended) {
      if (finished.compareAndSet(false, true)) {
        if (timeout != null) {
          timeout.cancel(false);
        }
        if (special != null) {
          special.release();
        }
        if (counted != null) {
          callsOfCallers.end(counted.limitKey());
        }
        metrics.call(method, ended.getCode(), System.nanoTime() - start);
      }
    }
  }

  private static String kind(Throwable failure) {
    StackTraceElement[] trace = failure.getStackTrace();
    return failure.getClass().getName() + (trace.length == 0 ? "" : " at " + trace[0]);
  }
}
