package io.zksolvency.circuits.hash;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Collects the bytes of one SHA-256 or signature input, as docs/spec/formats.md writes them.
 *
 * <p>May hold secrets (salts, account ids): its text form shows nothing. Not thread-safe.
 */
public final class HashInput {
  private static final int WORDS = 4;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Starts an input with its domain string, length-prefixed. */
  public HashInput(String domain) {
    text(domain);
  }

  /**
   * Appends the length of the text in UTF-8 bytes as u32, then those bytes.
   *
   * @throws IllegalArgumentException if the text has no UTF-8 form (a lone surrogate)
   */
  public HashInput text(String text) {
    byte[] encoded = utf8(text);
    u32(encoded.length);
    return raw(encoded);
  }

  /** Appends the bytes without a length. */
  public HashInput raw(byte[] data) {
    bytes.write(data, 0, data.length);
    return this;
  }

  /** Appends four bytes, little-endian; u32 and i32 alike. */
  public HashInput u32(int value) {
    return raw(little(Integer.BYTES).putInt(value).array());
  }

  /** Appends eight bytes, little-endian; u64 and i64 alike. */
  public HashInput u64(long value) {
    return raw(little(Long.BYTES).putLong(value).array());
  }

  /** Returns the bytes so far. */
  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  /** Returns the SHA-256 of the bytes so far. */
  public byte[] sha256() {
    return sha256(toBytes());
  }

  /** Returns the SHA-256 of some bytes. */
  public static byte[] sha256(byte[] data) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(data);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /**
   * Returns {@code words(hash)}: four little-endian words with the top bit cleared, hence canonical
   * field elements.
   *
   * @param hash 32 bytes
   */
  public static long[] words(byte[] hash) {
    if (hash.length != WORDS * Long.BYTES) {
      throw new IllegalArgumentException("a hash has 32 bytes");
    }
    ByteBuffer in = ByteBuffer.wrap(hash).order(ByteOrder.LITTLE_ENDIAN);
    long[] words = new long[WORDS];
    for (int i = 0; i < WORDS; i++) {
      words[i] = in.getLong() & Long.MAX_VALUE;
    }
    return words;
  }

  /**
   * Returns the UTF-8 bytes of a text.
   *
   * @throws IllegalArgumentException if there are none (a lone surrogate); the message does not
   *     hold the text
   */
  public static byte[] utf8(String text) {
    try {
      ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
      byte[] out = new byte[encoded.remaining()];
      encoded.get(out);
      return out;
    } catch (CharacterCodingException e) {
      throw new IllegalArgumentException("the text is not valid Unicode");
    }
  }

  private static ByteBuffer little(int length) {
    return ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public String toString() {
    return "HashInput[" + bytes.size() + " bytes]";
  }
}
