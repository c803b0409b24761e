package io.zksolvency.service.security;

import io.zksolvency.proto.v1.InclusionServiceGrpc;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.proto.v1.VerifyServiceGrpc;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Which roles may call which method; a method that is not listed is nobody's. */
final class AccessRules {
  private static final Set<Role> EVERYONE = EnumSet.allOf(Role.class);
  private static final Set<Role> OPERATOR = EnumSet.of(Role.OPERATOR);
  private static final Set<Role> STAFF = EnumSet.of(Role.OPERATOR, Role.AUDITOR);
  private static final Map<String, Set<Role>> BY_METHOD = new HashMap<>();

  static {
    add(RunServiceGrpc.getCreateRunMethod().getFullMethodName(), OPERATOR);
    add(RunServiceGrpc.getUploadRunMethod().getFullMethodName(), OPERATOR);
    add(RunServiceGrpc.getCancelRunMethod().getFullMethodName(), OPERATOR);
    add(RunServiceGrpc.getDeleteRunMethod().getFullMethodName(), OPERATOR);
    add(RunServiceGrpc.getGetRunMethod().getFullMethodName(), STAFF);
    add(RunServiceGrpc.getListRunsMethod().getFullMethodName(), STAFF);
    add(RunServiceGrpc.getWatchRunMethod().getFullMethodName(), STAFF);
    StatementServiceGrpc.getServiceDescriptor()
        .getMethods()
        .forEach(method -> add(method.getFullMethodName(), EVERYONE));
    VerifyServiceGrpc.getServiceDescriptor()
        .getMethods()
        .forEach(method -> add(method.getFullMethodName(), EVERYONE));
    // Whose account it is, the service checks.
    add(
        InclusionServiceGrpc.getGetInclusionMethod().getFullMethodName(),
        EnumSet.of(Role.OPERATOR, Role.ACCOUNT));
    add(InclusionServiceGrpc.getBatchGetInclusionsMethod().getFullMethodName(), OPERATOR);
    add("grpc.health.v1.Health/Check", EVERYONE);
    add("grpc.health.v1.Health/Watch", EVERYONE);
    add("grpc.health.v1.Health/List", EVERYONE);
    add("grpc.reflection.v1.ServerReflection/ServerReflectionInfo", EVERYONE);
  }

  private AccessRules() {}

  private static void add(String method, Set<Role> roles) {
    BY_METHOD.put(method, roles);
  }

  static boolean allows(Role role, String method) {
    return BY_METHOD.getOrDefault(method, Set.of()).contains(role);
  }
}
