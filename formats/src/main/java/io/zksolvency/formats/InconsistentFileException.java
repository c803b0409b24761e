package io.zksolvency.formats;

/**
 * A well-formed file repeats a value, its digest or a total, as it does not follow from the rest.
 */
public final class InconsistentFileException extends FormatException {
  private static final long serialVersionUID = 1L;

  /** See {@link FormatException#FormatException}. */
  public InconsistentFileException(String pointer, String problem) {
    super(pointer, problem);
  }
}
