package io.zksolvency.service.http;

import com.google.common.util.concurrent.MoreExecutors;
import com.google.protobuf.Message;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.ContentTooLargeException;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.stream.AbortedStreamException;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.common.util.Exceptions;
import com.linecorp.armeria.common.util.SafeCloseable;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Attributes;
import io.grpc.Context;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * A gRPC call whose messages come from an HTTP request's body and go into its answer's. Takes a
 * message from the client only when the method asks for it, and is ready for one only when the
 * client has taken those before. The listener is called by one thread at a time.
 */
final class StreamCall<Q, A> extends ServerCall<Q, A> implements Subscriber<String> {
  private final MethodDescriptor<Q, A> method;
  private final StreamAnswer form;
  private final ServiceRequestContext request;
  private final HttpResponseWriter out;
  private final Executor executor;
  private final Attributes attributes;
  private final Context.CancellableContext context = Context.ROOT.withCancellation();
  private final AtomicLong wanted = new AtomicLong();
  private ServerCall.Listener<Q> listener = new ServerCall.Listener<>() {};
  private volatile Subscription messages;
  private A only;
  private boolean begun;
  private volatile boolean taken = true;
  private volatile boolean closed;
  private volatile boolean cancelled;

  StreamCall(
      MethodDescriptor<Q, A> method,
      StreamAnswer form,
      ServiceRequestContext request,
      HttpResponseWriter out) {
    this.method = method;
    this.form = form;
    this.request = request;
    this.out = out;
    this.executor = MoreExecutors.newSequentialExecutor(request.blockingTaskExecutor());
    this.attributes = TransportAttributes.of(request);
  }

  /** Begins the call; each message of the body is the JSON of one request. */
  void start(ServerCallHandler<Q, A> handler, Metadata headers, StreamMessage<String> body) {
    out.whenComplete()
        .whenComplete(
            (nothing, failure) -> {
              if (failure != null && !closed) {
                cancelled = true;
                run(this::cancel);
              }
            });
    run(
        () -> {
          listener = handler.startCall(this, headers);
          body.subscribe(this, request.eventLoop());
          listener.onReady();
        });
  }

  private void run(Runnable step) {
    executor.execute(
        () ->
            context.run(
                () -> {
                  try (SafeCloseable ignored = request.push()) {
                    step.run();
                  } catch (StatusRuntimeException e) {
                    fail(e);
                  } catch (RuntimeException e) {
                    // Its words might hold data.
                    fail(Status.INTERNAL.withDescription("the server failed").asRuntimeException());
                  }
                }));
  }

  /** Ends the call without the method's consent. */
  private void fail(StatusRuntimeException failure) {
    if (!closed && !cancelled) {
      answer(failure.getStatus(), failure.getTrailers());
      cancelled = true;
      cancel();
    }
  }

  private void cancel() {
    context.cancel(null);
    stopReading();
    listener.onCancel();
  }

  private void stopReading() {
    Subscription reading = messages;
    if (reading != null) {
      reading.cancel();
    }
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    messages = subscription;
    long asked = wanted.getAndSet(0);
    if (asked > 0) {
      subscription.request(asked);
    }
  }

  @Override
  public void request(int count) {
    wanted.addAndGet(count);
    Subscription reading = messages;
    if (reading != null) {
      long asked = wanted.getAndSet(0);
      if (asked > 0) {
        reading.request(asked);
      }
    }
  }

  @Override
  public void onNext(String json) {
    run(
        () -> {
          if (!closed && !cancelled) {
            listener.onMessage(JsonCodec.read(method.getRequestMarshaller(), json));
          }
        });
  }

  @Override
  public void onComplete() {
    run(
        () -> {
          if (!closed && !cancelled) {
            listener.onHalfClose();
          }
        });
  }

  @Override
  public void onError(Throwable thrown) {
    Throwable failure = Exceptions.peel(thrown);
    if (failure instanceof AbortedStreamException) {
      return; // ours, or the answer tells
    }
    run(
        () -> {
          if (failure instanceof StatusRuntimeException known) {
            throw known;
          }
          throw (failure instanceof ContentTooLargeException
                  ? Status.RESOURCE_EXHAUSTED.withDescription(
                      "the body is larger than limits.message")
                  : Status.CANCELLED.withDescription("the body was cut off"))
              .asRuntimeException();
        });
  }

  @Override
  public void sendHeaders(Metadata headers) {
    // With the first message: until then an error has a status of its own.
  }

  @Override
  public synchronized void sendMessage(A message) {
    if (closed || cancelled) {
      return;
    }
    if (method.getType().serverSendsOneMessage()) {
      only = message;
      return;
    }
    begin();
    taken = false;
    out.write(form.part((Message) message));
    out.whenConsumed()
        .thenRun(
            () -> {
              taken = true;
              run(
                  () -> {
                    if (!closed && !cancelled) {
                      listener.onReady();
                    }
                  });
            });
  }

  private void begin() {
    if (!begun) {
      begun = true;
      out.write(form.headers(request.pathParams()));
    }
  }

  @Override
  public boolean isReady() {
    return taken && !closed && !cancelled;
  }

  @Override
  public void close(Status status, Metadata trailers) {
    synchronized (this) {
      if (closed || cancelled) {
        return;
      }
      answer(status, trailers);
    }
    stopReading();
    run(listener::onComplete);
  }

  private synchronized void answer(Status status, Metadata trailers) {
    closed = true;
    if (status.isOk()) {
      begin();
      if (only != null) {
        out.write(form.part((Message) only));
      }
      out.close();
      return;
    }
    com.google.rpc.Status error = StatusProto.fromStatusAndTrailers(status, trailers);
    if (!begun) {
      AggregatedHttpResponse answer = HttpErrors.answer(request, error);
      out.write(answer.headers());
      out.write(answer.content());
      out.close();
    } else if (form.tellsErrors()) {
      out.write(form.part(error));
      out.close();
    } else {
      out.close(status.asRuntimeException());
    }
  }

  @Override
  public boolean isCancelled() {
    return cancelled;
  }

  @Override
  public MethodDescriptor<Q, A> getMethodDescriptor() {
    return method;
  }

  @Override
  public Attributes getAttributes() {
    return attributes;
  }
}
