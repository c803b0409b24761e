package io.zksolvency.nativelib.loader;

import io.zksolvency.nativelib.NativeUnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Finds native libraries and has them linked by absolute path.
 *
 * <p>Looked for, in this order and nowhere else: the directory named by the system property {@value
 * #PATH_PROPERTY}, when it is set; else the resource {@code /native/<os>-<arch>/<file>} on the
 * class path, unpacked into a fresh directory that only this user can enter and compared with the
 * SHA-256 that was recorded when the jar was built. The digest stops mix-ups and damage; who can
 * change the jar can change both.
 */
public final class NativeLoader {
  /** Names the system property with the directory that holds the libraries. */
  public static final String PATH_PROPERTY = "zksolvency.native.path";

  /**
   * Links the library at an absolute path, by {@link System#load} or JNA, and returns the binding.
   */
  @FunctionalInterface
  public interface Linker<T> {
    T link(Path library);
  }

  private final Platform platform;
  private final ClassLoader resources;

  NativeLoader(Platform platform, ClassLoader resources) {
    this.platform = platform;
    this.resources = resources;
  }

  /**
   * Returns what {@code linker} makes of the library.
   *
   * @throws NativeUnavailableException if the library is missing, damaged, or refused by the linker
   */
  public static <T> T load(NativeLibrary library, Linker<T> linker) {
    return new NativeLoader(Platform.current(), NativeLoader.class.getClassLoader())
        .find(library, linker);
  }

  <T> T find(NativeLibrary library, Linker<T> linker) {
    String directory = System.getProperty(PATH_PROPERTY);
    if (directory != null) {
      return fromDirectory(library, Path.of(directory), linker);
    }
    return fromResources(library, linker);
  }

  private <T> T fromDirectory(NativeLibrary library, Path directory, Linker<T> linker) {
    Path file = directory.toAbsolutePath().normalize().resolve(library.fileName());
    if (!Files.isRegularFile(file)) {
      throw new NativeUnavailableException(
          "native library "
              + library.name()
              + " not found: tried "
              + file
              + ", because the system property "
              + PATH_PROPERTY
              + " is set");
    }
    return link(library, file, linker);
  }

  private <T> T fromResources(NativeLibrary library, Linker<T> linker) {
    try (UnpackedLibrary unpacked = UnpackedLibrary.of(resources, library, platform)) {
      return link(library, unpacked.file(), linker);
    } catch (IOException e) {
      throw new NativeUnavailableException(
          "native library "
              + library.name()
              + " could not be unpacked into a directory under "
              + UnpackedLibrary.parent()
              + " ("
              + e
              + "); choose another with -Djava.io.tmpdir, or unpack it yourself and set -D"
              + PATH_PROPERTY,
          e);
    }
  }

  private <T> T link(NativeLibrary library, Path file, Linker<T> linker) {
    try {
      return linker.link(file);
    } catch (LinkageError e) {
      throw new NativeUnavailableException(
          "native library " + file + " cannot be linked: " + LinkHints.explain(file, platform, e),
          e);
    }
  }
}
