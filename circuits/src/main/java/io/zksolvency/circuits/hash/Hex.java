package io.zksolvency.circuits.hash;

import java.util.HexFormat;

/** Lower-case hex of a known length. */
public final class Hex {
  private static final HexFormat LOWER = HexFormat.of();

  private Hex() {}

  /** Returns two lower-case digits for each byte. */
  public static String format(byte[] bytes) {
    return LOWER.formatHex(bytes);
  }

  /**
   * Returns the {@code length} bytes that the text encodes.
   *
   * @throws IllegalArgumentException unless the text is exactly 2 * length lower-case hex digits;
   *     the message does not hold the text
   */
  public static byte[] parse(String text, int length) {
    boolean lower = text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
    if (text.length() != 2 * length || !lower) {
      throw new IllegalArgumentException("expected " + 2 * length + " lower-case hex digits");
    }
    return LOWER.parseHex(text);
  }
}
