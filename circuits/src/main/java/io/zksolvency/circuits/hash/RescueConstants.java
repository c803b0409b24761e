package io.zksolvency.circuits.hash;

/**
 * Constants of Rescue-Prime {@code Rp64_256}, 12 lanes and 7 rounds.
 *
 * <p>Source: winter-crypto 0.13.1, {@code hash/rescue/rp64_256/mod.rs}; the round constants follow
 * algorithm 5 of ePrint 2020/1143.
 */
public final class RescueConstants {
  /** First row of the circulant MDS matrix: {@code MDS[r][c] = MDS_ROW[(c - r) mod 12]}. */
  static final long[] MDS_ROW = {7, 23, 8, 26, 13, 10, 9, 7, 6, 22, 21, 8};

  /** Added after the first half of round r: {@code ARK1[r][lane]}. */
  static final long[][] ARK1 = {
    {
      0xc12511fe3f05bc93L, 0xde138177d4bc8d50L, 0x41a41133ed513babL, 0x8b9b358bf1541407L,
      0x8811ac5b71f566fcL, 0xd96b7b8d6eb551edL, 0x8cde21b6e08fab9fL, 0xbd202d5ecae6b667L,
      0x203fbf544d885590L, 0x08898687fec7d215L, 0x7b1ae5ead4f885b7L, 0x9230e13f804371c8L,
    },
    {
      0xca3aae98583875b2L, 0x83150d8142c884afL, 0x5b1e6a10ac7929b6L, 0xafcc3ccaa7f1687fL,
      0x63d572fefbe31a88L, 0xa4cbce92b20eecbaL, 0xf881f994b450b291L, 0x112b95fd4afa6d29L,
      0x5ec89de8dd3749efL, 0x1db2d98ba5c8bf25L, 0x168af46ab08a5719L, 0x00b506fcc319607eL,
    },
    {
      0xe20ade8256ca1c4dL, 0xb8810f1ea71e24d8L, 0xb98de6597b3be5a0L, 0x087c9a49334ec939L,
      0xb28a72e84b1411cbL, 0xaa460370410f62ffL, 0x7239e665c1d9ad88L, 0xbae2f135b2d28670L,
      0x8d3bed3d779b93c0L, 0xcf7e41c71dd1769dL, 0x51a28102cd3daa49L, 0xfb897286aeea1585L,
    },
    {
      0x5455c1d8cadcd8eeL, 0x679ec163ff57abfaL, 0x4c758208aee29b8bL, 0xcbe61b2da5d15d78L,
      0xb4238d0882a9e9d2L, 0x12e3e889fb9ad102L, 0x549213cedf124231L, 0x46ed8115d4caf607L,
      0x770bd0fe0d1b6fc3L, 0x8139fa71ca3132bdL, 0xeb70a63394d0d235L, 0x4fc30f4895870690L,
    },
    {
      0xbde8166196a5e3fbL, 0x004515cfa1305ab9L, 0xe6a1b98244d828cdL, 0x03dc750779ccf882L,
      0x4559c961075d20a9L, 0x0adc681392eb1cb4L, 0xe3ecf19c59ac1becL, 0x8aa71b96ee8b348aL,
      0xe88d40a09de061a1L, 0x1d326a95f8091d30L, 0xde4dd832fda7951cL, 0x59ecf508d3302a87L,
    },
    {
      0xc1b3a7376a3106b9L, 0x86a7574489ce3257L, 0xfec250d2bb878c5bL, 0x2a0ac6f28e435edbL,
      0x191c01651878cbcdL, 0xace886adf99d7a1fL, 0xa6539c51d67cd482L, 0xb2972f697cc878bcL,
      0x6d3f9f15645dfbe1L, 0x946a0b1395613652L, 0x77f9313120e2e752L, 0x13bf3a438c89044cL,
    },
    {
      0xf4851a1e79c68508L, 0x55ad547627280b3dL, 0xd10384e6e3b7f0e8L, 0x3e808bc8f78ccbe7L,
      0xa0210b8e3f0d224dL, 0xb152a80e4e69a723L, 0xf79e69711d17daf1L, 0xba8a7f232dfa643cL,
      0x52952bc7e8c11c0dL, 0xec7bd7773de3d610L, 0x79f401667ece5515L, 0x67209c07b5e0be7aL,
    },
  };

