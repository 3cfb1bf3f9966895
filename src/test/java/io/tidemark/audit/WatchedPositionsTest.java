package io.tidemark.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.time.Ticker;
import io.tidemark.wal.CollationRule;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.wal.ReplicaWatchSettings;
import io.tidemark.wal.Replicas;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class WatchedPositionsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final ReplicaName ONE = ReplicaName.of("one");

    private final FakeServer primaryServer = new FakeServer();
    private final FakeServer server = new FakeServer();
    private final PrimaryWatch primary = new PrimaryWatch("the primary", primaryServer, HOUR, LONG, Ticker.SYSTEM);
    private final Replicas replicas = new Replicas(
            List.of(ReplicaSource.of(ONE, server)),
            primary,
            new ReplicaWatchSettings(HOUR, HOUR, CollationRule.REQUIRE_SAME),
            Ticker.SYSTEM);
    private final WatchedPositions positions = new WatchedPositions(primary, replicas);

    private static Position at(long bytes) {
        return new Position(1, new Lsn(bytes));
    }

    @BeforeEach
    void start() throws ServerFault {
        new Thread(primary).start();
        replicas.watches().forEach(watch -> new Thread(watch).start());
        primaryServer.answers(at(100));
        positions.ofPrimaryNow();
        server.answers(at(100));
        replicas.watches().get(0).awaitPoll(LONG);
    }

    @AfterEach
    void end() {
        replicas.close();
        primary.close();
    }

    @Test
    void thePositionNowIsNeverThatOfAnEarlierPoll() throws Exception {
        primaryServer.answers(at(200));
        assertEquals(Optional.of(at(100)), positions.lastOfPrimary());
        assertEquals(at(200), positions.ofPrimaryNow());
        assertEquals(Optional.of(at(200)), positions.lastOfPrimary());
    }

    @Test
    void aPrimaryThatIsAwayHasNoPositionNow() {
        primaryServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        assertThrows(ServerFault.class, positions::ofPrimaryNow);
    }

    @Test
    void aReplicaThatHasReplayedThePositionIsNotPolled() {
        int polls = server.enquiries();
        assertTrue(positions.awaitReplica(ONE, at(100), LONG));
        assertEquals(polls, server.enquiries());
    }

    @Test
    void aReplicaIsPolledUntilItHasReplayedThePosition() throws Exception {
        int polls = server.enquiries();
        CompletableFuture<Boolean> waiting =
                CompletableFuture.supplyAsync(() -> positions.awaitReplica(ONE, at(200), LONG));
        server.awaitEnquiries(polls + 3);
        server.answers(at(200));
        assertTrue(waiting.get(LONG.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void theWaitEndsAfterItsTimeAndWithAnInterrupt() {
        assertFalse(positions.awaitReplica(ONE, at(200), Duration.ofMillis(50)));
        Thread.currentThread().interrupt();
        assertFalse(positions.awaitReplica(ONE, at(200), LONG));
        assertTrue(Thread.interrupted());
    }

    @Test
    void aReplicaThatIsNotConfiguredCoversNothing() {
        assertFalse(positions.awaitReplica(ReplicaName.of("two"), at(100), LONG));
    }
}
