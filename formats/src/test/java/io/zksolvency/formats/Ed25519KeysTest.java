package io.zksolvency.formats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.zksolvency.circuits.hash.Hex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ed25519KeysTest {
  private static final byte[] DIGEST = Samples.hash("statement");

  // RFC 8410, section 10.3.
  private static final String RFC_8410_PRIVATE =
      """
      -----BEGIN PRIVATE KEY-----
      MC4CAQAwBQYDK2VwBCIEINTuctv5E1hK1bbY8fdp+K06/nwoy/HU++CXqI9EdVhC
      -----END PRIVATE KEY-----
      """;
  private static final String RFC_8410_PUBLIC =
      "19bf44096984cdfe8541bac167dc3b96c85086aa30b6b6cb0c5c38ad703166e1";

  @TempDir Path folder;

  @Test
  void readsTheKeyOfTheRfc() throws FormatException {
    Ed25519Keys keys = Ed25519Keys.fromPem(RFC_8410_PRIVATE);
    assertThat(Hex.format(keys.publicKey())).isEqualTo(RFC_8410_PUBLIC);
  }

  @Test
  void signaturesAreTheJdksToo() throws Exception {
    Ed25519Keys keys = Ed25519Keys.create();
    String body = keys.publicPem().replaceAll("-----[A-Z ]+-----|\\s", "");
    PublicKey key =
        KeyFactory.getInstance("Ed25519")
            .generatePublic(new X509EncodedKeySpec(Base64.getDecoder().decode(body)));
    Signature verifier = Signature.getInstance("Ed25519");
    verifier.initVerify(key);
    verifier.update(HexFormat.of().parseHex("17000000"));
    verifier.update("zksolvency/signature/v1".getBytes(StandardCharsets.US_ASCII));
    verifier.update(DIGEST);
    assertThat(verifier.verify(keys.sign(DIGEST))).isTrue();
  }

  @Test
  void refusesEveryOtherSignature() throws InvalidSignatureException {
    Ed25519Keys keys = Ed25519Keys.create();
    byte[] signature = keys.sign(DIGEST);
    Ed25519Keys.verify(keys.publicKey(), DIGEST, signature);
    for (int i = 0; i < 64; i++) {
      byte[] changed = signature.clone();
      changed[i] ^= 1;
      assertThatThrownBy(() -> Ed25519Keys.verify(keys.publicKey(), DIGEST, changed))
          .isInstanceOf(InvalidSignatureException.class);
    }
    assertThatThrownBy(() -> Ed25519Keys.verify(keys.publicKey(), Samples.hash("other"), signature))
        .isInstanceOf(InvalidSignatureException.class);
    assertThatThrownBy(
            () -> Ed25519Keys.verify(Ed25519Keys.create().publicKey(), DIGEST, signature))
        .isInstanceOf(InvalidSignatureException.class);
    for (String key : new String[] {"00".repeat(32), "01" + "00".repeat(31), "ff".repeat(32)}) {
      assertThatThrownBy(() -> Ed25519Keys.verify(Hex.parse(key, 32), DIGEST, new byte[64]))
          .isInstanceOf(InvalidSignatureException.class);
    }
  }

  @Test
  void savesForItsOwnerOnlyAndOnce() throws IOException, FormatException {
    Ed25519Keys keys = Ed25519Keys.create();
    Path file = folder.resolve("issuer.pem");
    keys.save(file);
    assertThat(Ed25519Keys.load(file).publicKey()).isEqualTo(keys.publicKey());
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThatThrownBy(() -> keys.save(file)).isInstanceOf(FileAlreadyExistsException.class);
    assertThat(keys.toString()).isEqualTo("Ed25519Keys[redacted]");
  }

  @Test
  void refusesOtherPem() throws IOException, FormatException {
    Ed25519Keys keys = Ed25519Keys.create();
    Path file = folder.resolve("public.pem");
    Files.writeString(file, keys.publicPem());
    assertThat(Ed25519Keys.loadPublic(file)).isEqualTo(keys.publicKey());
    assertThatThrownBy(() -> Ed25519Keys.load(file)).isInstanceOf(FormatException.class);
    String pem = keys.privatePem();
    for (String bad : new String[] {"", "x", pem + pem, keys.publicPem(), pem.substring(40)}) {
      assertThatThrownBy(() -> Ed25519Keys.fromPem(bad))
          .isInstanceOf(FormatException.class)
          .hasNoCause();
    }
    Files.writeString(file, pem);
    assertThatThrownBy(() -> Ed25519Keys.loadPublic(file)).isInstanceOf(FormatException.class);
  }
}
