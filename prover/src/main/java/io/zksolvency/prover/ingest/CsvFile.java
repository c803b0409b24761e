package io.zksolvency.prover.ingest;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ObjLongConsumer;

/**
 * The shape of a CSV file, checked line by line before any other reader sees it: UTF-8 with or
 * without a byte order mark, LF or CRLF, commas, double quotes, as many fields on every line as in
 * the header, one record a line. Record r (from 1) is on physical line r + 1.
 *
 * @param header names of the fields on line 1
 * @param records lines after the header
 */
public record CsvFile(Path file, List<String> header, long records) {
  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MAX_LINE_CHARS = 1 << 20;

  /**
   * Scans the whole file in constant memory.
   *
   * @throws InputException naming the line of the first fault
   */
  public static CsvFile scan(Path file) throws IOException, InputException {
    return scan(file, null);
  }

  /**
   * Scans the whole file and hands over the fields and line number of each record, without the
   * header: for small files.
   */
  static CsvFile scan(Path file, ObjLongConsumer<List<String>> records)
      throws IOException, InputException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + " is not a regular file");
    }
    Scanner scanner = new Scanner(file, records);
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer bytes = ByteBuffer.allocate(BUFFER_BYTES);
    CharBuffer chars = CharBuffer.allocate(BUFFER_BYTES);
    try (InputStream in = Files.newInputStream(file)) {
      for (boolean end = false; !end; ) {
        int read = in.read(bytes.array(), bytes.position(), bytes.remaining());
        end = read < 0;
        bytes.position(bytes.position() + Math.max(0, read)).flip();
        CoderResult result = decoder.decode(bytes, chars, end);
        chars.flip();
        while (chars.hasRemaining()) {
          scanner.accept(chars.get());
        }
        if (result.isError()) {
          throw scanner.fault("is not valid UTF-8");
        }
        bytes.compact();
        chars.clear();
      }
    }
    scanner.end();
    return new CsvFile(file, List.copyOf(scanner.header), scanner.line - 2);
  }

  /**
   * Returns if there is a record.
   *
   * @throws InputException if there is a header only
   */
  void requireRecords() throws InputException {
    if (records == 0) {
      throw new InputException(file.getFileName() + " has a header but no rows");
    }
  }

  private enum State {
    FIELD_START,
    PLAIN,
    QUOTED,
    QUOTE_IN_QUOTED,
    CARRIAGE_RETURN
  }

  private enum LineEnd {
    LF,
    CRLF
  }

  private static final class Scanner {
    private final Path file;
    private final ObjLongConsumer<List<String>> consumer;
    private final StringBuilder field = new StringBuilder();
    private final List<String> fields = new ArrayList<>();
    private List<String> header = List.of();
    private State state = State.FIELD_START;
    private LineEnd lineEnd;

    /** Number of the line being read. */
    private long line = 1;

    private int fieldsOnLine = 1;
    private int charsOnLine;
    private boolean blank;
    private boolean start = true;

    Scanner(Path file, ObjLongConsumer<List<String>> consumer) {
      this.file = file;
      this.consumer = consumer;
    }

    void accept(char c) throws InputException {
      if (start) {
        start = false;
        if (c == '\uFEFF') {
          return;
        }
      }
      if (state == State.CARRIAGE_RETURN) {
        if (c != '\n') {
          throw fault("has a carriage return that is not followed by a line feed");
        }
        endLine(LineEnd.CRLF);
        return;
      }
      if (state == State.QUOTED) {
        acceptQuoted(c);
        return;
      }
      switch (c) {
        case '\n' -> endLine(LineEnd.LF);
        case '\r' -> {
          state = State.CARRIAGE_RETURN;
        }
        case ',' -> {
          count();
          endField();
          fieldsOnLine++;
        }
        case '"' -> acceptQuote();
        default -> {
          if (state == State.QUOTE_IN_QUOTED) {
            throw fault("has text after a closing quotation mark");
          }
          state = State.PLAIN;
          keep(c);
        }
      }
    }

    private void acceptQuote() throws InputException {
      switch (state) {
        case FIELD_START -> {
          count();
          state = State.QUOTED;
        }
        case QUOTE_IN_QUOTED -> {
          keep('"');
          state = State.QUOTED;
        }
        default ->
            throw fault(
                "has a quotation mark inside a field that doesn't start with one; quote the whole"
                    + " field and double the mark");
      }
    }

    private void acceptQuoted(char c) throws InputException {
      if (c == '"') {
        count();
        state = State.QUOTE_IN_QUOTED;
      } else if (c == '\n' || c == '\r') {
        throw fault("ends inside quotation marks; no field may span lines");
      } else {
        keep(c);
      }
    }

    private void keep(char c) throws InputException {
      count();
      if (line == 1 || consumer != null) {
        field.append(c);
      }
    }

    private void count() throws InputException {
      if (blank) {
        throw fault("is empty");
      }
      if (++charsOnLine > MAX_LINE_CHARS) {
        throw fault("is longer than " + MAX_LINE_CHARS + " characters");
      }
    }

    private void endField() {
      if (line == 1 || consumer != null) {
        fields.add(field.toString());
        field.setLength(0);
      }
      state = State.FIELD_START;
    }

    private void endLine(LineEnd end) throws InputException {
      if (lineEnd != null && lineEnd != end) {
        throw fault("ends otherwise than the lines before it (LF and CRLF are mixed)");
      }
      lineEnd = end;
      if (charsOnLine == 0 && line > 1) {
        // Accepted only at the end of the file: whatever follows fails in count().
        blank = true;
        state = State.FIELD_START;
        return;
      }
      endRecord();
    }

    private void endRecord() throws InputException {
      endField();
      if (line == 1) {
        header = List.copyOf(fields);
      } else {
        if (fieldsOnLine != header.size()) {
          throw fault(
              "has %d fields, but the header has %d (amounts take a point, no thousands separators)"
                  .formatted(fieldsOnLine, header.size()));
        }
        if (consumer != null) {
          consumer.accept(List.copyOf(fields), line);
        }
      }
      fields.clear();
      fieldsOnLine = 1;
      charsOnLine = 0;
      line++;
    }

    void end() throws InputException {
      if (line == 1 && charsOnLine == 0) {
        throw new InputException(file.getFileName() + " is empty: expected a header and rows");
      }
      switch (state) {
        case QUOTED -> throw fault("ends inside quotation marks");
        case CARRIAGE_RETURN ->
            throw fault("has a carriage return that is not followed by a line feed");
        default -> {
          if (charsOnLine > 0) {
            endRecord();
          }
        }
      }
    }

    InputException fault(String problem) {
      return new InputException("%s line %d %s".formatted(file.getFileName(), line, problem));
    }
  }
}
