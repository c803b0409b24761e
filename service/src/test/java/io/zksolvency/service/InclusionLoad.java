package io.zksolvency.service;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.zksolvency.proto.v1.CreateRunRequest;
import io.zksolvency.proto.v1.GetInclusionRequest;
import io.zksolvency.proto.v1.InclusionServiceGrpc;
import io.zksolvency.proto.v1.Run;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.proto.v1.RunState;
import io.zksolvency.proto.v1.WatchRunRequest;
import java.io.BufferedWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Asks a server for inclusion files as fast as it gives them: what {@code ./bench service} runs.
 *
 * <p>{@code prepare DIR ACCOUNTS} writes balances, keys and the server's settings; {@code measure
 * DIR ACCOUNTS PORT SECONDS PID} has them proven and asks. Calls are for accounts all over. Tokens
 * are signed before.
 */
final class InclusionLoad {
  private static final String KEY = "account.pem";
  private static final int[] CALLERS = {1, 2, 64};
  private static final int MOST_CALLERS = 64;

  /** Twice as many as the server remembers: whoever goes round finds each forgotten. */
  private static final int TOKENS = 20_000;

  private static final int CALLS_OF_A_CUSTOMER = 5;

  /** So much longer than it is measured, a server is called before. */
  private static final double WARM_UP = 2;

  private static final double NANOS = 1e9;
  private static final long TELL_NANOS = 5_000_000_000L;

  /** Numbers times this, modulo the number of accounts, are all over them. */
  private static final long SCATTER = 2_654_435_761L;

  private final int accounts;
  private final double seconds;
  private final ManagedChannel channel;
  private final ByteString statement;
  private final ProcessHandle server;
  private final List<String> results = new ArrayList<>();

  /** Who calls: as whom, and for which account. */
  private record Call(String token, int account) {}

  /** Returns the call of a number; numbers are given out one after another. */
  @FunctionalInterface
  private interface Calls {
    Call of(long number);
  }

  private InclusionLoad(
      int accounts,
      double seconds,
      ManagedChannel channel,
      ByteString statement,
      ProcessHandle server) {
    this.accounts = accounts;
    this.seconds = seconds;
    this.channel = channel;
    this.statement = statement;
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    int accounts = Integer.parseInt(arguments[2]);
    if (arguments[0].equals("prepare")) {
      prepare(directory, accounts);
      return;
    }
    ManagedChannel channel = Clients.channel(Integer.parseInt(arguments[3]));
    try {
      String operator = Files.readString(directory.resolve("data/keys/operator.token")).strip();
      Run run = prove(directory, channel, operator);
      InclusionLoad load =
          new InclusionLoad(
              accounts,
              Double.parseDouble(arguments[4]),
              channel,
              run.getStatementDigest(),
              ProcessHandle.of(Long.parseLong(arguments[5])).orElseThrow());
      load.measureAll(operator, signer(directory));
    } finally {
      channel.shutdownNow();
    }
  }

  private static String account(int number) {
    return String.format(Locale.ROOT, "customer-%07d", number);
  }

  /** One row of the trace for each account: three assets. */
  private static void prepare(Path directory, int accounts) throws Exception {
    try (BufferedWriter rows = Files.newBufferedWriter(directory.resolve("accounts.csv"))) {
      rows.write("account_id,equity_BTC,equity_ETH,equity_USDC\n");
      for (int i = 0; i < accounts; i++) {
        rows.write("%s,0.%08d,1.%06d,%d.5\n".formatted(account(i), i % 99_999_989, i % 999_983, i));
      }
    }
    TestTokens tokens = new TestTokens();
    tokens.publicKey(directory.resolve(KEY));
    Files.write(directory.resolve("account.key"), tokens.keys.getPrivate().getEncoded());
    Files.writeString(
        directory.resolve("serve.conf"),
        """
        sources.directories = ["%s"]
        tokens.account-keys = ["%s"]
        limits { requests-per-second = 1000000, burst = 1000000 }
        """
            .formatted(directory, directory.resolve(KEY)));
  }

  private static TestTokens signer(Path directory) throws Exception {
    return new TestTokens(Files.readAllBytes(directory.resolve("account.key")));
  }

  private static Run prove(Path directory, ManagedChannel channel, String operator) {
    RunServiceGrpc.RunServiceBlockingStub runs =
        Clients.as(RunServiceGrpc.newBlockingStub(channel), operator);
    runs.createRun(
        CreateRunRequest.newBuilder()
            .setFile(directory.resolve("accounts.csv").toString())
            .setSpec(
                Clients.spec("load")
                    .setBatchRows(0)
                    .setAssetsCsv(
                        ByteString.copyFromUtf8(
                            "asset,decimals,price,haircut\n"
                                + "BTC,8,64250.17,0.95\nETH,8,3120.45,0.93\nUSDC,6,1,1\n")))
            .build());
    Run last = Run.getDefaultInstance();
    long told = System.nanoTime();
    for (Iterator<Run> states =
            runs.watchRun(WatchRunRequest.newBuilder().setRunId("load").build());
        states.hasNext(); ) {
      last = states.next();
      if (System.nanoTime() - told > TELL_NANOS) {
        told = System.nanoTime();
        System.out.printf(
            "  %s: %,d rows%n", last.getProgress().getPhase(), last.getProgress().getRows());
      }
    }
    if (last.getState() != RunState.RUN_STATE_SUCCEEDED) {
      throw new IllegalStateException("the run did not succeed: " + last.getState());
    }
    return last;
  }

