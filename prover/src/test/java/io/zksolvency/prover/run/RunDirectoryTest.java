package io.zksolvency.prover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunDirectoryTest {
  @TempDir Path root;
  private RunDirectory directory;

  @BeforeEach
  void create() throws Exception {
    directory = new RunDirectory(root.resolve("run"));
    directory.create();
  }

  @Test
  void isLockedByOneRunAtATime() throws Exception {
    RunDirectory.Lock lock = directory.lock();
    assertThatThrownBy(directory::lock)
        .isInstanceOf(DirectoryBusyException.class)
        .hasMessageContaining("another run is working in");
    lock.close();
    directory.lock().close();
  }

  @Test
  void theLockOfAKilledProcessIsGone() throws Exception {
    Process holder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Holder.class.getName(),
                directory.root().toString())
            .start();
    assertThat(holder.getInputStream().read()).isEqualTo('L');
    assertThatThrownBy(directory::lock).isInstanceOf(DirectoryBusyException.class);
    holder.destroyForcibly();
    assertThat(holder.waitFor(10, TimeUnit.MINUTES)).isTrue();
    directory.lock().close();
  }

  /** Takes the lock, says so, and waits to be killed. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      RunDirectory.Lock lock = new RunDirectory(Path.of(arguments[0])).lock();
      try (lock) {
        System.out.print('L');
        System.out.flush();
        Thread.sleep(600_000);
      }
    }
  }

  @Test
  void leftoversOfAKilledRunAreDeletedAndNothingElse() throws Exception {
    Files.createDirectories(directory.publicBeingBuilt().resolve("proofs"));
    Files.writeString(directory.proofs().resolve(".batch-00000.proof.tmp-1"), "");
    Files.writeString(directory.proofs().resolve("batch-00000.proof"), "");
    Files.writeString(directory.masterKey(), "");
    directory.deleteLeftovers();
    assertThat(root.resolve("run")).isDirectoryContaining("glob:**/private");
    assertThat(root.resolve("run")).isDirectoryNotContaining("glob:**/.public-*");
    assertThat(directory.proofs()).isDirectoryContaining("glob:**/batch-00000.proof");
    assertThat(directory.proofs()).isDirectoryNotContaining("glob:**/.batch*");
    assertThat(directory.masterKey()).exists();
  }

  @Test
  void startingOverKeepsTheKeysOnly() throws Exception {
    Files.createDirectories(directory.publicDirectory());
    Files.writeString(directory.statement(), "");
    Files.writeString(directory.masterKey(), "key");
    Files.writeString(directory.issuerKey(), "key");
    Files.writeString(directory.identity(), "");
    Files.writeString(directory.plan(), "");
    Files.writeString(directory.batchRecord(0), "");
    Files.writeString(directory.tree(0), "");
    directory.startOver();
    assertThat(directory.publicDirectory()).doesNotExist();
    assertThat(directory.identity()).doesNotExist();
    assertThat(directory.plan()).doesNotExist();
    assertThat(directory.batchRecord(0)).doesNotExist();
    assertThat(directory.tree(0)).doesNotExist();
    assertThat(directory.masterKey()).hasContent("key");
    assertThat(directory.issuerKey()).hasContent("key");
  }
}
