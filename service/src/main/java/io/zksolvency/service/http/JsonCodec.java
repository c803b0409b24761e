package io.zksolvency.service.http;

import com.google.common.io.BaseEncoding;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.TypeRegistry;
import com.google.protobuf.util.JsonFormat;
import com.google.rpc.ErrorDetailsProto;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.PrototypeMarshaller;
import io.zksolvency.service.security.Rejections;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/**
 * Messages as proto3 JSON. Strict: an unknown field is refused. Requests may write a digest in hex
 * too, as the commands print it.
 */
final class JsonCodec implements GrpcJsonMarshaller {
  private static final String DIGEST = "_digest";
  private static final int HEX_READ_AS_BASE64 = 48;
  private static final Pattern HEX = Pattern.compile("[0-9a-f]{64}");
  private static final JsonFormat.Parser PARSER = JsonFormat.parser();
  private static final JsonFormat.Printer PRINTER =
      JsonFormat.printer()
          .omittingInsignificantWhitespace()
          .alwaysPrintFieldsWithNoPresence()
          .usingTypeRegistry(
              TypeRegistry.newBuilder()
                  .add(ErrorDetailsProto.getDescriptor().getMessageTypes())
                  .build());

  static String write(Message message) {
    try {
      return PRINTER.print(message);
    } catch (InvalidProtocolBufferException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Returns the message that a text says.
   *
   * @throws io.grpc.StatusRuntimeException INVALID_ARGUMENT, which repeats no value of it
   */
  static <T> T read(Marshaller<T> marshaller, String json) {
    Message prototype = (Message) ((PrototypeMarshaller<T>) marshaller).getMessagePrototype();
    Message.Builder builder = prototype.newBuilderForType();
    try {
      PARSER.merge(json, builder);
    } catch (InvalidProtocolBufferException e) {
      String words = e.getMessage();
      throw Rejections.badRequest(
          "body",
          words != null && words.startsWith("Cannot find field")
              ? "has a field that " + prototype.getDescriptorForType().getFullName() + " lacks"
              : "is not the JSON of " + prototype.getDescriptorForType().getFullName());
    }
    for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
      if (field.getType() == FieldDescriptor.Type.BYTES && field.getName().endsWith(DIGEST)) {
        builder.setField(field, digest((ByteString) builder.getField(field)));
      }
    }
    @SuppressWarnings("unchecked")
    T message = (T) builder.build();
    return message;
  }

  /** Returns what was meant: 64 hex digits are base64 as well, of a length that no digest has. */
  private static ByteString digest(ByteString bytes) {
    if (bytes.size() == HEX_READ_AS_BASE64) {
      String text = BaseEncoding.base64().encode(bytes.toByteArray());
      if (HEX.matcher(text).matches()) {
        return ByteString.copyFrom(BaseEncoding.base16().lowerCase().decode(text));
      }
    }
    return bytes;
  }

  @Override
  public <T> void serializeMessage(Marshaller<T> marshaller, T message, OutputStream out)
      throws IOException {
    out.write(write((Message) message).getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public <T> T deserializeMessage(Marshaller<T> marshaller, InputStream in) throws IOException {
    return read(marshaller, new String(in.readAllBytes(), StandardCharsets.UTF_8));
  }
}
