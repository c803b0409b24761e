package io.zksolvency.nativelib.loader;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkHintsTest {
  private static final Platform PLATFORM = new Platform("linux", "x86_64");

  @TempDir Path directory;

  @Test
  void readsTheMountTable() throws IOException {
    Path table = directory.resolve("mounts");
    Files.writeString(
        table,
        """
        /dev/vda1 / ext4 rw,relatime 0 0
        tmpfs /tmp tmpfs rw,nosuid,nodev,noexec,size=1g 0 0
        tmpfs /tmp/exec tmpfs rw,nosuid 0 0
        tmpfs /with\\040space tmpfs rw,noexec 0 0
        tmpfs /twice tmpfs rw,noexec 0 0
        tmpfs /twice tmpfs rw 0 0
        """);
    assertThat(LinkHints.isNoexec(Path.of("/tmp/zksolvency-1/lib.so"), table)).isTrue();
    assertThat(LinkHints.isNoexec(Path.of("/tmp/exec/lib.so"), table)).isFalse();
    assertThat(LinkHints.isNoexec(Path.of("/tmpother/lib.so"), table)).isFalse();
    assertThat(LinkHints.isNoexec(Path.of("/with space/lib.so"), table)).isTrue();
    assertThat(LinkHints.isNoexec(Path.of("/twice/lib.so"), table)).isFalse();
    assertThat(LinkHints.isNoexec(Path.of("/tmp/lib.so"), directory.resolve("none"))).isFalse();
  }

  @Test
  void explainsAnOldCLibrary() {
    assertThat(explain("/lib/libc.so.6: version `GLIBC_2.38' not found")).contains("older");
  }

  @Test
  void explainsAMissingGlibc() {
    assertThat(explain("Error loading shared library ld-linux-x86-64.so.2")).contains("musl");
  }

  @Test
  void explainsAnotherProcessor() {
    assertThat(explain("wrong ELF class: ELFCLASS32")).contains("linux-x86_64");
  }

  @Test
  void readsTheProcessorFromTheLibrary() throws IOException {
    // Of ARM, little-endian: what glibc says of it on another processor is that it isn't there.
    byte[] header = {0x7f, 'E', 'L', 'F', 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, (byte) 183, 0};
    Path file = Files.write(directory.resolve("x.so"), header);
    UnsatisfiedLinkError refusal = new UnsatisfiedLinkError("No such file or directory");
    assertThat(LinkHints.explain(file, PLATFORM, refusal))
        .contains("another processor than linux-x86_64");
    assertThat(LinkHints.explain(file, new Platform("linux", "aarch64"), refusal))
        .doesNotContain("processor");
    header[18] = 62;
    Files.write(file, header);
    assertThat(LinkHints.explain(file, PLATFORM, refusal)).doesNotContain("processor");
  }

  @Test
  void explainsANoexecFileSystem() throws IOException {
    Path table = directory.resolve("mounts");
    Files.writeString(table, "tmpfs / tmpfs rw,noexec 0 0\n");
    String words =
        LinkHints.explain(
            Path.of("/tmp/x.so"),
            PLATFORM,
            new UnsatisfiedLinkError("failed to map segment from shared object"),
            table);
    assertThat(words)
        .contains("failed to map segment")
        .contains("noexec")
        .contains("java.io.tmpdir");
  }

  private static String explain(String words) {
    return LinkHints.explain(Path.of("/tmp/x.so"), PLATFORM, new UnsatisfiedLinkError(words));
  }
}