  /** Added after the second half of round r: {@code ARK2[r][lane]}. */
  static final long[][] ARK2 = {
    {
      0x6edf8b19ad8f4219L, 0x77e5b3c5f75e2b50L, 0x5a0c009b62aeeb6fL, 0x4c9807de7add4629L,
      0x293f47e2cf706afdL, 0xcec6fdb2025b035bL, 0xc482cc108e143a06L, 0x52d8c53c7de7fc5dL,
      0x46ffdd098d718ec0L, 0xa832e5af91ebe0f3L, 0xf18919f8ef4993ecL, 0x25b8ddd3b26d63dcL,
    },
    {
      0x227dd59d41e99fb2L, 0xc74530a8275a53bdL, 0x2e2becac8cead640L, 0x534b13b8b181d3e4L,
      0xf1bd493c6fa7b59fL, 0xa3e81bc699c88f97L, 0xcd6d16d216b19d26L, 0x0a6f82a7f22b0e28L,
      0x8298a7a24ff71f41L, 0xe3ac374bcd19c3eaL, 0x5f4dd2f35796ab55L, 0xc20ab0db1a71babcL,
    },
    {
      0x90d768ff06f8103dL, 0xb7b51f7f855352fcL, 0x094667e81fda04d2L, 0x211b134ca7988c10L,
      0x35c5adaf58fb6321L, 0xb3c04a20241b5426L, 0x1b6172fc911f457fL, 0xc24b1af4e26dd6c3L,
      0x0d8cca8ec807ce1aL, 0x74abac228776a02eL, 0x04b39bc37587568eL, 0x3a6691c8d2be5047L,
    },
    {
      0x1fb3caa4759fffdeL, 0x3e750136d80c33f4L, 0x372de50a046f6155L, 0x2420c2dc9806e0d4L,
      0x4ff08d230920a71aL, 0x2868028bdeec6360L, 0xff928ee31564963aL, 0x62055f98cc1f063dL,
      0xe6bbd37ed57d19eeL, 0x0244d118cde94668L, 0xa0ed6c2de4f7a87aL, 0x294fdd943c5d8393L,
    },
    {
      0xd16ab61f9f64ebbeL, 0x3087152f1ab28cb7L, 0x77ff5ffff6bcb880L, 0x2223fda219980c75L,
      0x36be4d0b4d27fa42L, 0xcd23264df672da6bL, 0x27a8c3f8f817f0b7L, 0x76095b249d144d05L,
      0xf9e9cd996748f880L, 0x09fe94d3a1fcf663L, 0x61ae5219db0c05c5L, 0x7ad09d451ea370a6L,
    },
    {
      0xf1dbf30608a06426L, 0x101787451ee57777L, 0xf90f5b2570aba526L, 0x57f7eb204c8b5e82L,
      0xf5da3ceed7939f10L, 0x3a6929392f1f419eL, 0xabe5a7af3d2175e7L, 0x8aed911875e6973fL,
      0x4d3ec3843bf34b4dL, 0xadc07ef4a390ac3dL, 0x45020984b563a74fL, 0x4daccf713ac1aed5L,
    },
    {
      0xfe80bb2b782f2dc0L, 0x019904a6df3223a7L, 0x3d719a98c771ab0aL, 0x9723a2c00a5d0c24L,
      0x6274b39615f62b02L, 0x65f0b7f13623021bL, 0x5ed79cf0d1259560L, 0xc253fe01efc5109cL,
      0xdd338605d58541e7L, 0xb07cf56cd446c6bfL, 0x3953470b3f44fcbaL, 0x6af1c157ca0b3636L,
    },
  };

  private RescueConstants() {}

  /** Returns the entry of the MDS matrix in this row and column, both below 12. */
  public static long mds(int row, int column) {
    return MDS_ROW[Math.floorMod(column - row, MDS_ROW.length)];
  }

  /** Returns what is added to a lane in the first half of a round, before the seventh root. */
  public static long ark1(int round, int lane) {
    return ARK1[round][lane];
  }

  /** Returns what is added to a lane at the end of a round. */
  public static long ark2(int round, int lane) {
    return ARK2[round][lane];
  }
}
