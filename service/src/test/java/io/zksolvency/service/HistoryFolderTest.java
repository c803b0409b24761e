package io.zksolvency.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.ManagedChannel;
import io.zksolvency.circuits.hash.HashInput;
import io.zksolvency.circuits.hash.Hex;
import io.zksolvency.circuits.statement.SolvencyStatement;
import io.zksolvency.formats.HistoryIndex;
import io.zksolvency.formats.HistoryJson;
import io.zksolvency.formats.StatementJson;
import io.zksolvency.proto.v1.ListRunsRequest;
import io.zksolvency.proto.v1.Run;
import io.zksolvency.proto.v1.RunServiceGrpc;
import io.zksolvency.proto.v1.RunState;
import io.zksolvency.service.app.SolvencyServer;
import io.zksolvency.service.config.ServiceConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What a schedule proves comes to the folder that a web server hands out, by itself. */
@Tag("native")
@EnabledIf("io.zksolvency.service.Clients#librariesPresent")
class HistoryFolderTest {
  @TempDir Path directory;

  private static List<HistoryIndex.Place> listed(Path site) throws Exception {
    return HistoryJson.read(Files.readAllBytes(site.resolve(HistoryIndex.FILE))).statements();
  }

  /** Waits until the folder lists this statement last, and checks that all of it is there. */
  static void requireListed(Path site, ByteString digest) {
    await()
        .atMost(Clients.PATIENCE)
        .untilAsserted(
            () -> {
              assertThat(site.resolve(HistoryIndex.FILE)).exists();
              List<HistoryIndex.Place> places = listed(site);
              HistoryIndex.Place last = places.get(places.size() - 1);
              assertThat(last.digest()).isEqualTo(Hex.format(digest.toByteArray()));
              Path there = site.resolve(last.path());
              SolvencyStatement statement =
                  StatementJson.read(Files.readAllBytes(there.resolve("statement.json")))
                      .statement();
              assertThat(statement.digest()).isEqualTo(digest.toByteArray());
              assertThat(
                      HashInput.sha256(
                          Files.readAllBytes(there.resolve(statement.generalLedger().proofFile()))))
                  .isEqualTo(statement.generalLedger().proofSha256());
            });
  }

  @Test
  void aScheduledRunIsPublishedAfterThoseThatCameBefore() throws Exception {
    Path balances =
        Files.writeString(
            directory.resolve("balances.csv"), "account_id,asset,equity\nalice,BTC,1.5\n");
    Path assets = Files.writeString(directory.resolve("assets.csv"), Clients.ASSETS);
    Path site = directory.resolve("site");
    Path config =
        Files.writeString(
            directory.resolve("serve.conf"),
            """
            listen.port = 0
            issuer.name = "%s"
            publish.directory = "%s"
            schedule.minutely { cron = "* * * * *", run { file = "%s", assets = "%s" } }
            """
                .formatted(Clients.spec("").getIssuerName(), site, balances, assets));
    try (SolvencyServer server =
        SolvencyServer.start(
            ServiceConfig.load(directory.resolve("data"), Optional.of(config), Map.of()))) {
      ManagedChannel channel = Clients.channel(server.address().getPort());
      try {
        String operator = Files.readString(directory.resolve("data/keys/operator.token")).strip();
        RunServiceGrpc.RunServiceBlockingStub runs =
            Clients.as(RunServiceGrpc.newBlockingStub(channel), operator);
        Clients.upload(
            Clients.as(RunServiceGrpc.newStub(channel), operator),
            Clients.spec("by-hand").build(),
            3);
        await()
            .atMost(Clients.PATIENCE)
            .until(
                () ->
                    runs.listRuns(
                                ListRunsRequest.newBuilder()
                                    .addStates(RunState.RUN_STATE_SUCCEEDED)
                                    .build())
                            .getRunsCount()
                        >= 2);
        List<Run> succeeded =
            runs.listRuns(
                    ListRunsRequest.newBuilder().addStates(RunState.RUN_STATE_SUCCEEDED).build())
                .getRunsList();
        await()
            .atMost(Clients.PATIENCE)
            .untilAsserted(() -> assertThat(listed(site)).hasSizeGreaterThanOrEqualTo(2));
        // The newest comes first in the one list, last in the other.
        List<HistoryIndex.Place> places = listed(site);
        for (int i = 0; i < 2; i++) {
          assertThat(places.get(i).sequence()).isEqualTo(i);
          assertThat(places.get(i).digest())
              .isEqualTo(
                  Hex.format(
                      succeeded.get(succeeded.size() - 1 - i).getStatementDigest().toByteArray()));
        }
        assertThat(succeeded.get(0).getRunId()).startsWith("minutely-");
      } finally {
        channel.shutdownNow();
      }
    }
  }
}
