package io.zksolvency.service.store;

import io.zksolvency.circuits.hash.Hex;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;

/** Hands bytes on, and fails at their end if they have another SHA-256 than they should. */
final class VerifiedStream extends FilterInputStream {
  private final MessageDigest digest = Sha256.digest();
  private final byte[] expected;
  private boolean verified;

  VerifiedStream(InputStream in, byte[] expected) {
    super(in);
    this.expected = expected.clone();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int read = verified ? -1 : in.read(buffer, offset, length);
    if (read > 0) {
      digest.update(buffer, offset, read);
    } else if (read < 0 && !verified) {
      verified = MessageDigest.isEqual(digest.digest(), expected);
      if (!verified) {
        throw new ContentDamagedException(
            "the kept file " + Hex.format(expected) + " is not what it was: restore it");
      }
    }
    return read;
  }

  @Override
  public long skip(long bytes) {
    return 0; // every byte counts
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
