package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tests {@link PolledReplayWait}: its contract, and the number of polls. */
class PolledReplayWaitTest extends ReplayWaitContract {

    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration WAIT = Duration.ofSeconds(10);

    private final AtomicLong time = new AtomicLong();
    private final FakeServer primaryServer = new FakeServer();
    private final List<FakeServer> servers = List.of(new FakeServer(), new FakeServer());
    private final PrimaryWatch primary = new PrimaryWatch("the primary", primaryServer, HOUR, WAIT, time::get);
    private final Replicas replicas = new Replicas(
            List.of(
                    ReplicaSource.of(ReplicaName.of("one"), servers.get(0)),
                    ReplicaSource.of(ReplicaName.of("two"), servers.get(1))),
            primary,
            new ReplicaWatchSettings(HOUR, HOUR, CollationRule.REQUIRE_SAME),
            time::get);
    private final ReplayWait wait = new PolledReplayWait(replicas);

    @BeforeEach
    void start() throws ServerFault {
        new Thread(primary).start();
        replicas.watches().forEach(watch -> new Thread(watch).start());
        primaryServer.answers(at(100));
        primary.positionAfterNow();
        for (int i = 0; i < 2; i++) {
            servers.get(i).answers(at(100));
            replicas.watches().get(i).awaitPoll(WAIT);
        }
    }

    @AfterEach
    void end() {
        replicas.close();
        primary.close();
    }

    @Override
    ReplayWait replayWait() {
        return wait;
    }

    @Override
    void replays(ReplicaName replica, long bytes) {
        servers.get(number(replica)).answers(at(bytes));
    }

    @Override
    void fails(ReplicaName replica) {
        servers.get(number(replica)).fails(ServerFault.Kind.UNREACHABLE, "gone");
        replicas.watches().get(number(replica)).awaitPoll(WAIT);
    }

    private int number(ReplicaName replica) {
        return replica.equals(first()) ? 0 : 1;
    }

    @Override
    ReplicaName first() {
        return replicas.watches().get(0).name();
    }

    @Override
    ReplicaName second() {
        return replicas.watches().get(1).name();
    }

    @Test
    void manyWaitsShareThePolls() throws Exception {
        int threads = 200;
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        try {
            int before = servers.get(0).enquiries();
            long begun = System.nanoTime();
            List<Future<Optional<ReplicaName>>> waits = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                waits.add(callers.submit(() -> wait.firstToCover(at(200), WAIT)));
            }
            servers.get(0).awaitEnquiries(before + 10);
            servers.get(0).answers(at(200));
            for (Future<Optional<ReplicaName>> waiting : waits) {
                assertEquals(Optional.of(first()), waiting.get(WAIT.toSeconds(), TimeUnit.SECONDS));
            }
            long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
            int polls = servers.get(0).enquiries() - before;
            // One every 5 ms, and one each at the begin and at the end.
            assertTrue(polls <= millis / 5 + 2, polls + " polls in " + millis + " ms");
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void aReplicaThatHasThePositionIsNotPolled() throws Exception {
        servers.get(0).answers(at(200));
        replicas.watches().get(0).awaitPoll(WAIT);
        int before = servers.get(0).enquiries();
        long begun = System.nanoTime();
        for (int i = 0; i < 20_000; i++) {
            assertEquals(Optional.of(first()), wait.firstToCover(at(200), WAIT));
        }
        long millis = Duration.ofNanos(System.nanoTime() - begun).toMillis();
        int polls = servers.get(0).enquiries() - before;
        assertTrue(polls <= millis / 5 + 2, polls + " polls in " + millis + " ms");
    }

    @Test
    void whatSharesAWaitKeepsNothingOfThoseThatGaveUp() {
        WaitedPositions.Wait shared = replicas.waited().join(at(200));
        CompletableFuture<Void> event = new CompletableFuture<>();
        for (int i = 0; i < 50; i++) {
            assertEquals(Optional.empty(), wait.firstToCover(at(200), Duration.ofMillis(2), event));
        }
        assertTrue(shared.reached().getNumberOfDependents() <= 1, "references in the future of the position");
        assertTrue(event.getNumberOfDependents() <= 1, "references in the event");
        replicas.waited().leave(shared);
    }

    @Test
    void theNextWaitForThatPositionPollsAnew() {
        assertEquals(Optional.empty(), wait.firstToCover(at(200), Duration.ofMillis(20)));
        servers.get(1).answers(at(200));
        assertEquals(Optional.of(second()), wait.firstToCover(at(200), WAIT));
    }
}
