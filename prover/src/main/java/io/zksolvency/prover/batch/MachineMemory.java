package io.zksolvency.prover.batch;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/** What this machine, or the container we run in, has to offer. */
public final class MachineMemory {
  private static final Path MEMINFO = Path.of("/proc/meminfo");
  private static final Path STATUS = Path.of("/proc/self/status");

  private MachineMemory() {}

  /** Returns the bytes that could be used now without swapping. */
  public static long available() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long limit = system.getTotalMemorySize();
    return Math.min(limit, kilobytes(MEMINFO, "MemAvailable:").orElse(system.getFreeMemorySize()));
  }

  /** Returns the most memory this process has held at once, where the system tells. */
  public static OptionalLong peak() {
    return kilobytes(STATUS, "VmHWM:");
  }

  private static OptionalLong kilobytes(Path file, String label) {
    try {
      List<String> lines = Files.readAllLines(file);
      return lines.stream()
          .filter(line -> line.startsWith(label))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) << 10)
          .findFirst();
    } catch (IOException e) {
      return OptionalLong.empty();
    }
  }
}
