package io.zksolvency.prover.app;

import io.zksolvency.circuits.ledger.Decimals;
import java.io.BufferedWriter;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * A synthetic exchange for demonstrations and benchmarks: the same for the same seed and number of
 * accounts. Balances have a long tail; some accounts have margin debts, well covered.
 *
 * <p>Decimals are chosen so that a base unit of every asset is worth 10^-7 to 10^-3 in the quote
 * currency: then the integer weights of the net-value check are precise to better than 1%.
 */
final class DemoExchange {
  private static final List<String> ASSETS =
      List.of(
          "BTC,8,64250.17,0.95",
          "ETH,8,3120.45,0.93",
          "USDT,6,1.0003,0.98",
          "USDC,6,0.9999,0.98",
          "BNB,8,585.2,0.85",
          "SOL,8,148.32,0.85",
          "XRP,6,0.5214,0.8",
          "ADA,6,0.4021,0.75",
          "DOGE,6,0.1187,0.7",
          "TRX,6,0.1634,0.75",
          "TON,6,5.12,0.7",
          "DOT,6,4.41,0.75",
          "LINK,6,11.87,0.75",
          "POL,6,0.3812,0.7",
          "LTC,8,68.4,0.85",
          "BCH,8,352.6,0.8",
          "AVAX,6,26.1,0.75",
          "ATOM,6,4.62,0.7",
          "UNI,6,7.31,0.7",
          "XLM,5,0.0931,0.7",
          "ETC,6,18.4,0.7",
          "FIL,6,3.61,0.65",
          "NEAR,6,4.78,0.7",
          "APT,6,8.91,0.65",
          "ARB,6,0.5321,0.65",
          "OP,6,1.62,0.65",
          "INJ,6,19.87,0.6",
          "AAVE,6,141.2,0.7",
          "MKR,8,1510.3,0.7",
          "SUI,6,1.83,0.6",
          "ALGO,6,0.1255,0.6",
          "ICP,6,7.94,0.6",
          "HBAR,5,0.0531,0.6",
          "VET,4,0.0218,0.6",
          "GRT,6,0.1532,0.6",
          "STX,6,1.71,0.6",
          "EUR,4,1.0832,1",
          "PAXG,8,2650.4,0.9",
          "SHIB,0,0.0000176,0.5",
          "PEPE,0,0.0000098,0.4");

  /** Mean of the exponential whose whole part averages the 2 further assets of an account. */
  private static final double FURTHER_ASSETS = 2.47;

  private static final int MOST_ASSETS = 12;
  private static final double TYPICAL_VALUE_LOG = 4.6;
  private static final double TAIL = 2.2;
  private static final double MARGIN_SHARE = 0.04;

  /** Debts stay below this share of the value after haircuts. */
  private static final double MOST_LEVERAGE = 0.6;

  private static final int USDT = 2;
  private static final double MOST_VALUE = 5e8;

  private final SplittableRandom random;
  private final List<DemoAsset> assets = new ArrayList<>();
  private final double[] popularity = new double[ASSETS.size()];

  private DemoExchange(long seed) {
    random = new SplittableRandom(seed);
    double sum = 0;
    for (int i = 0; i < ASSETS.size(); i++) {
      String[] fields = ASSETS.get(i).split(",");
      assets.add(
          new DemoAsset(
              fields[0],
              Integer.parseInt(fields[1]),
              Double.parseDouble(fields[2]),
              Double.parseDouble(fields[3])));
      sum += 1.0 / (i + 1.5);
      popularity[i] = sum;
    }
  }

  private record DemoAsset(String symbol, int decimals, double price, double haircut) {
    /** Base units of about this value. */
    long units(double value) {
      return (long) (value / price * new BigDecimal(1).scaleByPowerOfTen(decimals).doubleValue());
    }

    String amount(long units) {
      return Decimals.format(units, decimals);
    }
  }

  /** Writes {@code assets.csv} and {@code accounts.csv}, which it returns, into a directory. */
  static Path write(Path directory, long accounts, long seed) throws IOException {
    return new DemoExchange(seed).write(directory, accounts);
  }

  private Path write(Path directory, long accounts) throws IOException {
    Files.writeString(
        directory.resolve("assets.csv"),
        "asset,decimals,price,haircut\n" + String.join("\n", ASSETS) + "\n");
    Path balances = directory.resolve("accounts.csv");
    try (BufferedWriter out = Files.newBufferedWriter(balances, StandardCharsets.UTF_8)) {
      out.write("account_id,asset,equity,debt\n");
      for (long account = 1; account <= accounts; account++) {
        writeAccount(out, String.format(Locale.ROOT, "customer-%07d", account));
      }
    }
    return balances;
  }

  private void writeAccount(BufferedWriter out, String id) throws IOException {
    TreeMap<Integer, Long> equity = new TreeMap<>();
    double collateral = 0;
    int number = Math.min(MOST_ASSETS, 1 + (int) (-FURTHER_ASSETS * StrictMath.log(uniform())));
    double scale = StrictMath.exp(TYPICAL_VALUE_LOG + TAIL * gaussian());
    while (equity.size() < number) {
      int index = pickAsset();
      double value = Math.min(MOST_VALUE, scale * 2 * uniform());
      if (equity.putIfAbsent(index, Math.max(1, assets.get(index).units(value))) == null) {
        collateral += value * assets.get(index).haircut();
      }
    }
    long debt =
        random.nextDouble() < MARGIN_SHARE
            ? assets.get(USDT).units(collateral * MOST_LEVERAGE * uniform())
            : 0;
    if (debt > 0) {
      equity.putIfAbsent(USDT, 0L);
    }
    for (int index : equity.keySet()) {
      DemoAsset asset = assets.get(index);
      out.write(id + ',' + asset.symbol() + ',' + asset.amount(equity.get(index)) + ',');
      out.write(index == USDT && debt > 0 ? asset.amount(debt) : "0");
      out.write('\n');
    }
  }

  private int pickAsset() {
    double point = random.nextDouble() * popularity[popularity.length - 1];
    int index = 0;
    while (popularity[index] < point) {
      index++;
    }
    return index;
  }

  /** Uniform in (0, 1]. */
  private double uniform() {
    return 1 - random.nextDouble();
  }

  /** Box-Muller, with the same result on every machine. */
  private double gaussian() {
    return StrictMath.sqrt(-2 * StrictMath.log(uniform()))
        * StrictMath.cos(2 * StrictMath.PI * random.nextDouble());
  }
}
