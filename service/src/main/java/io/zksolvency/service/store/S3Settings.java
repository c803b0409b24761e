package io.zksolvency.service.store;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where an S3-compatible store is. Holds the credentials' file at most, never credentials.
 *
 * @param prefix of every object's name, as it is
 * @param endpoint of another provider than AWS
 * @param pathStyle the bucket's name in the path, not in the host's name
 * @param credentialsFile in the form of {@code ~/.aws/credentials}; the SDK's own chain if empty
 */
public record S3Settings(
    String bucket,
    String prefix,
    String region,
    Optional<URI> endpoint,
    boolean pathStyle,
    Optional<Path> credentialsFile,
    String profile) {}
