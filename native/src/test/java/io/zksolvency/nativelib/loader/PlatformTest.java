package io.zksolvency.nativelib.loader;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, linux-x86_64",
    "Linux, aarch64, linux-aarch64",
    "Mac OS X, x86_64, macos-x86_64",
    "Mac OS X, aarch64, macos-aarch64",
    "Windows 11, amd64, windows_11-x86_64",
  })
  void namesPlatformsAsTheClassifiersDo(String os, String arch, String id) {
    assertThat(Platform.of(os, arch).id()).isEqualTo(id);
  }
}
