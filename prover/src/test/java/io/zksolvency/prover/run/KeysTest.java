package io.zksolvency.prover.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.prover.ingest.InputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeysTest {
  @TempDir Path directory;

  @Test
  void aMasterKeyIsMadeOnceForItsOwnerOnly() throws Exception {
    Path file = directory.resolve("master.key");
    String made = MasterKey.loadOrCreate(file).fingerprint();
    assertThat(MasterKey.loadOrCreate(file).fingerprint()).isEqualTo(made);
    assertThat(Files.readString(file)).matches("[0-9a-f]{64}\n").doesNotContain(made);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(MasterKey.load(file).toString()).isEqualTo("MasterKey[redacted]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "00", "zz", "secret-secret-secret"})
  void otherContentsAreRefusedAndNotShown(String content) throws Exception {
    Path file = Files.writeString(directory.resolve("k"), content);
    assertThatThrownBy(() -> MasterKey.load(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("expected 64 lower-case hex digits")
        .hasMessageNotContaining("secret-secret");
    assertThatThrownBy(() -> IssuerKey.load(file))
        .isInstanceOf(InputException.class)
        .hasMessageContaining("is not an issuer key")
        .hasMessageNotContaining("secret-secret");
  }

  @Test
  void missingKeysAreErrorsWhereTheyWereNamed() {
    assertThatThrownBy(() -> MasterKey.load(directory.resolve("none")))
        .isInstanceOf(InputException.class);
    assertThatThrownBy(() -> IssuerKey.load(directory.resolve("none")))
        .isInstanceOf(InputException.class);
  }

  @Test
  void anIssuerKeyIsMadeOnceForItsOwnerOnly() throws Exception {
    Path file = directory.resolve("issuer.pem");
    byte[] made = IssuerKey.loadOrCreate(file).publicKey();
    assertThat(IssuerKey.loadOrCreate(file).publicKey()).isEqualTo(made);
    assertThat(Files.readString(file)).startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }
}
