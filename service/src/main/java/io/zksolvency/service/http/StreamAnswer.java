package io.zksolvency.service.http;

import com.google.protobuf.Message;
import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.ResponseHeaders;
import io.zksolvency.proto.v1.ProofChunk;
import java.util.Map;

/** How the messages of one method become the body of an answer. */
interface StreamAnswer {
  /** Returns what comes before the first message; parameters are those of the path. */
  ResponseHeaders headers(Map<String, String> parameters);

  /** Returns a message's part of the body. */
  HttpData part(Message message);

  /** Returns if an error that comes late can be told in the body; otherwise that is cut off. */
  boolean tellsErrors();

  /** One message: its JSON is the body. */
  StreamAnswer JSON =
      new StreamAnswer() {
        @Override
        public ResponseHeaders headers(Map<String, String> parameters) {
          return ResponseHeaders.of(
              HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, MediaType.JSON_UTF_8);
        }

        @Override
        public HttpData part(Message message) {
          return HttpData.ofUtf8(JsonCodec.write(message) + "\n");
        }

        @Override
        public boolean tellsErrors() {
          return false;
        }
      };

  /**
   * Each message on a line {@code {"result": …}}; an error after the first as {@code {"error"}}.
   */
  StreamAnswer LINES =
      new StreamAnswer() {
        private final MediaType type = MediaType.create("application", "x-ndjson");

        @Override
        public ResponseHeaders headers(Map<String, String> parameters) {
          return ResponseHeaders.of(HttpStatus.OK, HttpHeaderNames.CONTENT_TYPE, type);
        }

        @Override
        public HttpData part(Message message) {
          String name = message instanceof com.google.rpc.Status ? "error" : "result";
          return HttpData.ofUtf8("{\"" + name + "\":" + JsonCodec.write(message) + "}\n");
        }

        @Override
        public boolean tellsErrors() {
          return true;
        }
      };

  /** A published file: its bytes, to be saved under its name. */
  StreamAnswer FILE =
      new StreamAnswer() {
        @Override
        public ResponseHeaders headers(Map<String, String> parameters) {
          String name = parameters.getOrDefault("name", "file");
          String last = name.substring(name.lastIndexOf('/') + 1);
          return ResponseHeaders.of(
              HttpStatus.OK,
              HttpHeaderNames.CONTENT_TYPE,
              last.endsWith(".json") ? MediaType.JSON_UTF_8 : MediaType.OCTET_STREAM,
              HttpHeaderNames.CONTENT_DISPOSITION,
              "attachment; filename=\"" + last.replaceAll("[^A-Za-z0-9._-]", "_") + "\"");
        }

        @Override
        public HttpData part(Message message) {
          return HttpData.wrap(((ProofChunk) message).getData().toByteArray());
        }

        @Override
        public boolean tellsErrors() {
          return false;
        }
      };
}
