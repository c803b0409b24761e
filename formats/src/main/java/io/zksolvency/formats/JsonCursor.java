package io.zksolvency.formats;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import io.zksolvency.circuits.hash.Hex;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads untrusted JSON strictly, value by value, without building a tree: no unknown, repeated or
 * missing members, no trailing text, no byte order mark, bounded depth and lengths.
 *
 * <p>Each method reads the current value and leaves the cursor on its end.
 */
final class JsonCursor {
  private static final int MAX_DEPTH = 8;
  private static final int MAX_STRING = 4096;
  private static final int MAX_NUMBER = 24;
  private static final int MAX_NAME = 64;

  private static final JsonFactory FACTORY =
      new JsonFactoryBuilder()
          .configure(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES, false)
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_STRING)
                  .maxNumberLength(MAX_NUMBER)
                  .maxNameLength(MAX_NAME)
                  .build())
          .build();

  private final JsonParser parser;

  /** Reads one member of an object, whose value is current. */
  interface Member {
    void read(String name) throws FormatException;
  }

  /** Reads one element of an array, which is current. */
  interface Element {
    void read() throws FormatException;
  }

  private JsonCursor(JsonParser parser) {
    this.parser = parser;
  }

  /** Returns a cursor on the first value of a UTF-8 text. */
  static JsonCursor open(byte[] utf8) throws FormatException {
    if (utf8.length >= 3 && utf8[0] == (byte) 0xef && utf8[1] == (byte) 0xbb) {
      throw new FormatException("", "the file begins with a byte order mark");
    }
    Reader reader =
        new InputStreamReader(
            new ByteArrayInputStream(utf8),
            StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT));
    try {
      JsonCursor cursor = new JsonCursor(FACTORY.createParser(reader));
      cursor.next();
      return cursor;
    } catch (IOException e) {
      throw new FormatException("", "the file can not be read as JSON");
    }
  }

  /** Reads an object that has each of these members exactly once, in any order, and no other. */
  void object(List<String> members, Member reader) throws FormatException {
    expect(JsonToken.START_OBJECT, "an object");
    Set<String> seen = new HashSet<>();
    while (next() == JsonToken.FIELD_NAME) {
      String name = name();
      if (!members.contains(name)) {
        throw problem("unknown member");
      }
      if (!seen.add(name)) {
        throw problem("repeated member");
      }
      next();
      reader.read(name);
    }
    for (String member : members) {
      if (!seen.contains(member)) {
        throw problem("member " + member + " is missing");
      }
    }
  }

  /** Reads an array of at most {@code most} elements. */
  void array(int most, Element reader) throws FormatException {
    expect(JsonToken.START_ARRAY, "an array");
    for (int count = 0; next() != JsonToken.END_ARRAY; count++) {
      if (count == most) {
        throw problem("more than " + most + " elements");
      }
      reader.read();
    }
  }

  /** Reads an array of exactly these elements, one by each reader. */
  void tuple(Element... readers) throws FormatException {
    expect(JsonToken.START_ARRAY, "an array");
    for (Element reader : readers) {
      if (next() == JsonToken.END_ARRAY) {
        throw problem("expected " + readers.length + " elements");
      }
      reader.read();
    }
    if (next() != JsonToken.END_ARRAY) {
      throw problem("expected " + readers.length + " elements");
    }
  }

  /** Reads a text of at most {@code most} characters. */
  String text(int most) throws FormatException {
    expect(JsonToken.VALUE_STRING, "a text");
    String text = raw();
    if (text.length() > most) {
      throw problem("the text is longer than " + most + " characters");
    }
    return text;
  }

  /** Reads the one text that is allowed here. */
  void literal(String expected) throws FormatException {
    if (!text(MAX_STRING).equals(expected)) {
      throw problem("expected " + expected);
    }
  }

  /** Reads an integer from {@code least} to {@code most}, written without fraction or exponent. */
  long integer(long least, long most) throws FormatException {
    expect(JsonToken.VALUE_NUMBER_INT, "an integer");
    try {
      long value = Long.parseLong(raw());
      if (value >= least && value <= most && raw().equals(Long.toString(value))) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Outside of the range of long, hence of the range here.
    }
    throw problem("expected an integer from " + least + " to " + most);
  }

  /** Reads an integer of an int's range. */
  int smallInteger(int least, int most) throws FormatException {
    return (int) integer(least, most);
  }

  /** Reads a text of 2 * length lower-case hex digits. */
  byte[] hex(int length) throws FormatException {
    String text = text(MAX_STRING);
    return make(() -> Hex.parse(text, length));
  }

  /** Returns what is made of values read here; its IllegalArgumentException names this place. */
  <T> T make(Supplier<T> maker) throws FormatException {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw problem(e.getMessage());
    }
  }

  /** Returns if nothing but white space is left. */
  void end() throws FormatException {
    if (next() != null) {
      throw new FormatException("", "text follows the end of the JSON value");
    }
  }

  /** Returns the exception of a problem at this place. */
  FormatException problem(String words) {
    return new FormatException(parser.getParsingContext().pathAsPointer().toString(), words);
  }

  private void expect(JsonToken token, String what) throws FormatException {
    if (parser.currentToken() != token) {
      throw problem("expected " + what);
    }
  }

  private JsonToken next() throws FormatException {
    try {
      return parser.nextToken();
    } catch (CharacterCodingException e) {
      throw problem("the file is not valid UTF-8");
    } catch (IOException e) {
      // Jackson's message may quote the file.
      throw problem(
          "not valid JSON, or beyond its limits, at line "
              + parser.currentLocation().getLineNr()
              + ", column "
              + parser.currentLocation().getColumnNr());
    }
  }

  private String name() throws FormatException {
    try {
      return parser.currentName();
    } catch (IOException e) {
      throw problem("not valid JSON");
    }
  }

  private String raw() throws FormatException {
    try {
      return parser.getText();
    } catch (IOException e) {
      throw problem("not valid JSON, or beyond its limits");
    }
  }
}
