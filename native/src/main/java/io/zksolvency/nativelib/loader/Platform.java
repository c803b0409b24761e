package io.zksolvency.nativelib.loader;

import java.util.Locale;

/**
 * An operating system and processor, named as in the classifiers of the jars.
 *
 * @param os {@code linux}, {@code macos}, or whatever else this JVM runs on
 * @param arch {@code x86_64}, {@code aarch64}, or whatever else this JVM runs on
 */
public record Platform(String os, String arch) {

  /** Returns the platform of this JVM. */
  public static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /** Returns the platform that a JVM with these two system properties runs on. */
  static Platform of(String osName, String osArch) {
    return new Platform(os(osName.toLowerCase(Locale.ROOT)), arch(osArch.toLowerCase(Locale.ROOT)));
  }

  /** Returns the classifier part, such as {@code linux-x86_64}. */
  public String id() {
    return os + "-" + arch;
  }

  private static String os(String name) {
    if (name.startsWith("mac") || name.startsWith("darwin")) {
      return "macos";
    }
    return name.replace(' ', '_');
  }

  private static String arch(String name) {
    return switch (name) {
      case "amd64", "x64" -> "x86_64";
      case "arm64" -> "aarch64";
      default -> name;
    };
  }
}
