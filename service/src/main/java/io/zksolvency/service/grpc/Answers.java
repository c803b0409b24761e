package io.zksolvency.service.grpc;

import com.google.rpc.Code;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.StreamObserver;
import io.zksolvency.service.security.Rejections;
import io.zksolvency.service.store.ContentDamagedException;
import io.zksolvency.service.store.StoreException;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers one call: a value, or an error that tells the caller what concerns them. */
final class Answers {
  private static final Logger LOG = LoggerFactory.getLogger(Answers.class);

  private static final long STORE_RETRY_NANOS = 2_000_000_000L;

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
        "a call failed: {}{}{}",
        failure.getClass().getName(),
        // These have words that are ours, without values.
        failure instanceof StoreException ? " (" + failure.getMessage() + ")" : "",
        trace.length == 0 ? "" : " at " + trace[0]);
    if (failure instanceof StoreException store && store.isPassing()) {
      return Rejections.unavailable(
          "the store can't be reached now", "STORE_UNAVAILABLE", STORE_RETRY_NANOS);
    }
    if (failure instanceof ContentDamagedException) {
      return Rejections.error(Code.DATA_LOSS, failure.getMessage(), "CONTENT_DAMAGED");
    }
    return Rejections.error(Code.INTERNAL, "the server failed", "INTERNAL");
  }
}
