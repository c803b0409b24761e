package io.zksolvency.service.http;

import com.google.protobuf.Any;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.rpc.Code;
import com.google.rpc.RetryInfo;
import com.google.rpc.Status;
import com.linecorp.armeria.common.AggregatedHttpResponse;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.ResponseHeaders;
import com.linecorp.armeria.common.ResponseHeadersBuilder;
import com.linecorp.armeria.server.ServerErrorHandler;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import com.linecorp.armeria.server.grpc.UnframedGrpcStatusMappingFunction;
import java.util.Base64;

/** Errors as every caller of the HTTP door sees them: google.rpc.Status in JSON. */
final class HttpErrors implements UnframedGrpcErrorHandler, ServerErrorHandler {
  private static final String DETAILS = "grpc-status-details-bin";

  /** Of a method: with the details that the call has ended with. */
  @Override
  public HttpResponse handle(
      ServiceRequestContext context, io.grpc.Status status, AggregatedHttpResponse response) {
    String details =
        (response.trailers().isEmpty() ? response.headers() : response.trailers()).get(DETAILS);
    Status error = withoutDetails(status);
    if (details != null) {
      try {
        error = Status.parseFrom(Base64.getDecoder().decode(details));
      } catch (InvalidProtocolBufferException | IllegalArgumentException e) {
        // Then without them.
      }
    }
    return answer(context, error).toHttpResponse();
  }

  private static Status withoutDetails(io.grpc.Status status) {
    String words = status.getDescription();
    return Status.newBuilder()
        .setCode(status.getCode().value())
        .setMessage(words == null ? "" : words)
        .build();
  }

  static AggregatedHttpResponse answer(ServiceRequestContext context, Status error) {
    HttpStatus status =
        UnframedGrpcStatusMappingFunction.of()
            .apply(context, io.grpc.Status.fromCodeValue(error.getCode()), null);
    return answer(status, error);
  }

  private static AggregatedHttpResponse answer(HttpStatus status, Status error) {
    ResponseHeadersBuilder headers =
        ResponseHeaders.builder(status).contentType(MediaType.JSON_UTF_8);
    if (status.equals(HttpStatus.UNAUTHORIZED)) {
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
    }
    for (Any detail : error.getDetailsList()) {
      if (detail.is(RetryInfo.class)) {
        headers.set(HttpHeaderNames.RETRY_AFTER, Long.toString(retrySeconds(detail)));
      }
    }
    return AggregatedHttpResponse.of(
        headers.build(), HttpData.ofUtf8(JsonCodec.write(error) + "\n"));
  }

  private static long retrySeconds(Any detail) {
    try {
      var delay = detail.unpack(RetryInfo.class).getRetryDelay();
      return delay.getSeconds() + (delay.getNanos() > 0 ? 1 : 0);
    } catch (InvalidProtocolBufferException e) {
      return 1;
    }
  }

  /** Leaves it to Armeria which status an exception means. */
  @Override
  public HttpResponse onServiceException(ServiceRequestContext context, Throwable cause) {
    return null;
  }

  /** Of requests that reach no method; repeats nothing of them. */
  @Override
  public AggregatedHttpResponse renderStatus(
      ServiceRequestContext context,
      ServiceConfig config,
      RequestHeaders headers,
      HttpStatus status,
      String description,
      Throwable cause) {
    Code code = Code.INTERNAL;
    String words = "the server failed";
    switch (status.code()) {
      case 404 -> {
        code = Code.NOT_FOUND;
        words = "there is nothing at this path";
      }
      case 405 -> {
        code = Code.UNIMPLEMENTED;
        words = "this path takes another method";
      }
      case 413 -> {
        code = Code.RESOURCE_EXHAUSTED;
        words = "the body is larger than limits.message";
      }
      case 414, 431 -> {
        code = Code.RESOURCE_EXHAUSTED;
        words = "the headers are larger than limits.metadata";
      }
      case 415 -> {
        code = Code.INVALID_ARGUMENT;
        words = "the body must be application/json";
      }
      case 503, 504 -> {
        code = Code.UNAVAILABLE;
        words = "the server stops, or the request took too long";
      }
      default -> {
        if (status.isClientError()) {
          code = Code.INVALID_ARGUMENT;
          words = "expected JSON as content-type application/json, and numbers where they belong";
        }
      }
    }
    return answer(status, Status.newBuilder().setCode(code.getNumber()).setMessage(words).build());
  }
}
