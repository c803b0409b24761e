package io.zksolvency.service.grpc;

import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.zksolvency.service.security.Rejections;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one call: a value, or an error that tells the caller what concerns them. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private Answers() {}

  /** Makes the answer. */
  @FunctionalInterface
  interface Work<T> {
    T get() throws IOException;
  }

  static <T> void unary(StreamObserver<T> observer, Work<T> work) {
    T answer;
    try {
      answer = work.get();
    } catch (IOException | RuntimeException e) {
      observer.onError(error(e));
      return;
    }
    observer.onNext(answer);
    observer.onCompleted();
  }

  /** Returns what the caller may know of a failure; the log gets its kind and place, no message. */
  static StatusRuntimeException error(Exception failure) {
    if (failure instanceof StatusRuntimeException known) {
      return known;
    }
    StackTraceElement[] trace = failure.getStackTrace();
    LOG.error(
        "a call failed: {}{}",
        failure.getClass().getName(),
        trace.length == 0 ? "" : " at " + trace[0]);
    return Rejections.error(Code.INTERNAL, "the server failed", "INTERNAL");
  }
}
