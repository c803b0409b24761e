package io.zksolvency.fuzz;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Edits of a long input, written as a short one, in the format of ledger-fuzz's edits.rs. */
final class Edits {
  private static final int HEAD = 5;

  private Edits() {}

  /** Returns {@code original} with the edits that are left in the buffer made. */
  static byte[] apply(byte[] original, ByteBuffer edits) {
    byte[] edited = original.clone();
    while (edits.hasRemaining() && edited.length > 0) {
      byte[] head = take(edits, HEAD);
      int place = head[1] & 0xff | (head[2] & 0xff) << 8 | (head[3] & 0xff) << 16;
      int at = place % edited.length;
      int length = head[4] & 0xff;
      int end = Math.min(at + length, edited.length);
      switch ((head[0] & 0xff) % 6) {
        case 0 -> System.arraycopy(take(edits, end - at), 0, edited, at, end - at);
        case 1 -> edited = splice(edited, at, end, new byte[0]);
        case 2 -> edited = splice(edited, at, at, take(edits, length));
        case 3 -> edited[at] ^= head[4];
        case 4 -> increment(edited, at);
        default -> edited = Arrays.copyOf(edited, at);
      }
    }
    return edited;
  }

  /** The field element at a place, one more. */
  private static void increment(byte[] edited, int at) {
    for (int i = at; i < Math.min(at + Long.BYTES, edited.length); i++) {
      if (++edited[i] != 0) {
        return;
      }
    }
  }

  private static byte[] splice(byte[] bytes, int from, int to, byte[] with) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + with.length);
    out.write(bytes, 0, from);
    out.writeBytes(with);
    out.write(bytes, to, bytes.length - to);
    return out.toByteArray();
  }

  /** What the buffer lacks is zeros. */
  private static byte[] take(ByteBuffer edits, int length) {
    byte[] taken = new byte[length];
    edits.get(taken, 0, Math.min(length, edits.remaining()));
    return taken;
  }
}
