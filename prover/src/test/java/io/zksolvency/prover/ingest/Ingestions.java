package io.zksolvency.prover.ingest;

import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import io.zksolvency.circuits.ledger.Entry;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Runs ingestions in a temporary directory and reads their results back. */
public final class Ingestions {
  public static final AssetTable ASSETS =
      new AssetTable(
          List.of(
              asset("BTC", 8, "64250.17", "0.95"),
              asset("ETH", 8, "3120.5", "0.9"),
              asset("USDC", 6, "1", "1"),
              asset("SHIB", 0, "0.0000176", "0.5")));

  private final Path directory;
  public final List<String> insolvent = new ArrayList<>();
  public String orderKeyHex = "00".repeat(32);
  public boolean excludeInsolvent;
  public AssetTable assets = ASSETS;

  public Ingestions(Path directory) {
    this.directory = directory;
  }

  public static Asset asset(String symbol, int decimals, String price, String haircut) {
    return new Asset(
        symbol, decimals, new BigDecimal(price), new BigDecimal(haircut), BigDecimal.ONE);
  }

  /** Writes a file as it is. */
  public Path file(String name, String content) throws IOException {
    return file(name, content.getBytes(StandardCharsets.UTF_8));
  }

  public Path file(String name, byte[] content) throws IOException {
    return Files.write(directory.resolve(name), content);
  }

  public LedgerFacts ingestCsv(String content) throws IOException, InputException {
    return ingest(new AccountsSource.InFile(file("accounts.csv", content)));
  }

  public LedgerFacts ingest(AccountsSource source) throws IOException, InputException {
    Files.createDirectories(directory.resolve("work/spill"));
    return AccountIngestion.run(
        source,
        assets,
        new AccountIngestion.Settings(
            directory.resolve("work"),
            result(),
            limits(),
            orderKeyHex,
            id -> "account #" + Integer.toHexString(id.hashCode()),
            excludeInsolvent,
            insolvent::add,
            phase -> {}));
  }

  public Path result() {
    return directory.resolve("ordered.duckdb");
  }

  public LedgerDatabase.Limits limits() {
    return new LedgerDatabase.Limits(256L << 20, 2, directory.resolve("work/spill"));
  }

  public OrderedAccounts open() throws IOException {
    return OrderedAccounts.open(result(), limits());
  }

  /** All accounts, in order. */
  public Map<String, List<Entry>> read(long accounts) throws IOException {
    Map<String, List<Entry>> all = new LinkedHashMap<>();
    try (OrderedAccounts ordered = open()) {
      ordered.read(0, accounts, all::put);
    }
    return all;
  }

  /** A database in memory's stead, to evaluate expressions with. */
  public LedgerDatabase scratch() throws IOException {
    Files.createDirectories(directory.resolve("work/spill"));
    return LedgerDatabase.create(directory.resolve(UUID.randomUUID() + ".duckdb"), limits());
  }
}
