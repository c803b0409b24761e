package io.zksolvency.service.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.logging.RequestLogProperty;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.util.AttributeKey;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Closes connections that have not sent the whole head of a request after a while: who opens many
 * and says nothing, or very slowly, does not keep them. Later, Armeria's own idle timeout counts.
 */
final class FirstRequest {
  private static final AttributeKey<Boolean> SEEN = AttributeKey.valueOf("first request seen");

  private FirstRequest() {}

  /** Watches a new connection. */
  static void expect(ChannelPipeline connection, Duration patience) {
    connection.addFirst(
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelActive(ChannelHandlerContext context) {
            Channel channel = context.channel();
            channel
                .eventLoop()
                .schedule(
                    () -> {
                      if (!channel.hasAttr(SEEN)) {
                        channel.close();
                      }
                    },
                    patience.toMillis(),
                    TimeUnit.MILLISECONDS);
            context.pipeline().remove(this);
            context.fireChannelActive();
          }
        });
  }

  /** Lets a service tell that a request has come. */
  static HttpService noting(HttpService service) {
    return new SimpleDecoratingHttpService(service) {
      @Override
      public HttpResponse serve(ServiceRequestContext context, HttpRequest request)
          throws Exception {
        Channel channel = context.log().ensureAvailable(RequestLogProperty.SESSION).channel();
        if (channel != null) {
          channel.attr(SEEN).set(true);
        }
        return unwrap().serve(context, request);
      }
    };
  }
}
