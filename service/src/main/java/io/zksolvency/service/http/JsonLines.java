package io.zksolvency.service.http;

import com.google.rpc.Code;
import com.linecorp.armeria.common.stream.HttpDecoder;
import com.linecorp.armeria.common.stream.StreamDecoderInput;
import com.linecorp.armeria.common.stream.StreamDecoderOutput;
import io.zksolvency.service.security.Rejections;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Cuts a body into its lines, none longer than a message may be; empty ones are left out. */
final class JsonLines implements HttpDecoder<String> {
  private final int longest;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream();

  JsonLines(int longest) {
    this.longest = longest;
  }

  @Override
  public void process(StreamDecoderInput in, StreamDecoderOutput<String> out) {
    byte[] bytes = new byte[in.readableBytes()];
    in.readBytes(bytes);
    int start = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '\n') {
        append(bytes, start, i);
        end(out);
        start = i + 1;
      }
    }
    append(bytes, start, bytes.length);
  }

  private void append(byte[] bytes, int from, int to) {
    if (line.size() + to - from > longest) {
      throw Rejections.error(
          Code.RESOURCE_EXHAUSTED, "a line is longer than limits.message", "MESSAGE_SIZE");
    }
    line.write(bytes, from, to - from);
  }

  private void end(StreamDecoderOutput<String> out) {
    String text = line.toString(StandardCharsets.UTF_8).strip();
    line.reset();
    if (!text.isEmpty()) {
      out.add(text);
    }
  }

  @Override
  public void processOnComplete(StreamDecoderInput in, StreamDecoderOutput<String> out) {
    end(out);
  }
}
