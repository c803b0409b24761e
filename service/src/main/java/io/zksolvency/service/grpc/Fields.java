package io.zksolvency.service.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.google.rpc.Code;
import io.zksolvency.service.security.Rejections;
import io.zksolvency.service.store.StatementRow;
import io.zksolvency.service.store.Store;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** Fields that several requests have. */
final class Fields {
  static final int DIGEST_BYTES = 32;
  private static final int DEFAULT_PAGE = 50;
  private static final int MAX_PAGE = 500;

  private Fields() {}

  static int pageSize(int asked) {
    return asked == 0 ? DEFAULT_PAGE : Math.min(MAX_PAGE, asked < 0 ? MAX_PAGE : asked);
  }

  static long pageStart(String token) {
    if (token.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!token.matches("[0-9]{1,18}")) {
      throw Rejections.badRequest("page_token", "is not one that this server gave");
    }
    return Long.parseLong(token);
  }

  static Optional<byte[]> digest(String field, ByteString bytes) {
    if (bytes.isEmpty()) {
      return Optional.empty();
    }
    if (bytes.size() != DIGEST_BYTES) {
      throw Rejections.badRequest(field, "must have 32 bytes");
    }
    return Optional.of(bytes.toByteArray());
  }

  /** Returns the statement asked for; the latest where none is named. */
  static StatementRow statement(Store store, ByteString digest) throws IOException {
    Optional<byte[]> wanted = digest("statement_digest", digest);
    Optional<StatementRow> found =
        wanted.isPresent() ? store.statement(wanted.get()) : store.latest();
    return found.orElseThrow(
        () ->
            Rejections.error(
                Code.NOT_FOUND,
                wanted.isPresent() ? "there is no such statement" : "nothing is published yet",
                "STATEMENT_UNKNOWN"));
  }

  static Timestamp timestamp(Instant instant) {
    return Timestamp.newBuilder()
        .setSeconds(instant.getEpochSecond())
        .setNanos(instant.getNano())
        .build();
  }

  static Timestamp timestamp(String instant) {
    return timestamp(Instant.parse(instant));
  }
}
