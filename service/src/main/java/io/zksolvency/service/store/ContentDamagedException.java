package io.zksolvency.service.store;

import java.io.IOException;

/** A kept file is missing, or is not what it was. */
public final class ContentDamagedException extends IOException {
  private static final long serialVersionUID = 1;

  ContentDamagedException(String message) {
    super(message);
  }
}
