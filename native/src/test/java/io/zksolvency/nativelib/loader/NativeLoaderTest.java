package io.zksolvency.nativelib.loader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.nativelib.NativeUnavailableException;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NativeLoaderTest {
  private static final NativeLibrary LIBRARY = new NativeLibrary("example", "verifier-");
  private static final Platform PLATFORM = new Platform("linux", "x86_64");
  private static final byte[] BYTES = {1, 2, 3, 4};

  @TempDir Path classPath;
  @TempDir Path directory;
  private String pathProperty;

  @BeforeEach
  void noDirectorySet() {
    pathProperty = System.clearProperty(NativeLoader.PATH_PROPERTY);
  }

  @AfterEach
  void restore() {
    if (pathProperty == null) {
      System.clearProperty(NativeLoader.PATH_PROPERTY);
    } else {
      System.setProperty(NativeLoader.PATH_PROPERTY, pathProperty);
    }
  }

  @Test
  void unpacksIntoAPrivateDirectoryAndDeletesItAfterLinking() throws Exception {
    resource(BYTES, sha256(BYTES));
    AtomicReference<Path> seen = new AtomicReference<>();
    byte[] linked =
        load(
            file -> {
              seen.set(file);
              assertThat(file).isAbsolute().hasFileName(LIBRARY.fileName());
              assertThat(permissions(file.getParent())).isEqualTo("rwx------");
              return read(file);
            });
    assertThat(linked).isEqualTo(BYTES);
    assertThat(seen.get().getParent()).doesNotExist();
  }

  @Test
  void refusesADamagedLibraryAndLeavesNothing() throws Exception {
    resource(BYTES, sha256(new byte[] {1, 2, 3, 5}));
    long before = unpackedDirectories();
    assertThatThrownBy(() -> load(NativeLoaderTest::neverLinked))
        .isInstanceOf(NativeUnavailableException.class)
        .hasMessageContaining("not the one that was built")
        .hasMessageContaining(sha256(BYTES));
    assertThat(unpackedDirectories()).isEqualTo(before);
  }

  @Test
  void refusesALibraryWithoutARecordedDigest() throws Exception {
    resource(BYTES, null);
    assertThatThrownBy(() -> load(NativeLoaderTest::neverLinked))
        .isInstanceOf(NativeUnavailableException.class)
        .hasMessageContaining(".sha256");
  }

  @Test
  void namesTheResourceAndTheJarThatIsMissing() {
    assertThatThrownBy(() -> load(NativeLoaderTest::neverLinked))
        .isInstanceOf(NativeUnavailableException.class)
        .hasMessageContaining("native/linux-x86_64/" + LIBRARY.fileName())
        .hasMessageContaining("verifier-linux-x86_64")
        .hasMessageContaining(NativeLoader.PATH_PROPERTY);
  }

  @ParameterizedTest
  @CsvSource({"Linux, aarch64, linux-aarch64", "Linux, riscv64, linux-riscv64"})
  void takesNoOtherPlatformsLibrary(String os, String arch, String id) throws Exception {
    Platform platform = Platform.of(os, arch);
    resource(PLATFORM, BYTES, sha256(BYTES));
    assertThatThrownBy(() -> load(platform, NativeLoaderTest::neverLinked))
        .isInstanceOf(NativeUnavailableException.class)
        .hasMessageContaining("native/" + id + "/" + LIBRARY.fileName())
        .hasMessageContaining("classifier verifier-" + id);
    byte[] own = {5, 6};
    resource(platform, own, sha256(own));
    assertThat(load(platform, NativeLoaderTest::read)).isEqualTo(own);
  }

  @Test
  void aSetDirectoryComesFirst() throws Exception {
    resource(BYTES, sha256(BYTES));
    Path file = Files.write(directory.resolve(LIBRARY.fileName()), new byte[] {9});
    System.setProperty(NativeLoader.PATH_PROPERTY, directory.toString());
    assertThat(load(NativeLoaderTest::read)).containsExactly(9);
    assertThat(file).exists();
  }

  @Test
  void aSetDirectoryIsNeverFallenBackFrom() throws Exception {
    resource(BYTES, sha256(BYTES));
    System.setProperty(NativeLoader.PATH_PROPERTY, directory.toString());
    assertThatThrownBy(() -> load(NativeLoaderTest::neverLinked))
        .isInstanceOf(NativeUnavailableException.class)
        .hasMessageContaining(directory.resolve(LIBRARY.fileName()).toString());
  }

  @Test
  void saysWhyTheLinkerRefuses() throws Exception {
    resource(BYTES, sha256(BYTES));
    assertThatThrownBy(
            () ->
                load(
                    file -> {
                      System.load(file.toString());
                      return BYTES;
                    }))
        .isInstanceOf(NativeUnavailableException.class)
        .hasMessageContaining("cannot be linked")
        .hasCauseInstanceOf(UnsatisfiedLinkError.class);
  }

  private byte[] load(NativeLoader.Linker<byte[]> linker) throws IOException {
    return load(PLATFORM, linker);
  }

  private byte[] load(Platform platform, NativeLoader.Linker<byte[]> linker) throws IOException {
    URL[] urls = {classPath.toUri().toURL()};
    try (URLClassLoader resources = new URLClassLoader(urls, null)) {
      return new NativeLoader(platform, resources).find(LIBRARY, linker);
    }
  }

  private void resource(byte[] bytes, String digest) throws IOException {
    resource(PLATFORM, bytes, digest);
  }

  private void resource(Platform platform, byte[] bytes, String digest) throws IOException {
    Path folder = Files.createDirectories(classPath.resolve("native/" + platform.id()));
    Files.write(folder.resolve(LIBRARY.fileName()), bytes);
    if (digest != null) {
      Files.writeString(folder.resolve(LIBRARY.fileName() + ".sha256"), digest + "\n");
    }
  }

  private static long unpackedDirectories() throws IOException {
    try (var files = Files.list(UnpackedLibrary.parent())) {
      return files.filter(file -> Files.exists(file.resolve(LIBRARY.fileName()))).count();
    }
  }

  private static byte[] neverLinked(Path file) {
    throw new AssertionError("linked " + file);
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String permissions(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
