package io.zksolvency.service.http;

import com.google.api.AnnotationsProto;
import com.google.api.HttpRule;
import com.linecorp.armeria.common.HttpMethod;
import com.linecorp.armeria.server.Route;
import io.grpc.MethodDescriptor;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.protobuf.ProtoMethodDescriptorSupplier;
import java.util.ArrayList;
import java.util.List;

/** What the google.api.http annotations say of a service. */
final class HttpRoutes {
  private HttpRoutes() {}

  static boolean streams(ServerMethodDefinition<?, ?> method) {
    return method.getMethodDescriptor().getType() != MethodDescriptor.MethodType.UNARY;
  }

  /** Returns the service with only those methods that Armeria's transcoder can have. */
  static ServerServiceDefinition withoutStreams(ServerServiceDefinition service) {
    ServiceDescriptor.Builder descriptor =
        ServiceDescriptor.newBuilder(service.getServiceDescriptor().getName())
            .setSchemaDescriptor(service.getServiceDescriptor().getSchemaDescriptor());
    List<ServerMethodDefinition<?, ?>> methods =
        service.getMethods().stream()
            .<ServerMethodDefinition<?, ?>>map(method -> method)
            .filter(method -> !streams(method))
            .toList();
    methods.forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    ServerServiceDefinition.Builder rest = ServerServiceDefinition.builder(descriptor.build());
    methods.forEach(rest::addMethod);
    return rest.build();
  }

  /** Returns where a method is; nowhere, if it has no annotation. */
  static List<Route> of(ServerMethodDefinition<?, ?> method) {
    if (!(method.getMethodDescriptor().getSchemaDescriptor()
        instanceof ProtoMethodDescriptorSupplier schema)) {
      return List.of();
    }
    HttpRule rule = schema.getMethodDescriptor().getOptions().getExtension(AnnotationsProto.http);
    List<Route> routes = new ArrayList<>();
    add(rule, routes);
    rule.getAdditionalBindingsList().forEach(other -> add(other, routes));
    return routes;
  }

  private static void add(HttpRule rule, List<Route> routes) {
    switch (rule.getPatternCase()) {
      case GET -> routes.add(route(HttpMethod.GET, rule.getGet()));
      case POST -> routes.add(route(HttpMethod.POST, rule.getPost()));
      default -> {
        // No method with streams has another.
      }
    }
  }

  private static Route route(HttpMethod method, String template) {
    return Route.builder()
        .methods(method)
        .path(template.replaceAll("\\{(\\w+)=\\*\\*}", "{*$1}"))
        .build();
  }
}
