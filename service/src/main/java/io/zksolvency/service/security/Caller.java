package io.zksolvency.service.security;

import io.grpc.Context;
import java.util.Optional;

/**
 * Who calls. The text form shows the role only.
 *
 * @param accountId of an account holder
 * @param limitKey what is counted for rate limits
 */
public record Caller(Role role, Optional<String> accountId, String limitKey) {
  /** The caller of the call that this thread serves. */
  public static final Context.Key<Caller> CURRENT = Context.key("caller");

  /** Returns the caller of the call that this thread serves. */
  public static Caller current() {
    return CURRENT.get();
  }

  @Override
  public String toString() {
    return "Caller[" + role + "]";
  }
}
