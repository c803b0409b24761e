package io.zksolvency.prover.run;

import io.zksolvency.prover.ingest.AccountsSource;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/**
 * What the operator asked for.
 *
 * @param snapshotTime {@code YYYY-MM-DDTHH:MM:SSZ}; now, or that of the run being resumed, if empty
 * @param masterKey where it is kept, if not in the directory
 * @param issuerKey where it is kept, if not in the directory
 * @param sequence number of the statement; one after the previous statement's if empty, else 0
 * @param previous the issuer's statement before this one
 * @param log2Rows size of batches; chosen by the machine's memory if empty
 * @param threads of the database
 */
public record RunOptions(
    AccountsSource accounts,
    Path assets,
    RunDirectory directory,
    Optional<String> snapshotTime,
    String name,
    Optional<Path> masterKey,
    Optional<Path> issuerKey,
    OptionalLong sequence,
    Optional<Path> previous,
    boolean excludeInsolvent,
    boolean fresh,
    OptionalInt log2Rows,
    int threads) {}