  private void measureAll(String operator, TestTokens signer) throws Exception {
    measure(
        "operator",
        number -> new Call(operator, (int) Math.floorMod(number * SCATTER, (long) accounts)));
    int[] customers = new int[Math.min(accounts, TOKENS)];
    String[] tokens = new String[customers.length];
    System.out.printf("signing %,d tokens%n", tokens.length);
    for (int i = 0; i < tokens.length; i++) {
      customers[i] = (int) Math.floorMod(i * SCATTER, (long) accounts);
      tokens[i] = signer.account(account(customers[i]));
    }
    measure(
        "account, each token new",
        number -> {
          int which = (int) (number % tokens.length);
          return new Call(tokens[which], customers[which]);
        });
    measure(
        "account, %d calls a token".formatted(CALLS_OF_A_CUSTOMER),
        number -> {
          int which = (int) (number / CALLS_OF_A_CUSTOMER % tokens.length);
          return new Call(tokens[which], customers[which]);
        });
    System.out.println(
        "{\"accounts\":%d,\"cores\":%d,\"results\":[%s]}"
            .formatted(
                accounts, Runtime.getRuntime().availableProcessors(), String.join(",", results)));
  }

  private void measure(String who, Calls calls) throws Exception {
    AtomicLong numbers = new AtomicLong();
    System.out.println("warming up: " + run(who, MOST_CALLERS, WARM_UP * seconds, calls, numbers));
    for (int callers : CALLERS) {
      String line = run(who, callers, seconds, calls, numbers);
      System.out.println(line);
      results.add(line);
    }
  }

  /** Lets callers ask, one call at a time each, and returns what was seen. */
  private String run(String who, int callers, double duration, Calls calls, AtomicLong numbers)
      throws Exception {
    double serverBefore = cpuMillis(server);
    double clientBefore = cpuMillis(ProcessHandle.current());
    long start = System.nanoTime();
    long end = start + (long) (duration * NANOS);
    ExecutorService threads = Executors.newFixedThreadPool(callers);
    List<Future<List<Long>>> running = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      running.add(threads.submit(() -> ask(end, calls, numbers)));
    }
    List<Long> nanos = new ArrayList<>();
    for (Future<List<Long>> one : running) {
      nanos.addAll(one.get());
    }
    threads.shutdown();
    double took = (System.nanoTime() - start) / NANOS;
    nanos.sort(null);
    return String.format(
        Locale.ROOT,
        "{\"caller\":\"%s\",\"callers\":%d,\"calls\":%d,\"calls_per_second\":%.0f,"
            + "\"server_cpu_ms_per_call\":%.3f,\"client_cpu_ms_per_call\":%.3f,"
            + "\"p50_ms\":%.2f,\"p90_ms\":%.2f,\"p99_ms\":%.2f,\"max_ms\":%.2f}",
        who,
        callers,
        nanos.size(),
        nanos.size() / took,
        (cpuMillis(server) - serverBefore) / nanos.size(),
        (cpuMillis(ProcessHandle.current()) - clientBefore) / nanos.size(),
        percentile(nanos, 0.5),
        percentile(nanos, 0.9),
        percentile(nanos, 0.99),
        percentile(nanos, 1));
  }

  /** What a process has taken of the cores: unlike time, the same on a busy machine, nearly. */
  private static double cpuMillis(ProcessHandle process) {
    return process.info().totalCpuDuration().map(cpu -> cpu.toNanos() / 1e6).orElse(Double.NaN);
  }

  private List<Long> ask(long end, Calls calls, AtomicLong numbers) {
    InclusionServiceGrpc.InclusionServiceBlockingStub plain =
        InclusionServiceGrpc.newBlockingStub(channel);
    List<Long> nanos = new ArrayList<>();
    while (System.nanoTime() < end) {
      Call call = calls.of(numbers.getAndIncrement());
      long start = System.nanoTime();
      Clients.as(plain, call.token())
          .getInclusion(
              GetInclusionRequest.newBuilder()
                  .setAccountId(account(call.account()))
                  .setStatementDigest(statement)
                  .build());
      nanos.add(System.nanoTime() - start);
    }
    return nanos;
  }

  private static double percentile(List<Long> sorted, double share) {
    int at = (int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size()));
    return sorted.get(at) / 1e6;
  }
}
