package io.zksolvency.nativelib.loader;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Says in plain words why a linker may have refused a library. */
final class LinkHints {
  /**
   * A mounted file system.
   *
   * @param point where it is mounted
   * @param options its options, separated by commas
   */
  private record Mount(Path point, String options) {
    boolean forbidsExecution() {
      return ("," + options + ",").contains(",noexec,");
    }
  }

  private static final Path MOUNTS = Path.of("/proc/self/mounts");
  private static final byte[] ELF = {0x7f, 'E', 'L', 'F'};

  /** What an ELF file's header calls the processors, in the two bytes from the eighteenth on. */
  private static final Map<String, Integer> ELF_MACHINES = Map.of("x86_64", 62, "aarch64", 183);

  private LinkHints() {}

  /** Returns the linker's own words and what is likely behind them. */
  static String explain(Path file, Platform platform, LinkageError refusal) {
    return explain(file, platform, refusal, MOUNTS);
  }

  static String explain(Path file, Platform platform, LinkageError refusal, Path mountTable) {
    String words = String.valueOf(refusal.getMessage());
    return words + hint(file, platform, words, mountTable);
  }

  private static String hint(Path file, Platform platform, String words, Path mountTable) {
    // Asked of the file: glibc says of one for another processor that there is none.
    if (isForeign(file, platform)
        || words.contains("wrong ELF class")
        || words.contains("incompatible architecture")) {
      return "; it was built for another processor than " + platform.id();
    }
    if (words.contains("GLIBC_")) {
      return "; this system's C library (glibc) is older than the one the library was built"
          + " against: build it here from source";
    }
    if (words.contains("libc.musl") || words.contains("ld-linux")) {
      return "; this system has no glibc (musl?): build the library here from source";
    }
    Optional<Mount> mount = mountOf(file, mountTable);
    if (mount.isPresent() && mount.get().forbidsExecution()) {
      return "; "
          + mount.get().point()
          + " is mounted noexec: choose another directory with -Djava.io.tmpdir or -D"
          + NativeLoader.PATH_PROPERTY;
    }
    return "";
  }

  /** Returns true if the file is an ELF library for another processor than the platform's. */
  private static boolean isForeign(Path file, Platform platform) {
    Integer wanted = ELF_MACHINES.get(platform.arch());
    if (wanted == null) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] head = in.readNBytes(20);
      return head.length == 20
          && Arrays.equals(head, 0, ELF.length, ELF, 0, ELF.length)
          && (head[18] & 0xff | (head[19] & 0xff) << 8) != wanted;
    } catch (IOException e) {
      return false; // Missing or unreadable: the linker's words say so.
    }
  }

  /**
   * Returns true if the mount table says that nothing on the file system of {@code file} may be
   * executed.
   */
  static boolean isNoexec(Path file, Path mountTable) {
    return mountOf(file, mountTable).map(Mount::forbidsExecution).orElse(false);
  }

  private static Optional<Mount> mountOf(Path file, Path mountTable) {
    Path place = file.toAbsolutePath().normalize();
    try (Stream<String> lines = Files.lines(mountTable)) {
      return lines
          .map(line -> line.split(" "))
          .filter(fields -> fields.length >= 4)
          .map(fields -> new Mount(Path.of(fields[1].replace("\\040", " ")), fields[3]))
          .filter(mount -> place.startsWith(mount.point()))
          // The longest matching point; of several mounts on one point the last one covers the
          // others.
          .reduce(
              (first, second) ->
                  Comparator.comparingInt((Mount m) -> m.point().getNameCount())
                              .compare(first, second)
                          > 0
                      ? first
                      : second);
    } catch (IOException | RuntimeException e) {
      return Optional.empty(); // No such table on this system: no hint.
    }
  }
}
