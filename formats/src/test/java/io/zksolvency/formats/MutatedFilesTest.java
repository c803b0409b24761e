package io.zksolvency.formats;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.Test;

/** Files with bytes changed, cut out or doubled: read as what they say, or refused; no crash. */
class MutatedFilesTest {
  private static final int RUNS = 20_000;

  private static RandomGenerator random(String test) {
    long seed = Long.getLong("test.seed", System.nanoTime());
    System.out.println(test + ": -Dtest.seed=" + seed);
    return RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  private static byte[] mutate(byte[] file, RandomGenerator random) {
    int from = random.nextInt(file.length);
    int to = Math.min(file.length, from + 1 + random.nextInt(20));
    switch (random.nextInt(4)) {
      case 0 -> {
        byte[] changed = file.clone();
        changed[from] ^= (byte) (1 << random.nextInt(8));
        return changed;
      }
      case 1 -> {
        return Arrays.copyOf(file, from);
      }
      case 2 -> {
        return spliced(file, from, to, random.nextInt(file.length));
      }
      default -> {
        byte[] shorter = Arrays.copyOf(file, file.length - (to - from));
        System.arraycopy(file, to, shorter, from, file.length - to);
        return shorter;
      }
    }
  }

  /** Inserts bytes [from, to) once more at a place. */
  private static byte[] spliced(byte[] file, int from, int to, int place) {
    byte[] longer = Arrays.copyOf(file, file.length + to - from);
    System.arraycopy(file, place, longer, place + to - from, file.length - place);
    System.arraycopy(file, from, longer, place, to - from);
    return longer;
  }

  @Test
  void statements() {
    RandomGenerator random = random("mutated statements");
    SignedStatement signed = Samples.signed();
    byte[] file = StatementJson.write(signed);
    int refused = 0;
    for (int i = 0; i < RUNS; i++) {
      try {
        SignedStatement read = StatementJson.read(mutate(file, random));
        // Its digest stands in the file, so only white space, names of proof files and the
        // signature can have changed.
        assertThat(read.statement().digest()).isEqualTo(signed.statement().digest());
      } catch (FormatException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(RUNS / 2);
  }

  @Test
  void inclusions() {
    RandomGenerator random = random("mutated inclusions");
    byte[] file = InclusionJson.write(Samples.inclusion());
    int refused = 0;
    for (int i = 0; i < RUNS; i++) {
      byte[] mutated = mutate(file, random);
      try {
        byte[] again = InclusionJson.write(InclusionJson.read(mutated));
        assertThat(again.length).isLessThan(InclusionJson.MAX_BYTES);
      } catch (FormatException e) {
        refused++;
      }
    }
    assertThat(refused).isGreaterThan(RUNS / 4);
  }
}
