package io.zksolvency.prover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DurableFilesTest {
  @TempDir Path directory;

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes());
  }

  private static String mode(Path path) throws Exception {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void replacesAFileWholeAndLeavesNothingElse() throws Exception {
    Path file = directory.resolve("a");
    DurableFiles.writePrivate(file, bytes("one"));
    DurableFiles.writePrivate(file, bytes("two"));
    assertThat(file).hasContent("two");
    assertThat(mode(file)).isEqualTo("rw-------");
    DurableFiles.writePublic(file, bytes("three"));
    assertThat(mode(file)).isEqualTo("rw-r--r--");
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void createsOnlyWhereNothingIs() throws Exception {
    Path file = directory.resolve("key");
    DurableFiles.createPrivate(file, bytes("one"));
    assertThatThrownBy(() -> DurableFiles.createPrivate(file, bytes("two")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(file).hasContent("one");
  }

  @Test
  void makesPrivateDirectories() throws Exception {
    Path made = directory.resolve("x/y");
    DurableFiles.createPrivateDirectory(made);
    DurableFiles.createPrivateDirectory(made);
    assertThat(mode(made)).isEqualTo("rwx------");
  }

  @Test
  void saysWhatCannotBeMade() throws Exception {
    Path file = Files.writeString(directory.resolve("file"), "");
    assertThatThrownBy(() -> DurableFiles.createPublicDirectory(file.resolve("run")))
        .isInstanceOf(CannotCreateException.class);
    assertThatThrownBy(() -> DurableFiles.writePrivate(directory.resolve("no/file"), bytes("")))
        .isInstanceOf(CannotCreateException.class);
  }

  @Test
  void deletesTreesButDoesNotFollowLinks() throws Exception {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("kept"), "");
    Path tree = Files.createDirectories(directory.resolve("tree/deep"));
    Files.writeString(tree.resolve("file"), "");
    Files.createSymbolicLink(tree.resolve("link"), outside);
    DurableFiles.deleteTree(directory.resolve("tree"));
    DurableFiles.deleteTree(directory.resolve("tree"));
    assertThat(directory.resolve("tree")).doesNotExist();
    assertThat(outside.resolve("kept")).exists();
  }
}
