package io.zksolvency.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BoundedFilesTest {
  @TempDir Path folder;

  @Test
  void readsUpToTheLimit() throws IOException, FormatException {
    Path file = folder.resolve("file");
    Files.write(file, new byte[10]);
    assertThat(BoundedFiles.read(file, 10)).hasSize(10);
    assertThat(BoundedFiles.readWithoutLinks(file, 10)).hasSize(10);
    assertThatThrownBy(() -> BoundedFiles.read(file, 9)).hasMessageContaining("limit of 9");
  }

  @Test
  void refusesDirectoriesAndLinks() throws IOException, FormatException {
    Path file = folder.resolve("file");
    Files.write(file, new byte[10]);
    Path link = Files.createSymbolicLink(folder.resolve("link"), file);
    assertThat(BoundedFiles.read(link, 10)).hasSize(10);
    assertThatThrownBy(() -> BoundedFiles.readWithoutLinks(link, 10))
        .isInstanceOf(FormatException.class)
        .hasMessageContaining("regular");
    assertThatThrownBy(() -> BoundedFiles.read(folder, 10)).hasMessageContaining("regular");
    assertThatThrownBy(() -> BoundedFiles.read(folder.resolve("none"), 10))
        .isInstanceOf(NoSuchFileException.class);
  }
}
