package io.zksolvency.verifier;

import java.io.IOException;

/** A server did not give what was asked for; the message names the address. */
final class DownloadException extends IOException {
  private static final long serialVersionUID = 1L;

  DownloadException(String reason) {
    super(reason);
  }
}
