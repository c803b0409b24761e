package io.zksolvency.service.store;

import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.prover.ingest.InputException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.ProfileCredentialsProvider;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** Published files as objects of an S3-compatible store, each named by prefix and SHA-256. */
public final class S3Content implements ContentStore {
  private static final Duration CONNECT = Duration.ofSeconds(10);
  private static final Duration SILENCE = Duration.ofSeconds(60);
  private static final int PRECONDITION_FAILED = 412;
  private static final int SERVER_ERROR = 500;

  private static final byte[] PROBE =
      "zksolvency serve keeps published files here\n".getBytes(StandardCharsets.UTF_8);

  private final S3Client client;
  private final S3Settings settings;

  private S3Content(S3Client client, S3Settings settings) {
    this.client = client;
    this.settings = settings;
  }

  /**
   * Connects, and makes sure that objects can be written and read by keeping a small one.
   *
   * @throws InputException if bucket, credentials or another setting don't allow it
   */
  public static S3Content open(S3Settings settings) throws IOException, InputException {
    S3Content content = new S3Content(client(settings), settings);
    try {
      content.probe();
      return content;
    } catch (IOException | InputException | RuntimeException e) {
      content.close();
      throw e;
    }
  }

  private static S3Client client(S3Settings settings) throws InputException {
    S3ClientBuilder builder =
        S3Client.builder()
            .region(Region.of(settings.region()))
            .forcePathStyle(settings.pathStyle())
            .credentialsProvider(credentials(settings))
            // Ours is sent and checked instead; not every provider knows the SDK's own.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(
                UrlConnectionHttpClient.builder()
                    .connectionTimeout(CONNECT)
                    .socketTimeout(SILENCE));
    settings.endpoint().ifPresent(builder::endpointOverride);
    return builder.build();
  }

  private static AwsCredentialsProvider credentials(S3Settings settings) throws InputException {
    if (settings.credentialsFile().isEmpty()) {
      return DefaultCredentialsProvider.builder().profileName(settings.profile()).build();
    }
    Path file = settings.credentialsFile().get();
    if (!Files.isRegularFile(file)) {
      throw new InputException("store.s3.credentials-file: there is no file " + file);
    }
    return ProfileCredentialsProvider.builder()
        .profileFile(ProfileFile.builder().content(file).type(ProfileFile.Type.CREDENTIALS).build())
        .profileName(settings.profile())
        .build();
  }

  private void probe() throws IOException, InputException {
    Path file = Files.createTempFile("zksolvency-probe", null);
    try {
      Files.write(file, PROBE);
      byte[] sha256 = Sha256.of(file);
      send(file, sha256);
      readThrough(sha256);
    } catch (S3Exception e) {
      if (e.statusCode() < SERVER_ERROR) {
        throw new InputException("store.s3: " + refusal(e));
      }
      throw failure("opening", e);
    } catch (SdkException e) {
      throw new InputException(
          "store.s3: the endpoint does not answer, or there are no credentials ("
              + e.getClass().getSimpleName()
              + "): check store.s3.endpoint, store.s3.credentials-file and the network");
    } finally {
      Files.delete(file);
    }
  }

  /** Says what to mend; S3's own messages may repeat requests. */
  private String refusal(S3Exception e) {
    String code =
        String.valueOf(e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorCode());
    String problem =
        switch (code) {
          case "NoSuchBucket" -> "there is no bucket " + settings.bucket();
          case "AccessDenied" ->
              "these credentials may not put and get objects in the bucket " + settings.bucket();
          case "InvalidAccessKeyId", "SignatureDoesNotMatch", "ExpiredToken", "InvalidToken" ->
              "the credentials are not valid";
          default ->
              "the bucket " + settings.bucket() + " refuses; check bucket, region and endpoint";
        };
    return problem + " (HTTP " + e.statusCode() + ", " + code + ")";
  }

  @Override
  public Kept put(Path file) throws IOException {
    byte[] sha256 = Sha256.of(file);
    try {
      send(file, sha256);
      return new Kept(Files.size(file), sha256);
    } catch (SdkException e) {
      throw failure("keeping a file", e);
    }
  }

  /** Sends a file, which the store checks; or finds that it is there already, and checks that. */
  private void send(Path file, byte[] sha256) throws IOException {
    try {
      client.putObject(
          request ->
              request
                  .bucket(settings.bucket())
                  .key(key(sha256))
                  .ifNoneMatch("*")
                  .contentType("application/octet-stream")
                  .checksumSHA256(Base64.getEncoder().encodeToString(sha256)),
          RequestBody.fromFile(file));
    } catch (S3Exception e) {
      if (e.statusCode() != PRECONDITION_FAILED) {
        throw e;
      }
      readThrough(sha256);
    }
  }

  private void readThrough(byte[] sha256) throws IOException {
    try (InputStream in = get(sha256)) {
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private String key(byte[] sha256) {
    return settings.prefix() + Hex.format(sha256);
  }

  @Override
  public InputStream open(byte[] sha256) throws IOException {
    try {
      return get(sha256);
    } catch (NoSuchKeyException e) {
      throw new ContentDamagedException(
          "the object " + key(sha256) + " is missing from the bucket: restore it");
    } catch (SdkException e) {
      throw failure("opening a file", e);
    }
  }

  private InputStream get(byte[] sha256) {
    return new VerifiedStream(
        new ObjectStream(
            client.getObject(request -> request.bucket(settings.bucket()).key(key(sha256)))),
        sha256);
  }

  /** An object on its way: given up, not read to its end, when closed early. */
  private static final class ObjectStream extends FilterInputStream {
    private final ResponseInputStream<GetObjectResponse> object;
    private boolean ended;

    ObjectStream(ResponseInputStream<GetObjectResponse> object) {
      super(object);
      this.object = object;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      try {
        int read = object.read(buffer, offset, length);
        ended |= read < 0;
        return read;
      } catch (SdkException e) {
        throw failure("reading a file", e);
      } catch (IOException e) {
        throw new StoreException(
            "reading a file failed in the content store: the connection broke", true);
      }
    }

    @Override
    public void close() throws IOException {
      if (ended) {
        object.close();
      } else {
        object.abort();
      }
    }
  }

  /** Whoever mends the network, the bucket or the rights lets what waits go on. */
  private static StoreException failure(String doing, SdkException e) {
    String how =
        e instanceof S3Exception answer
            ? "HTTP " + answer.statusCode()
            : e.getClass().getSimpleName();
    return new StoreException(doing + " failed in the content store (" + how + ")", true);
  }

  @Override
  public void close() {
    client.close();
  }
}
