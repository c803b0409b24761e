package io.zksolvency.service.http;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpResponseWriter;
import com.linecorp.armeria.common.RequestHeaders;
import com.linecorp.armeria.common.stream.StreamMessage;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.service.security.Rejections;

/**
 * One method with streams, over HTTP: many requests are JSON lines, many answers too, and the
 * chunks of a published file are the file. Armeria's transcoder has the methods without streams.
 */
final class StreamService<Q, A> implements HttpService {
  private final ServerMethodDefinition<Q, A> method;
  private final StreamAnswer form;
  private final int longestLine;

  StreamService(ServerMethodDefinition<Q, A> method, int longestLine) {
    this.method = method;
    this.longestLine = longestLine;
    MethodDescriptor<Q, A> descriptor = method.getMethodDescriptor();
    if (descriptor
        .getFullMethodName()
        .equals(StatementServiceGrpc.getGetProofMethod().getFullMethodName())) {
      form = StreamAnswer.FILE;
    } else {
      form = descriptor.getType().serverSendsOneMessage() ? StreamAnswer.JSON : StreamAnswer.LINES;
    }
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) {
    HttpResponseWriter out = HttpResponse.streaming();
    StreamCall<Q, A> call = new StreamCall<>(method.getMethodDescriptor(), form, context, out);
    call.start(method.getServerCallHandler(), metadata(request.headers()), body(context, request));
    return out;
  }

  private StreamMessage<String> body(ServiceRequestContext context, HttpRequest request) {
    if (!method.getMethodDescriptor().getType().clientSendsOneMessage()) {
      return request.decode(new JsonLines(longestLine));
    }
    return StreamMessage.of(
        request
            .aggregate()
            .thenApply(whole -> StreamMessage.of(message(context, whole.contentUtf8()))));
  }

  /** Returns the JSON of a request: its body, and over it what path and query say. */
  private static String message(ServiceRequestContext context, String body) {
    JsonObject message = new JsonObject();
    if (!body.isBlank()) {
      try {
        JsonElement parsed = JsonParser.parseString(body);
        message = parsed.getAsJsonObject();
      } catch (JsonParseException | IllegalStateException e) {
        throw Rejections.badRequest("body", "is not a JSON object");
      }
    }
    context.queryParams().forEach(message::addProperty);
    context.pathParams().forEach(message::addProperty);
    return message.toString();
  }

  private static Metadata metadata(RequestHeaders headers) {
    Metadata metadata = new Metadata();
    String authorization = headers.get(HttpHeaderNames.AUTHORIZATION);
    if (authorization != null) {
      metadata.put(
          Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER), authorization);
    }
    return metadata;
  }
}
