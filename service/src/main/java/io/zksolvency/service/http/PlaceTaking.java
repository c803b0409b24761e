package io.zksolvency.service.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.grpc.protobuf.StatusProto;
import io.zksolvency.service.security.CallPlaces;
import io.zksolvency.service.security.Rejections;
import java.time.Duration;

/** Takes a place for each request while it lasts; without one, refuses it at once. */
final class PlaceTaking extends SimpleDecoratingHttpService {
  private static final Duration RETRY = Duration.ofSeconds(1);

  private final CallPlaces places;

  PlaceTaking(HttpService service, CallPlaces places) {
    super(service);
    this.places = places;
  }

  @Override
  public HttpResponse serve(ServiceRequestContext context, HttpRequest request) throws Exception {
    if (!places.take()) {
      return HttpErrors.answer(
              context,
              StatusProto.fromThrowable(
                  Rejections.exhausted("the server is busy", "OVERLOAD", RETRY.toNanos())))
          .toHttpResponse();
    }
    context.log().whenComplete().thenRun(places::giveBack);
    return unwrap().serve(context, request);
  }
}
