package io.zksolvency.service.security;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Token buckets, one for each caller, for the callers seen last. Thread-safe; a few microseconds.
 */
public final class RateLimiter {
  private static final int MOST_CALLERS = 100_000;

  private final double perNano;
  private final double burst;
  private final LongSupplier nanoTime;
  private final Map<String, Bucket> buckets =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
          return size() > MOST_CALLERS;
        }
      };

  private static final class Bucket {
    private double tokens;
    private long filled;
  }

  /** Lets a caller do {@code perSecond} on average and {@code burst} at once. */
  public RateLimiter(double perSecond, double burst) {
    this(perSecond, burst, System::nanoTime);
  }

  RateLimiter(double perSecond, double burst, LongSupplier nanoTime) {
    this.perNano = perSecond / 1e9;
    this.burst = burst;
    this.nanoTime = nanoTime;
  }

  /** Returns 0 and counts the request, or the nanoseconds after which it could be admitted. */
  public synchronized long admit(String caller) {
    long now = nanoTime.getAsLong();
    Bucket bucket = buckets.get(caller);
    if (bucket == null) {
      bucket = new Bucket();
      bucket.tokens = burst;
      bucket.filled = now;
      buckets.put(caller, bucket);
    }
    bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.filled) * perNano);
    bucket.filled = now;
    if (bucket.tokens >= 1) {
      bucket.tokens -= 1;
      return 0;
    }
    return Math.max(1, (long) ((1 - bucket.tokens) / perNano));
  }
}
