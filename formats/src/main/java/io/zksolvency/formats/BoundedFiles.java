package io.zksolvency.formats;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Reads files that may be anything, up to a limit. */
public final class BoundedFiles {
  private BoundedFiles() {}

  /**
   * Returns the bytes of a file that the user named; links are followed.
   *
   * @throws IOException if it cannot be read
   * @throws FormatException if it is no regular file, or longer than {@code most} bytes
   */
  public static byte[] read(Path file, int most) throws IOException, FormatException {
    return readRegular(file, most);
  }

  /**
   * Returns the bytes of a file inside a published directory; a link is refused.
   *
   * @throws IOException if it cannot be read
   * @throws FormatException if it is no regular file, or longer than {@code most} bytes
   */
  public static byte[] readWithoutLinks(Path file, int most) throws IOException, FormatException {
    return readRegular(file, most, LinkOption.NOFOLLOW_LINKS);
  }

  private static byte[] readRegular(Path file, int most, LinkOption... links)
      throws IOException, FormatException {
    if (Files.exists(file, links) && !Files.isRegularFile(file, links)) {
      throw new FormatException("", "not a regular file");
    }
    if (Files.size(file) > most) {
      throw tooLong(most);
    }
    // The file may have grown since: never read more than the limit and one byte.
    try (InputStream in = Files.newInputStream(file, links)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw tooLong(most);
      }
      return bytes;
    }
  }

  private static FormatException tooLong(int most) {
    return new FormatException("", "longer than the limit of " + most + " bytes");
  }
}
