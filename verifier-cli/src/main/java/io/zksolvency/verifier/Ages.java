package io.zksolvency.verifier;

import java.time.DateTimeException;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ages as people write them. */
final class Ages {
  private static final Pattern SHORT = Pattern.compile("([0-9]{1,6})([smhd])");

  private Ages() {}

  /**
   * Returns the age of {@code 90s}, {@code 45m}, {@code 36h}, {@code 31d} or an ISO 8601 duration.
   *
   * @throws IllegalArgumentException for anything else, and for negative ones
   */
  static Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text);
    if (matcher.matches()) {
      long count = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "s" -> Duration.ofSeconds(count);
        case "m" -> Duration.ofMinutes(count);
        case "h" -> Duration.ofHours(count);
        default -> Duration.ofDays(count);
      };
    }
    try {
      Duration age = Duration.parse(text);
      if (!age.isNegative() && age.compareTo(Duration.ofDays(1_000_000)) < 0) {
        return age;
      }
    } catch (DateTimeException e) {
      // Falls through.
    }
    throw new IllegalArgumentException("not an age");
  }
}
