package io.zksolvency.verifier;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** How old a snapshot may be; never in the future. */
final class AgePolicy {
  /** Clocks differ; a snapshot further ahead than this can not have been taken. */
  private static final Duration FUTURE = Duration.ofDays(1);

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--max-age",
      paramLabel = "AGE",
      description = "exit with 3 if the (newest) snapshot is older, such as 36h, 31d or P1DT12H")
  private String maxAge;

  /** Returns if the option makes sense; before any work is done. */
  void check() {
    age();
  }

  private Optional<Duration> age() {
    if (maxAge == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Ages.parse(maxAge));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--max-age: expected an age such as 36h, 31d or P1DT12H");
    }
  }

  /** Returns the outcome of a snapshot that is too old or in the future; empty if it is neither. */
  Optional<Outcome> violation(Instant snapshot, Instant now) {
    if (snapshot.isAfter(now.plus(FUTURE))) {
      return Optional.of(
          Outcome.policy("future", "all holds, but the snapshot is in the future: " + snapshot));
    }
    Optional<Duration> age = age();
    if (age.isPresent() && snapshot.isBefore(now.minus(age.get()))) {
      return Optional.of(
          Outcome.policy(
              "max-age", "all holds, but the snapshot is older than you allow: " + snapshot));
    }
    return Optional.empty();
  }
}
