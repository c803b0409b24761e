package io.zksolvency.nativelib.loader;

/**
 * A native library that belongs to these classes.
 *
 * @param name what the linker calls it, without prefix or suffix
 * @param classifierPrefix what precedes the platform in the classifier of the jar that carries it
 */
public record NativeLibrary(String name, String classifierPrefix) {

  /** Returns the file name on this platform, such as {@code libsolvency_prover.so}. */
  public String fileName() {
    return System.mapLibraryName(name);
  }

  /** Returns the classifier of the jar that carries it for a platform. */
  public String classifier(Platform platform) {
    return classifierPrefix + platform.id();
  }

  /** Returns the resource path of the library for a platform. */
  String resource(Platform platform) {
    return "native/" + platform.id() + "/" + fileName();
  }

  /** Returns the resource path of the library's SHA-256 for a platform. */
  String digestResource(Platform platform) {
    return resource(platform) + ".sha256";
  }
}
