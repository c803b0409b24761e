package io.zksolvency.circuits.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The assets of a statement, in its order; 1 to 4096 with different symbols. Immutable. */
public final class AssetTable {
  /** Most assets of a table. */
  public static final int MAX_ASSETS = 4096;

  private final List<Asset> assets;
  private final Map<String, Integer> indexBySymbol = new HashMap<>();

  /**
   * @throws IllegalArgumentException if the table is empty or too long, or a symbol repeats
   */
  public AssetTable(List<Asset> assets) {
    this.assets = List.copyOf(assets);
    if (assets.isEmpty() || assets.size() > MAX_ASSETS) {
      throw new IllegalArgumentException("a table has 1 to " + MAX_ASSETS + " assets");
    }
    for (int i = 0; i < assets.size(); i++) {
      if (indexBySymbol.put(assets.get(i).symbol(), i) != null) {
        throw new IllegalArgumentException("asset " + assets.get(i).symbol() + " is listed twice");
      }
    }
  }

  /** Returns the assets in order. */
  public List<Asset> assets() {
    return assets;
  }

  /** Returns asset i. */
  public Asset get(int index) {
    return assets.get(index);
  }

  /** Returns the number of assets. */
  public int size() {
    return assets.size();
  }

  /** Returns the number of keys, two for each asset. */
  public int keys() {
    return 2 * assets.size();
  }

  /** Returns the index of the asset with this symbol, or -1. */
  public int indexOf(String symbol) {
    return indexBySymbol.getOrDefault(symbol, -1);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AssetTable table && assets.equals(table.assets);
  }

  @Override
  public int hashCode() {
    return assets.hashCode();
  }

  @Override
  public String toString() {
    return assets.toString();
  }
}
