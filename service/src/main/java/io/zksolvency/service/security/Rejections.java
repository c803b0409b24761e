package io.zksolvency.service.security;

import com.google.protobuf.Any;
import com.google.protobuf.Duration;
import com.google.protobuf.Message;
import com.google.rpc.BadRequest;
import com.google.rpc.Code;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import io.grpc.StatusRuntimeException;
import io.grpc.protobuf.StatusProto;
import java.util.List;

/** Errors as callers see them: a status code, words, and google.rpc details. */
public final class Rejections {
  /** Of every {@link ErrorInfo}. */
  public static final String DOMAIN = "zksolvency";

  private Rejections() {}

  /** One wrong field. */
  public record Violation(String field, String problem) {}

  /** Returns INVALID_ARGUMENT naming each wrong field; problems never repeat values. */
  public static StatusRuntimeException badRequest(List<Violation> violations) {
    BadRequest.Builder details = BadRequest.newBuilder();
    violations.forEach(
        violation ->
            details
                .addFieldViolationsBuilder()
                .setField(violation.field())
                .setDescription(violation.problem()));
    Violation first = violations.get(0);
    return of(Code.INVALID_ARGUMENT, first.field() + " " + first.problem(), details.build());
  }

  /** Returns INVALID_ARGUMENT about one field. */
  public static StatusRuntimeException badRequest(String field, String problem) {
    return badRequest(List.of(new Violation(field, problem)));
  }

  /** Returns RESOURCE_EXHAUSTED with the time after which to try again. */
  public static StatusRuntimeException exhausted(String words, String reason, long retryNanos) {
    return later(Code.RESOURCE_EXHAUSTED, words, reason, retryNanos);
  }

  /** Returns UNAVAILABLE with the time after which to try again. */
  public static StatusRuntimeException unavailable(String words, String reason, long retryNanos) {
    return later(Code.UNAVAILABLE, words, reason, retryNanos);
  }

  private static StatusRuntimeException later(
      Code code, String words, String reason, long retryNanos) {
    return of(
        code,
        words,
        info(reason),
        RetryInfo.newBuilder()
            .setRetryDelay(
                Duration.newBuilder()
                    .setSeconds(retryNanos / 1_000_000_000)
                    .setNanos((int) (retryNanos % 1_000_000_000)))
            .build());
  }

  /** Returns another error with its reason in upper snake case. */
  public static StatusRuntimeException error(Code code, String words, String reason) {
    return of(code, words, info(reason));
  }

  private static ErrorInfo info(String reason) {
    return ErrorInfo.newBuilder().setReason(reason).setDomain(DOMAIN).build();
  }

  private static StatusRuntimeException of(Code code, String words, Message... details) {
    com.google.rpc.Status.Builder status =
        com.google.rpc.Status.newBuilder().setCode(code.getNumber()).setMessage(words);
    for (Message detail : details) {
      status.addDetails(Any.pack(detail));
    }
    return StatusProto.toStatusRuntimeException(status.build());
  }
}
