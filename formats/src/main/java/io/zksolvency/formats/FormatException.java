package io.zksolvency.formats;

/** A file is not of the format it should be. The message holds no value of the file. */
public class FormatException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String pointer;

  /**
   * @param pointer JSON pointer to the place, such as {@code /batches/0/root}; empty for the whole
   * @param problem in words
   */
  public FormatException(String pointer, String problem) {
    super(pointer.isEmpty() ? problem : pointer + ": " + problem);
    this.pointer = pointer;
  }

  /** Returns the JSON pointer to the place; empty for the whole file. */
  public String pointer() {
    return pointer;
  }
}
