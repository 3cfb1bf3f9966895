package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The contract of {@link ReplayWait}, for each implementation. */
@Timeout(60)
abstract class ReplayWaitContract {

    private static final Duration LONG = Duration.ofSeconds(30);

    /** {@return the implementation, over two replicas that are eligible at position 100} */
    abstract ReplayWait replayWait();

    /** Makes a replica replay up to a position. */
    abstract void replays(ReplicaName replica, long bytes);

    /** Makes a replica ineligible. */
    abstract void fails(ReplicaName replica);

    abstract ReplicaName first();

    abstract ReplicaName second();

    static Position at(long bytes) {
        return new Position(1, new Lsn(bytes));
    }

    @Test
    void aPositionThatIsCoveredIsNotWaitedFor() {
        assertEquals(Optional.of(first()), replayWait().firstToCover(at(100), Duration.ZERO));
    }

    @Test
    void theWaitEndsWithTheFirstReplicaThatCoversThePosition() throws Exception {
        CompletableFuture<Optional<ReplicaName>> waiting =
                CompletableFuture.supplyAsync(() -> replayWait().firstToCover(at(200), LONG));
        replays(second(), 200);
        assertEquals(Optional.of(second()), waiting.get(LONG.toSeconds(), TimeUnit.SECONDS));
    }

    @Test
    void theWaitEndsAfterItsTime() {
        long begun = System.nanoTime();
        assertEquals(Optional.empty(), replayWait().firstToCover(at(200), Duration.ofMillis(50)));
        assertTrue(System.nanoTime() - begun >= Duration.ofMillis(50).toNanos());
        assertEquals(Optional.empty(), replayWait().firstToCover(at(200), Duration.ZERO));
    }

    @Test
    void theWaitEndsWithAnotherEvent() throws Exception {
        CompletableFuture<Void> event = new CompletableFuture<>();
        CompletableFuture<Optional<ReplicaName>> waiting =
                CompletableFuture.supplyAsync(() -> replayWait().firstToCover(at(200), LONG, event));
        event.complete(null);
        assertEquals(Optional.empty(), waiting.get(LONG.toSeconds() / 2, TimeUnit.SECONDS));
    }

    @Test
    void withoutAnEligibleReplicaThereIsNoWait() {
        fails(first());
        fails(second());
        assertEquals(Optional.empty(), replayWait().firstToCover(at(100), Duration.ofDays(1)));
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        Thread.currentThread().interrupt();
        assertEquals(Optional.empty(), replayWait().firstToCover(at(200), LONG));
        assertTrue(Thread.interrupted());
    }
}
