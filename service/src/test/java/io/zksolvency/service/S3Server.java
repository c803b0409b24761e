package io.zksolvency.service;

import io.zksolvency.service.store.S3Settings;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** A real S3-compatible server on a free port; what it keeps ends with it. */
final class S3Server implements AutoCloseable {
  static final String SECRET = "s3-secret-4471-quite-long-enough";
  private static final int START_SECONDS = 120;

  private final Process process;
  private final Path log;
  final URI endpoint;

  S3Server(Path directory) throws Exception {
    log = directory.resolve("s3.log");
    process =
        new ProcessBuilder(TestServers.s3().toString(), "-H", "127.0.0.1", "-p", "0")
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
    endpoint = await();
  }

  private URI await() throws Exception {
    Pattern running = Pattern.compile("Running on (http://127\\.0\\.0\\.1:\\d+)");
    for (long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
        System.nanoTime() < end && process.isAlive(); ) {
      Matcher line = running.matcher(Files.readString(log));
      if (line.find()) {
        return URI.create(line.group(1));
      }
      Thread.sleep(100);
    }
    process.destroyForcibly();
    throw new AssertionError("the S3-compatible server does not start: " + Files.readString(log));
  }

  S3Client client() {
    return S3Client.builder()
        .endpointOverride(endpoint)
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("key-id", SECRET)))
        .build();
  }

  void createBucket(String name) {
    try (S3Client client = client()) {
      client.createBucket(request -> request.bucket(name));
    }
  }

  /** From now on credentials are checked, as users of AWS know it; none of ours are any's. */
  void checkCredentials() throws Exception {
    post("0");
  }

  void trustEveryone() throws Exception {
    post("1000000000");
  }

  private void post(String freeRequests) throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(endpoint.resolve("/moto-api/reset-auth"))
                    .POST(HttpRequest.BodyPublishers.ofString(freeRequests))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new AssertionError(answer.body());
    }
  }

  S3Settings settings(String bucket, Path scratch) throws Exception {
    return new S3Settings(
        bucket,
        "proofs/",
        "us-east-1",
        Optional.of(endpoint),
        true,
        Optional.of(credentials(scratch)),
        "default");
  }

  Path credentials(Path scratch) throws Exception {
    return Files.writeString(
        scratch.resolve("s3.credentials"),
        "[default]\naws_access_key_id = key-id\naws_secret_access_key = " + SECRET + "\n");
  }

  @Override
  public void close() throws Exception {
    process.destroyForcibly().waitFor();
  }
}
