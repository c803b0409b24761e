package io.zksolvency.service;

import static io.zksolvency.service.Clients.as;
import static io.zksolvency.service.Clients.detail;
import static io.zksolvency.service.Clients.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import com.google.rpc.RetryInfo;
import com.nimbusds.jwt.PlainJWT;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import io.grpc.stub.StreamObserver;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.formats.InclusionFile;
import io.zksolvency.formats.InclusionJson;
import io.zksolvency.proto.v1.BalanceRow;
import io.zksolvency.proto.v1.BalanceRows;
import io.zksolvency.proto.v1.BatchGetInclusionsRequest;
import io.zksolvency.proto.v1.BatchGetInclusionsResponse;
import io.zksolvency.proto.v1.CancelRunRequest;
import io.zksolvency.proto.v1.CreateRunRequest;
import io.zksolvency.proto.v1.GetInclusionRequest;
import io.zksolvency.proto.v1.GetProofRequest;
import io.zksolvency.proto.v1.GetRunRequest;
import io.zksolvency.proto.v1.GetStatementRequest;
import io.zksolvency.proto.v1.GetStatementResponse;
import io.zksolvency.proto.v1.Inclusion;
import io.zksolvency.proto.v1.InclusionServiceGrpc;
import io.zksolvency.proto.v1.ListRunsRequest;
import io.zksolvency.proto.v1.ListRunsResponse;
import io.zksolvency.proto.v1.ListStatementsRequest;
import io.zksolvency.proto.v1.ProofChunk;
import io.zksolvency.proto.v1.Run;
import io.zksolvency.proto.v1.RunFailure;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.proto.v1.RunState;
import io.zksolvency.proto.v1.StatementServiceGrpc;
import io.zksolvency.proto.v1.UploadRunRequest;
import io.zksolvency.proto.v1.Verdict;
import io.zksolvency.proto.v1.VerifyInclusionRequest;
import io.zksolvency.proto.v1.VerifyInclusionResponse;
import io.zksolvency.proto.v1.VerifyServiceGrpc;
import io.zksolvency.proto.v1.VerifyStatementResponse;
import io.zksolvency.proto.v1.WatchRunRequest;
import io.zksolvency.service.app.SolvencyServer;
import io.zksolvency.service.config.ServiceConfig;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** One server over real sockets, real proofs, the generated client. */
@Tag("native")
@EnabledIf("io.zksolvency.service.Clients#librariesPresent")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndToEndTest {
  private static final int ACCOUNTS = 400;

  /** Enough for several batches: a run over these is at work for longer than any of the tests. */
  private static final int MANY_ACCOUNTS = 300_000;

  @TempDir static Path directory;
  private static SolvencyServer server;
  private static ManagedChannel channel;
  private static TestTokens tokens;
  private static TestTokens staff;
  private static String operator;

  @BeforeAll
  static void start() throws Exception {
    tokens = new TestTokens();
    staff = new TestTokens();
    Path sources = Files.createDirectories(directory.resolve("sources"));
    StringBuilder csv = new StringBuilder("account_id,asset,equity\n");
    for (int i = 1; i <= ACCOUNTS; i++) {
      csv.append("acct-").append(i).append(",BTC,").append(Clients.balance(i)).append('\n');
    }
    Files.writeString(sources.resolve("balances.csv"), csv);
    for (int i = ACCOUNTS + 1; i <= MANY_ACCOUNTS; i++) {
      csv.append("acct-").append(i).append(",BTC,").append(Clients.balance(i)).append('\n');
    }
    Files.writeString(sources.resolve("many.csv"), csv);
    Map<String, Object> settings = new HashMap<>();
    settings.put("listen.port", 0);
    settings.put(
        "tokens.account-keys", List.of(tokens.publicKey(directory.resolve("a.pem")).toString()));
    settings.put(
        "tokens.staff-keys", List.of(staff.publicKey(directory.resolve("s.pem")).toString()));
    settings.put("sources.directories", List.of(sources.toString()));
    settings.put("runs.queue", 3);
    settings.put("metrics.port", 0);
    settings.put("limits.message", "256 KiB");
    server =
        SolvencyServer.start(
            ServiceConfig.load(directory.resolve("data"), Optional.empty(), settings));
    channel = Clients.channel(server.address().getPort());
    operator = Files.readString(directory.resolve("data/keys/operator.token")).strip();
  }

  @AfterAll
  static void stop() {
    if (channel != null) {
      channel.shutdownNow();
    }
    if (server != null) {
      server.close();
    }
  }

  private static RunServiceGrpc.RunServiceBlockingStub runs() {
    return as(RunServiceGrpc.newBlockingStub(channel), operator);
  }

  private static StatementServiceGrpc.StatementServiceBlockingStub statements() {
    return StatementServiceGrpc.newBlockingStub(channel);
  }

  private static InclusionServiceGrpc.InclusionServiceBlockingStub inclusion(String token) {
    return as(InclusionServiceGrpc.newBlockingStub(channel), token);
  }

  private static GetStatementResponse latest() {
    return statements().getStatement(GetStatementRequest.getDefaultInstance());
  }

  @Test
  @Order(1)
  void beforeAnyRunThereIsNothingButHealth() {
    assertThat(
            HealthGrpc.newBlockingStub(channel)
                .check(
                    HealthCheckRequest.newBuilder().setService("zksolvency.v1.RunService").build())
                .getStatus())
        .isEqualTo(HealthCheckResponse.ServingStatus.SERVING);
    refused(Status.Code.NOT_FOUND, EndToEndTest::latest);
    assertThat(
            statements()
                .listStatements(ListStatementsRequest.getDefaultInstance())
                .getStatementsCount())
        .isZero();
    refused(
        Status.Code.NOT_FOUND,
        () -> runs().getRun(GetRunRequest.newBuilder().setRunId("nothing").build()));
  }

  @Test
  @Order(1)
  void reflectionTellsWhatTheServerOffers() throws Exception {
    CompletableFuture<ServerReflectionResponse> answer = new CompletableFuture<>();
    StreamObserver<ServerReflectionRequest> out =
        ServerReflectionGrpc.newStub(channel).serverReflectionInfo(Clients.future(answer));
    out.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    assertThat(Clients.get(answer).getListServicesResponse().getServiceList())
        .extracting(ServiceResponse::getName)
        .contains(
            "zksolvency.v1.RunService",
            "zksolvency.v1.StatementService",
            "zksolvency.v1.InclusionService",
            "zksolvency.v1.VerifyService",
            "grpc.health.v1.Health");
    out.onCompleted();
  }

  @Test
  @Order(2)
  void anUploadedLedgerIsProvenAndPublished() throws Exception {
    RunServiceGrpc.RunServiceStub stub = as(RunServiceGrpc.newStub(channel), operator);
    Run accepted = Clients.upload(stub, Clients.spec("first").build(), ACCOUNTS);
    assertThat(accepted.getRunId()).isEqualTo("first");
    List<Run> seen = Clients.watch(runs(), "first");
    Run last = seen.get(seen.size() - 1);
    assertThat(last.getState()).as(last.toString()).isEqualTo(RunState.RUN_STATE_SUCCEEDED);
    assertThat(seen).anyMatch(run -> run.getProgress().getRows() > 0);
    GetStatementResponse statement = latest();
    assertThat(statement.getSummary().getStatementDigest()).isEqualTo(last.getStatementDigest());
    assertThat(statement.getSummary().getIssuerName()).isEqualTo("Test Exchange");
    assertThat(statement.getFilesList())
        .extracting(file -> file.getName())
        .containsExactly(
            "statement.json", "proofs/batch-00000.proof", "proofs/general-ledger.proof");
    // The same again is the same run; other balances under the id are refused.
    assertThat(Clients.upload(stub, Clients.spec("first").build(), ACCOUNTS).getState())
        .isEqualTo(RunState.RUN_STATE_SUCCEEDED);
    assertThat(
            detail(
                    refused(
                        Status.Code.ALREADY_EXISTS,
                        () -> Clients.upload(stub, Clients.spec("first").build(), 3)),
                    ErrorInfo.class)
                .getReason())
        .isEqualTo("ID_TAKEN");
    try (var left = Files.list(directory.resolve("data/runs"))) {
      assertThat(left.map(path -> path.getFileName().toString())).containsExactly("first");
    }
    assertThat(directory.resolve("data/runs/first/accounts.csv")).doesNotExist();
  }

  private static List<byte[]> files(GetStatementResponse statement) throws Exception {
    List<byte[]> files = new ArrayList<>();
    for (var file : statement.getFilesList()) {
      byte[] bytes =
          Clients.download(
              statements(), statement.getSummary().getStatementDigest(), file.getName());
      assertThat(HashInput.sha256(bytes)).isEqualTo(file.getSha256().toByteArray());
      assertThat((long) bytes.length).isEqualTo(file.getSize());
      files.add(bytes);
    }
    return files;
  }

  @Test
  @Order(3)
  void whatIsPublishedVerifiesAndWhatIsChangedDoesNot() throws Exception {
    GetStatementResponse statement = latest();
    List<byte[]> files = files(statement);
    assertThat(files.get(0)).isEqualTo(statement.getStatementJson().toByteArray());
    VerifyServiceGrpc.VerifyServiceStub stub = VerifyServiceGrpc.newStub(channel);
    VerifyStatementResponse verdict = Clients.verify(stub, statement, files);
    assertThat(verdict.getVerdict()).as(verdict.toString()).isEqualTo(Verdict.VERDICT_ACCEPTED);
    assertThat(verdict.getProofsVerified()).isEqualTo(2);
    assertThat(verdict.getStatementDigest()).isEqualTo(statement.getSummary().getStatementDigest());
    for (int i = 0; i < files.size(); i++) {
      List<byte[]> changed = new ArrayList<>(files);
      byte[] bytes = files.get(i).clone();
      bytes[bytes.length / 2] ^= 1;
      changed.set(i, bytes);
      VerifyStatementResponse other = Clients.verify(stub, statement, changed);
      assertThat(other.getVerdict())
          .as(statement.getFiles(i).getName())
          .isIn(Verdict.VERDICT_REJECTED, Verdict.VERDICT_MALFORMED);
      assertThat(other.getReason()).isNotEmpty();
    }
    assertThat(Clients.verify(stub, statement, files.subList(0, 2)).getRule())
        .isEqualTo("PROOF_DIGEST");
    refused(
        Status.Code.INVALID_ARGUMENT,
        () -> Clients.verify(stub, statement, List.of(files.get(0), new byte[0], files.get(2))));
    refused(
        Status.Code.NOT_FOUND,
        () ->
            statements()
                .getProof(GetProofRequest.newBuilder().setName("../../keys/issuer.pem").build())
                .next());
  }

  @Test
  @Order(4)
  void aCustomerGetsTheirOwnFileAndNoOther() throws Exception {
    Inclusion mine =
        inclusion(tokens.account("acct-7")).getInclusion(GetInclusionRequest.getDefaultInstance());
    assertThat(mine.getAccountId()).isEqualTo("acct-7");
    InclusionFile file = InclusionJson.read(mine.getInclusionJson().toByteArray());
    assertThat(file.entries().get(0).amount()).isEqualTo(71_000_007);
    VerifyServiceGrpc.VerifyServiceBlockingStub verify = VerifyServiceGrpc.newBlockingStub(channel);
    assertThat(
            verify
                .verifyInclusion(
                    VerifyInclusionRequest.newBuilder()
                        .setInclusionJson(mine.getInclusionJson())
                        .build())
                .getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
    VerifyInclusionResponse changed =
        verify.verifyInclusion(
            VerifyInclusionRequest.newBuilder()
                .setInclusionJson(
                    ByteString.copyFromUtf8(
                        mine.getInclusionJson().toStringUtf8().replace("71000007", "71000008")))
                .setStatementJson(latest().getStatementJson())
                .build());
    assertThat(changed.getVerdict()).isEqualTo(Verdict.VERDICT_REJECTED);
    assertThat(changed.getReason()).doesNotContain("acct-7").doesNotContain("71000008");

    GetInclusionRequest seven = GetInclusionRequest.newBuilder().setAccountId("acct-7").build();
    refused(
        Status.Code.PERMISSION_DENIED,
        () -> inclusion(tokens.account("acct-8")).getInclusion(seven));
    refused(
        Status.Code.PERMISSION_DENIED,
        () ->
            inclusion(tokens.account("acct-8"))
                .getInclusion(GetInclusionRequest.newBuilder().setAccountId("nobody").build()));
    refused(
        Status.Code.NOT_FOUND,
        () ->
            inclusion(tokens.account("stranger"))
                .getInclusion(GetInclusionRequest.getDefaultInstance()));
    refused(
        Status.Code.UNAUTHENTICATED,
        () -> InclusionServiceGrpc.newBlockingStub(channel).getInclusion(seven));
    Date past = Date.from(Instant.now().minusSeconds(3600));
    for (String token :
        List.of(
            tokens.sign(
                TestTokens.claims("acct-7")
                    .issueTime(past)
                    .expirationTime(Date.from(Instant.now().minusSeconds(60)))),
            tokens.sign(TestTokens.claims("acct-7").audience("another service")),
            tokens.sign(TestTokens.claims("acct-7").expirationTime(null)),
            tokens.sign(
                TestTokens.claims("acct-7")
                    .expirationTime(Date.from(Instant.now().plusSeconds(90_000)))),
            tokens.sign(
                TestTokens.claims("acct-7")
                    .notBeforeTime(Date.from(Instant.now().plusSeconds(300)))),
            tokens.sign(TestTokens.claims("acct-7").claim("role", "operator")),
            staff.sign(TestTokens.claims("acct-7").claim("role", "account")),
            new TestTokens().account("acct-7"),
            new PlainJWT(TestTokens.claims("acct-7").build()).serialize(),
            "nonsense",
            "00".repeat(32))) {
      assertThat(
              refused(Status.Code.UNAUTHENTICATED, () -> inclusion(token).getInclusion(seven))
                  .getMessage())
          .doesNotContain(token);
    }
    assertThat(inclusion(operator).getInclusion(seven)).isEqualTo(mine);
    refused(
        Status.Code.INVALID_ARGUMENT,
        () -> inclusion(operator).getInclusion(GetInclusionRequest.getDefaultInstance()));
  }

  @Test
  @Order(5)
  void theOperatorExportsManyFiles() throws Exception {
    List<BatchGetInclusionsResponse> all = new ArrayList<>();
    inclusion(operator)
        .batchGetInclusions(BatchGetInclusionsRequest.getDefaultInstance())
        .forEachRemaining(all::add);
    assertThat(all).hasSize(ACCOUNTS);
    assertThat(all.stream().map(one -> one.getInclusion().getAccountId()).distinct())
        .hasSize(ACCOUNTS);
    assertThat(all.get(ACCOUNTS - 1).getNextPosition()).isEqualTo(ACCOUNTS);
    List<BatchGetInclusionsResponse> rest = new ArrayList<>();
    inclusion(operator)
        .batchGetInclusions(
            BatchGetInclusionsRequest.newBuilder().setStartPosition(ACCOUNTS - 3).build())
        .forEachRemaining(rest::add);
    assertThat(rest).isEqualTo(all.subList(ACCOUNTS - 3, ACCOUNTS));
    List<BatchGetInclusionsResponse> named = new ArrayList<>();
    inclusion(operator)
        .batchGetInclusions(
            BatchGetInclusionsRequest.newBuilder()
                .addAccountIds("acct-3")
                .addAccountIds("nobody")
                .build())
        .forEachRemaining(named::add);
    assertThat(named.get(0).getInclusion().getAccountId()).isEqualTo("acct-3");
    assertThat(named.get(1).getUnknownAccountId()).isEqualTo("nobody");
    refused(
        Status.Code.PERMISSION_DENIED,
        () ->
            inclusion(tokens.account("acct-7"))
                .batchGetInclusions(BatchGetInclusionsRequest.getDefaultInstance())
                .next());
  }

  @Test
  @Order(6)
  void rolesSeeWhatTheyMay() throws Exception {
    String auditor = staff.sign(TestTokens.claims("ann").claim("role", "auditor"));
    RunServiceGrpc.RunServiceBlockingStub asAuditor =
        as(RunServiceGrpc.newBlockingStub(channel), auditor);
    assertThat(asAuditor.listRuns(ListRunsRequest.getDefaultInstance()).getRunsCount())
        .isEqualTo(1);
    CancelRunRequest cancel = CancelRunRequest.newBuilder().setRunId("first").build();
    refused(Status.Code.PERMISSION_DENIED, () -> asAuditor.cancelRun(cancel));
    refused(
        Status.Code.PERMISSION_DENIED,
        () -> inclusion(auditor).getInclusion(GetInclusionRequest.getDefaultInstance()));
    String customer = tokens.account("acct-1");
    refused(
        Status.Code.PERMISSION_DENIED,
        () ->
            as(RunServiceGrpc.newBlockingStub(channel), customer)
                .listRuns(ListRunsRequest.getDefaultInstance()));
    refused(
        Status.Code.UNAUTHENTICATED,
        () ->
            RunServiceGrpc.newBlockingStub(channel).listRuns(ListRunsRequest.getDefaultInstance()));
    String boss = staff.sign(TestTokens.claims("bob").claim("role", "operator"));
    assertThat(as(RunServiceGrpc.newBlockingStub(channel), boss).cancelRun(cancel).getState())
        .isEqualTo(RunState.RUN_STATE_SUCCEEDED);
  }

  private static CreateRunRequest create(String id) {
    return CreateRunRequest.newBuilder().setSpec(Clients.spec(id)).setFile("balances.csv").build();
  }

  @Test
  @Order(7)
  void badRequestsNameTheirFields() throws Exception {
    BadRequest wrong =
        detail(
            refused(
                Status.Code.INVALID_ARGUMENT,
                () ->
                    runs()
                        .createRun(
                            CreateRunRequest.newBuilder()
                                .setSpec(Clients.spec("../etc").setBatchRows(5).clearAssetsCsv())
                                .setSql("SELECT 1")
                                .build())),
            BadRequest.class);
    assertThat(wrong.getFieldViolationsList())
        .extracting(BadRequest.FieldViolation::getField)
        .containsExactlyInAnyOrder("sql", "spec.run_id", "spec.assets_csv", "spec.batch_rows");
    for (String file : List.of("/etc/passwd", "../a.pem", "missing.csv", "", ".")) {
      refused(
          Status.Code.INVALID_ARGUMENT,
          () -> runs().createRun(create("outside").toBuilder().setFile(file).build()));
    }
    refused(
        Status.Code.INVALID_ARGUMENT,
        () -> runs().getRun(GetRunRequest.newBuilder().setRunId("UPPER").build()));
    refused(
        Status.Code.INVALID_ARGUMENT,
        () -> runs().listRuns(ListRunsRequest.newBuilder().setPageToken("x").build()));
    refused(
        Status.Code.INVALID_ARGUMENT,
        () ->
            runs()
                .createRun(
                    create("chained").toBuilder()
                        .setSpec(
                            Clients.spec("chained")
                                .setPreviousStatementDigest(ByteString.copyFrom(new byte[32])))
                        .build()));
    CompletableFuture<Run> answer = new CompletableFuture<>();
    StreamObserver<UploadRunRequest> out =
        as(RunServiceGrpc.newStub(channel), operator).uploadRun(Clients.future(answer));
    out.onNext(UploadRunRequest.newBuilder().setSpec(Clients.spec("bad-rows")).build());
    out.onNext(
        UploadRunRequest.newBuilder()
            .setRows(
                BalanceRows.newBuilder()
                    .addRows(
                        BalanceRow.newBuilder()
                            .setAccountId("secret-id")
                            .setAsset("BTC")
                            .setEquity("-313373133731")))
            .build());
    assertThat(refused(Status.Code.INVALID_ARGUMENT, () -> Clients.get(answer)).getMessage())
        .contains("rows.rows[0].equity")
        .doesNotContain("313373133731")
        .doesNotContain("secret-id");
  }

  @Test
  @Order(8)
  void anUploadThatIsCutOffLeavesNothing() throws Exception {
    for (boolean cancel : new boolean[] {true, false}) {
      CompletableFuture<Run> answer = new CompletableFuture<>();
      StreamObserver<UploadRunRequest> out =
          as(RunServiceGrpc.newStub(channel), operator).uploadRun(Clients.future(answer));
      out.onNext(UploadRunRequest.newBuilder().setSpec(Clients.spec("cut-off")).build());
      if (cancel) {
        out.onError(new IllegalStateException("gone"));
      } else {
        out.onCompleted();
      }
      refused(
          cancel ? Status.Code.CANCELLED : Status.Code.INVALID_ARGUMENT, () -> Clients.get(answer));
    }
    refused(
        Status.Code.NOT_FOUND,
        () -> runs().getRun(GetRunRequest.newBuilder().setRunId("cut-off").build()));
    await()
        .atMost(Clients.PATIENCE)
        .untilAsserted(() -> assertThat(names()).containsExactly("first"));
  }

  private static List<String> names() throws Exception {
    try (var left = Files.list(directory.resolve("data/runs"))) {
      return left.map(path -> path.getFileName().toString()).toList();
    }
  }

  @Test
  @Order(9)
  void readersAreServedWhileARunIsProvenAndStatementsChain() throws Exception {
    assertThat(runs().createRun(create("second")).getState())
        .isIn(RunState.RUN_STATE_QUEUED, RunState.RUN_STATE_RUNNING);
    ExecutorService threads = Executors.newFixedThreadPool(200);
    AtomicInteger served = new AtomicInteger();
    long start = System.nanoTime();
    try {
      List<Callable<Void>> readers = new ArrayList<>();
      for (int reader = 0; reader < 200; reader++) {
        String id = "acct-" + (1 + reader);
        String token = tokens.account(id);
        readers.add(
            () -> {
              for (int i = 0; i < 10; i++) {
                Inclusion file =
                    inclusion(token)
                        .withDeadlineAfter(Clients.PATIENCE)
                        .getInclusion(GetInclusionRequest.getDefaultInstance());
                assertThat(file.getAccountId()).isEqualTo(id);
                served.incrementAndGet();
              }
              return null;
            });
      }
      for (Future<Void> done : threads.invokeAll(readers)) {
        done.get();
      }
    } finally {
      threads.shutdownNow();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf("%d inclusion files in %.1f s beside a run%n", served.get(), seconds);
    assertThat(served.get()).isEqualTo(2000);
    Run second = Clients.finish(runs(), "second");
    GetStatementResponse statement = latest();
    assertThat(statement.getSummary().getSequence()).isEqualTo(1);
    assertThat(statement.getSummary().getStatementDigest()).isEqualTo(second.getStatementDigest());
    Run first = runs().getRun(GetRunRequest.newBuilder().setRunId("first").build());
    assertThat(statement.getSummary().getPreviousStatementDigest())
        .isEqualTo(first.getStatementDigest());
    assertThat(
            Clients.verify(VerifyServiceGrpc.newStub(channel), statement, files(statement))
                .getVerdict())
        .isEqualTo(Verdict.VERDICT_ACCEPTED);
  }

  @Test
  @Order(10)
  void runsAreCancelledAndTheQueueHasAnEnd() throws Exception {
    runs().createRun(create("working").toBuilder().setFile("many.csv").build());
    List<String> waiting = List.of("waits-1", "waits-2", "waits-3");
    Iterator<Run> working =
        runs()
            .withDeadlineAfter(Clients.PATIENCE)
            .watchRun(WatchRunRequest.newBuilder().setRunId("working").build());
    while (!working.next().getProgress().getPhase().startsWith("proving")) {
      // It is still reading.
    }
    waiting.forEach(id -> runs().createRun(create(id)));
    var full = refused(Status.Code.RESOURCE_EXHAUSTED, () -> runs().createRun(create("waits-4")));
    assertThat(detail(full, RetryInfo.class).getRetryDelay().getSeconds()).isPositive();
    for (String id : waiting) {
      assertThat(runs().cancelRun(CancelRunRequest.newBuilder().setRunId(id).build()).getState())
          .isEqualTo(RunState.RUN_STATE_CANCELLED);
    }
    long asked = System.nanoTime();
    runs().cancelRun(CancelRunRequest.newBuilder().setRunId("working").build());
    List<Run> seen = Clients.watch(runs(), "working");
    assertThat(seen.get(seen.size() - 1).getState()).isEqualTo(RunState.RUN_STATE_CANCELLED);
    System.out.printf("cancelled in %d ms%n", (System.nanoTime() - asked) / 1_000_000);
    assertThat(directory.resolve("data/runs/working")).doesNotExist();
    ListRunsResponse page = runs().listRuns(ListRunsRequest.newBuilder().setPageSize(2).build());
    assertThat(page.getRunsList()).extracting(Run::getRunId).containsExactly("waits-3", "waits-2");
    assertThat(
            runs()
                .listRuns(
                    ListRunsRequest.newBuilder()
                        .setPageSize(2)
                        .setPageToken(page.getNextPageToken())
                        .build())
                .getRunsList())
        .extracting(Run::getRunId)
        .containsExactly("waits-1", "working");
    assertThat(
            runs()
                .listRuns(
                    ListRunsRequest.newBuilder().addStates(RunState.RUN_STATE_SUCCEEDED).build())
                .getRunsList())
        .extracting(Run::getRunId)
        .containsExactly("second", "first");
  }

  @Test
  @Order(11)
  void badBalancesFailTheRunWithoutNamingAnyone() throws Exception {
    Files.writeString(
        directory.resolve("sources/bad.csv"),
        "account_id,asset,equity,debt\nvery-secret,BTC,0.1,313373133731\n");
    runs().createRun(create("bad").toBuilder().setFile("bad.csv").build());
    List<Run> seen = Clients.watch(runs(), "bad");
    Run last = seen.get(seen.size() - 1);
    assertThat(last.getState()).isEqualTo(RunState.RUN_STATE_FAILED);
    assertThat(last.getFailure().getKind()).isEqualTo(RunFailure.Kind.INPUT);
    assertThat(last.getFailure().getMessage()).doesNotContain("very-secret", "313373133731");
  }

  @Test
  @Order(12)
  void oversizedMessagesAndHeadersAreRefused() {
    refused(
        Status.Code.RESOURCE_EXHAUSTED,
        () ->
            VerifyServiceGrpc.newBlockingStub(channel)
                .verifyInclusion(
                    VerifyInclusionRequest.newBuilder()
                        .setInclusionJson(ByteString.copyFrom(new byte[1 << 20]))
                        .build()));
    refused(
        Status.Code.INTERNAL,
        () ->
            inclusion("x".repeat(100_000)).getInclusion(GetInclusionRequest.getDefaultInstance()));
    assertThat(latest().getFilesCount()).isEqualTo(3);
  }

  @Test
  @Order(13)
  void aSlowClientHoldsUpNobody() throws Exception {
    CompletableFuture<Void> first = new CompletableFuture<>();
    AtomicInteger chunks = new AtomicInteger();
    List<ClientCallStreamObserver<GetProofRequest>> slow = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      StatementServiceGrpc.newStub(channel)
          .getProof(
              GetProofRequest.newBuilder().setName("proofs/batch-00000.proof").build(),
              new ClientResponseObserver<GetProofRequest, ProofChunk>() {
                @Override
                public void beforeStart(ClientCallStreamObserver<GetProofRequest> call) {
                  slow.add(call);
                  call.disableAutoRequestWithInitial(1);
                }

                @Override
                public void onNext(ProofChunk chunk) {
                  chunks.incrementAndGet();
                  first.complete(null);
                }

                @Override
                public void onError(Throwable failure) {}

                @Override
                public void onCompleted() {}
              });
    }
    first.get(Clients.PATIENCE.toSeconds(), TimeUnit.SECONDS);
    ManagedChannel other = Clients.channel(server.address().getPort());
    try {
      assertThat(
              StatementServiceGrpc.newBlockingStub(other)
                  .withDeadlineAfter(Clients.PATIENCE)
                  .getStatement(GetStatementRequest.getDefaultInstance())
                  .getFilesCount())
          .isEqualTo(3);
      assertThat(chunks.get()).isLessThanOrEqualTo(20);
    } finally {
      other.shutdownNow();
      slow.forEach(call -> call.cancel("done", null));
    }
  }

  private static String metricsAddress() {
    return "http://127.0.0.1:" + server.metricsPort().getAsInt() + "/metrics";
  }

  @Test
  @Order(14)
  void metricsTellWhatHappenedAndNothingOfAnyone() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(URI.create(metricsAddress())).build(),
                HttpResponse.BodyHandlers.ofString());
    assertThat(answer.body())
        .contains("solvency_runs_total{state=\"SUCCEEDED\"} 2.0")
        .contains("solvency_batches_proven_total")
        .contains("solvency_runs_waiting 0.0")
        .contains("solvency_verifications_seconds")
        .contains("method=\"zksolvency.v1.InclusionService/GetInclusion\"")
        .contains("code=\"UNAUTHENTICATED\"")
        .doesNotContain("acct-")
        .doesNotContain(operator);
  }
}
