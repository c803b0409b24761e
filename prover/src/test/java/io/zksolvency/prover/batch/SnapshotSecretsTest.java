package io.zksolvency.prover.batch;

import static org.assertj.core.api.Assertions.assertThat;

import io.zksolvency.circuits.hash.Hex;
import org.junit.jupiter.api.Test;

/**
 * Against values computed from docs/spec/formats.md with another implementation (Python's hmac).
 */
class SnapshotSecretsTest {
  private final SnapshotSecrets secrets = new SnapshotSecrets(ascending(0), ascending(100));

  private static byte[] ascending(int from) {
    byte[] bytes = new byte[32];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (from + i);
    }
    return bytes;
  }

  @Test
  void derivesWhatTheSpecificationSays() {
    assertThat(Hex.format(secrets.salt("\u00e4lice")))
        .isEqualTo("e4dd712f2e6bbb0d9fce382c231e5d3b83a2154f090451d30b310107ec35fee3");
    assertThat(Hex.format(secrets.tag("\u00e4lice").toBytes()))
        .isEqualTo("8772782e7cc04a55fdf13d4bb7f6fb7a26cc1600645f2968d4d5819d4e746d36");
    assertThat(secrets.orderKeyHex())
        .isEqualTo("d19710e0f48174a3c9c0892904edd199d3a5d490aef0bc8a723c24210696e80e");
    assertThat(Hex.format(secrets.dummyTag(3, 70_000).toBytes()))
        .isEqualTo("28d3b2b6e2209f4ad32cc32db543f65adff01c5037f25d169439525de817cb19");
    assertThat(Hex.format(secrets.controlTag(2).toBytes()))
        .isEqualTo("a00b97cd2115367aac1b1b756153687bd8d1ad1ed73d701cb53fc9a126706c11");
    assertThat(Hex.format(secrets.generalLedgerControlTag().toBytes()))
        .isEqualTo("d7f92ce94e194e1ca50f38a0550a317d1bf8645263cd6511080d0736d592a513");
  }

  @Test
  void labelsTellAccountsApartAndNothingElse() {
    assertThat(secrets.labels().of("alice")).matches("account #[0-9a-f]{12}");
    assertThat(secrets.labels().of("alice")).isNotEqualTo(secrets.labels().of("bob"));
    assertThat(secrets.labels().of("alice"))
        .isEqualTo(new SnapshotSecrets(ascending(0), ascending(7)).labels().of("alice"))
        .isNotEqualTo(new SnapshotSecrets(ascending(1), ascending(100)).labels().of("alice"));
    assertThat(secrets.toString()).isEqualTo("SnapshotSecrets[redacted]");
  }
}
