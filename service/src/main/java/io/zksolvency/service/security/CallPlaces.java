package io.zksolvency.service.security;

import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallExecutorSupplier;
import io.grpc.ServerStreamTracer;
import io.grpc.Status;
import io.zksolvency.service.metrics.ServiceMetrics;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Places for calls in progress, of all doors together. A call takes one on its connection's own
 * thread, before it can wait for a worker, and gives it back when its stream has ended.
 * Thread-safe.
 */
public final class CallPlaces extends ServerStreamTracer.Factory {
  private static final Context.Key<Boolean> ADMITTED = Context.key("admitted");

  private final Semaphore places;
  private final ServiceMetrics metrics;

  public CallPlaces(int places, ServiceMetrics metrics) {
    this.places = new Semaphore(places);
    this.metrics = metrics;
  }

  /** Takes a place, which the caller gives back; false if there is none. */
  public boolean take() {
    if (places.tryAcquire()) {
      return true;
    }
    metrics.shed();
    return false;
  }

  /** Gives a place back. */
  public void giveBack() {
    places.release();
  }

  /** Returns the context of a call that has its place, or has none and is refused. */
  public static Context with(Context context, boolean admitted) {
    return context.withValue(ADMITTED, admitted);
  }

  /** Returns if the call that this thread serves has its place. */
  static boolean admitted() {
    return Boolean.TRUE.equals(ADMITTED.get());
  }

  /** Returns where calls are served: workers have nothing to do with those that are refused. */
  public static ServerCallExecutorSupplier executors(Executor workers) {
    return new ServerCallExecutorSupplier() {
      @Override
      public <Q, A> Executor getExecutor(ServerCall<Q, A> call, Metadata headers) {
        return admitted() ? workers : Runnable::run;
      }
    };
  }

  @Override
  public ServerStreamTracer newServerStreamTracer(String method, Metadata headers) {
    boolean admitted = take();
    AtomicBoolean held = new AtomicBoolean(admitted);
    return new ServerStreamTracer() {
      @Override
      public Context filterContext(Context context) {
        return with(context, admitted);
      }

      @Override
      public void streamClosed(Status status) {
        if (held.compareAndSet(true, false)) {
          giveBack();
        }
      }
    };
  }
}
