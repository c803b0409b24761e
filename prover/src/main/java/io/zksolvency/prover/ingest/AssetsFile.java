package io.zksolvency.prover.ingest;

import io.zksolvency.circuits.ledger.Asset;
import io.zksolvency.circuits.ledger.AssetTable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The file of assets and prices: CSV with the columns {@code asset,decimals,price,haircut} and, if
 * wanted, {@code debt_haircut} (1 where the column is missing), in any order.
 */
public final class AssetsFile {
  private static final String EXPECTED =
      "expected the columns asset,decimals,price,haircut[,debt_haircut]";
  private static final Pattern PLAIN = Pattern.compile("(0|[1-9][0-9]{0,29})([.][0-9]{1,28})?");
  private static final Pattern WHOLE = Pattern.compile("0|[1-9][0-9]?");
  private static final Pattern SYMBOL = Pattern.compile("[!-~&&[^,\"]]{1,32}");

  private final String name;
  private final List<String> header;
  private final Map<String, Long> lineBySymbol = new HashMap<>();
  private final List<Asset> assets = new ArrayList<>();

  private AssetsFile(Path file, List<String> header) {
    this.name = file.getFileName().toString();
    this.header = header;
  }

  /**
   * Returns the file's assets, in its order.
   *
   * @throws InputException naming the line and field of the first fault
   */
  public static AssetTable read(Path file) throws IOException, InputException {
    List<Row> rows = new ArrayList<>();
    CsvFile csv =
        CsvFile.scan(
            file,
            (fields, line) -> {
              if (rows.size() <= AssetTable.MAX_ASSETS) {
                rows.add(new Row(fields, line));
              }
            });
    AssetsFile reader = new AssetsFile(file, csv.header());
    reader.requireHeader();
    csv.requireRecords();
    if (csv.records() > AssetTable.MAX_ASSETS) {
      throw new InputException(
          "%s has %d assets; at most %d"
              .formatted(reader.name, csv.records(), AssetTable.MAX_ASSETS));
    }
    for (Row row : rows) {
      reader.accept(row);
    }
    return new AssetTable(reader.assets);
  }

  private record Row(List<String> fields, long line) {}

  private void requireHeader() throws InputException {
    List<String> needed = List.of("asset", "decimals", "price", "haircut");
    boolean complete =
        header.containsAll(needed) && header.stream().distinct().count() == header.size();
    boolean nothingElse =
        header.stream()
            .allMatch(column -> needed.contains(column) || column.equals("debt_haircut"));
    if (!complete || !nothingElse) {
      throw new InputException(name + " line 1 is not the header of an assets file: " + EXPECTED);
    }
  }

  private void accept(Row row) throws InputException {
    String symbol = field(row, "asset");
    if (!SYMBOL.matcher(symbol).matches()) {
      throw fault(row, "asset", "is not 1 to 32 visible ASCII characters without comma or quote");
    }
    Long earlier = lineBySymbol.put(symbol, row.line());
    if (earlier != null) {
      throw fault(row, "asset", symbol + " is on line " + earlier + " already");
    }
    String decimals = field(row, "decimals");
    if (!WHOLE.matcher(decimals).matches() || Integer.parseInt(decimals) > Asset.MAX_DECIMALS) {
      throw fault(row, "decimals", "is not a whole number from 0 to " + Asset.MAX_DECIMALS);
    }
    BigDecimal haircut = decimal(row, "haircut");
    if (haircut.compareTo(BigDecimal.ONE) > 0) {
      throw fault(row, "haircut", "is above 1; it is the share of the price that counts as value");
    }
    BigDecimal debtHaircut =
        header.contains("debt_haircut") ? decimal(row, "debt_haircut") : BigDecimal.ONE;
    if (debtHaircut.compareTo(BigDecimal.ONE) < 0) {
      throw fault(row, "debt_haircut", "is below 1; a debt counts for its price or more");
    }
    BigDecimal price = decimal(row, "price");
    try {
      assets.add(new Asset(symbol, Integer.parseInt(decimals), price, haircut, debtHaircut));
    } catch (IllegalArgumentException e) {
      throw new InputException("%s line %d: %s".formatted(name, row.line(), e.getMessage()));
    }
  }

  private BigDecimal decimal(Row row, String column) throws InputException {
    String text = field(row, column);
    if (!PLAIN.matcher(text).matches()) {
      throw fault(row, column, "is not a plain decimal such as 64250.17");
    }
    return new BigDecimal(text);
  }

  private String field(Row row, String column) {
    return row.fields().get(header.indexOf(column));
  }

  private InputException fault(Row row, String column, String problem) {
    return new InputException(
        "%s line %d, field %s: %s".formatted(name, row.line(), column, problem));
  }
}
