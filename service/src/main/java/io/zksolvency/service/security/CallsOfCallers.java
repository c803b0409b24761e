package io.zksolvency.service.security;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Counts what each caller has in progress, up to a limit. Thread-safe. */
final class CallsOfCallers {
  private final int most;
  private final ConcurrentMap<String, Integer> inProgress = new ConcurrentHashMap<>();

  CallsOfCallers(int most) {
    this.most = most;
  }

  /** Begins a call, which {@link #end} must end; false if the caller has too many. */
  boolean begin(String caller) {
    boolean[] begun = {false};
    inProgress.compute(
        caller,
        (key, count) -> {
          int now = count == null ? 0 : count;
          begun[0] = now < most;
          return begun[0] ? Integer.valueOf(now + 1) : count;
        });
    return begun[0];
  }

  void end(String caller) {
    inProgress.compute(caller, (key, count) -> count == null || count == 1 ? null : count - 1);
  }
}
