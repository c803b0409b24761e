package io.zksolvency.verifier;

import io.zksolvency.formats.FormatException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;

/**
 * Files of a web server that may be hostile: of bounded length, within a bounded time, from the
 * address asked for and no other. The only class here that uses the network.
 */
final class Download {
  private static final Duration CONNECT = Duration.ofSeconds(20);
  private static final Duration WHOLE_FILE = Duration.ofMinutes(2);
  private static final int OK = 200;
  private static final int NOT_FOUND = 404;
  private static final int GONE = 410;

  private final HttpClient client;
  private final Duration patience;

  Download() {
    this(WHOLE_FILE);
  }

  /**
   * @param patience for one file, from the first packet to the last
   */
  Download(Duration patience) {
    this.patience = patience;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT)
            .build();
  }

  /**
   * Returns a file's bytes; empty if the server has no such file.
   *
   * @throws FormatException if it is longer than {@code most} bytes
   * @throws DownloadException if the server answers otherwise, too slowly, or not at all
   */
  Optional<byte[]> get(URI address, int most) throws FormatException, DownloadException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("User-Agent", "solvency-verify")
            .header("Accept-Encoding", "identity")
            .GET()
            .build();
    CompletableFuture<HttpResponse<Optional<byte[]>>> answer =
        client.sendAsync(
            request, head -> new BoundedBody(head.statusCode() == OK ? most : BoundedBody.NOTHING));
    HttpResponse<Optional<byte[]>> response = await(answer, address);
    int status = response.statusCode();
    if (status == NOT_FOUND || status == GONE) {
      return Optional.empty();
    }
    Optional<String> elsewhere = response.headers().firstValue("Location");
    if (status / 100 == 3 && elsewhere.isPresent()) {
      throw new DownloadException(
          "%s redirects to %s, which is not followed; name the right address"
              .formatted(address, elsewhere.get()));
    }
    if (status != OK) {
      throw new DownloadException("%s: the server answers %d".formatted(address, status));
    }
    return Optional.of(
        response
            .body()
            .orElseThrow(
                () ->
                    new FormatException(
                        "", "%s: longer than the limit of %d bytes".formatted(address, most))));
  }

  /** The request's own timeout ends with the headers: a body may come a byte a minute. */
  private <T> T await(CompletableFuture<T> answer, URI address) throws DownloadException {
    try {
      return answer.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new DownloadException(
          "%s: not received within %d seconds".formatted(address, patience.toSeconds()));
    } catch (ExecutionException e) {
      throw new DownloadException(address + ": " + words(e.getCause()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new DownloadException(address + ": interrupted");
    } finally {
      answer.cancel(true);
    }
  }

  private static String words(Throwable failure) {
    if (failure instanceof ConnectException || failure instanceof HttpConnectTimeoutException) {
      return "cannot connect to this server";
    }
    if (failure instanceof SSLException) {
      return "no trusted TLS connection: " + failure.getMessage();
    }
    return failure instanceof IOException && failure.getMessage() != null
        ? "broken answer: " + failure.getMessage()
        : "broken answer";
  }
}
