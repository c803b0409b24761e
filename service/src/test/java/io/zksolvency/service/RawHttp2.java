package io.zksolvency.service;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Frames of HTTP/2 as no client library would send them. */
final class RawHttp2 implements Closeable {
  static final byte HEADERS = 1;
  static final byte RST_STREAM = 3;
  static final byte SETTINGS = 4;
  static final byte GOAWAY = 7;
  static final byte CONTINUATION = 9;
  static final byte END_HEADERS = 4;

  private static final int CANCEL = 8;
  private static final int SOCKET_MILLIS = 200;

  private final Socket socket;
  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
  private boolean ended;

  RawHttp2(int port) throws IOException {
    socket = new Socket("127.0.0.1", port);
    socket.setSoTimeout(SOCKET_MILLIS);
    socket
        .getOutputStream()
        .write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    send(SETTINGS, (byte) 0, 0, new byte[0]);
  }

  void send(byte type, byte flags, int stream, byte[] payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(9 + payload.length);
    frame.put((byte) (payload.length >> 16)).putShort((short) payload.length);
    frame.put(type).put(flags).putInt(stream).put(payload);
    OutputStream out = socket.getOutputStream();
    out.write(frame.array());
    out.flush();
  }

  /** Begins a call and gives it up at once. */
  void beginAndReset(int stream, byte[] headers) throws IOException {
    send(HEADERS, END_HEADERS, stream, headers);
    send(RST_STREAM, (byte) 0, stream, ByteBuffer.allocate(4).putInt(CANCEL).array());
  }

  /** Returns headers in HPACK, each spelt out: names and values in turn. */
  static byte[] headers(String... namesAndValues) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      out.write(0);
      for (String text : new String[] {namesAndValues[i], namesAndValues[i + 1]}) {
        out.write(text.length()); // below 127: one byte
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
      }
    }
    return out.toByteArray();
  }

  /** Reads what has come, and returns if the server has ended the connection. */
  boolean hasEnded() {
    byte[] buffer = new byte[1 << 16];
    try {
      for (int read; !ended && (read = socket.getInputStream().read(buffer)) > 0; ) {
        answers.write(buffer, 0, read);
        if (isGoaway()) {
          return true;
        }
      }
      return true;
    } catch (SocketTimeoutException e) {
      return isGoaway();
    } catch (IOException e) {
      ended = true;
      return true;
    }
  }

  /** Returns if a frame among those that came says that the server has had enough. */
  private boolean isGoaway() {
    ByteBuffer frames = ByteBuffer.wrap(answers.toByteArray());
    while (frames.remaining() >= 9) {
      int length =
          (Byte.toUnsignedInt(frames.get()) << 16) + Short.toUnsignedInt(frames.getShort());
      byte type = frames.get();
      if (type == GOAWAY) {
        return true;
      }
      if (frames.remaining() < 5 + length) {
        return false;
      }
      frames.position(frames.position() + 5 + length);
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
