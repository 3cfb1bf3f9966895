package io.tidemark.marks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The contract of every store of marks, run against the fake and against Redis. */
public interface MarkStoreContract {

    ClusterId CLUSTER = new ClusterId(-7);

    /** The bucket whose floor these tests read. */
    int BUCKET = 0;

    Duration LONG = Duration.ofMinutes(5);

    /** Creates an empty store. */
    MarkStore emptyStore() throws Exception;

    /** Removes all content, like a restart without persistence. */
    void empty() throws Exception;

    /** Saves the content, for {@link #restore}. */
    void save() throws Exception;

    /** Restarts the store with the saved content. */
    void restore() throws Exception;

    /** A caller of that bucket. */
    private static String callerOf(MarkStore store) {
        return IntStream.range(0, 1000)
                .mapToObj(i -> "caller" + i)
                .filter(caller -> store.bucket(caller) == BUCKET)
                .findFirst()
                .orElseThrow();
    }

    private static Position at(int timeline, long lsn) {
        return new Position(timeline, new Lsn(lsn));
    }

    @Test
    default void anEmptyStoreHasNeitherFloorNorMark() throws Exception {
        CallerMarks marks = emptyStore().fetch(CLUSTER, "alice");
        assertEquals(new CallerMarks(Optional.empty(), Optional.empty(), false, Set.of(), false, marks.time()), marks);
    }

    @Test
    default void aMarkIsItsCallersAlone() throws Exception {
        MarkStore store = emptyStore();
        store.raise(CLUSTER, "alice", at(1, 100), Set.of());
        assertEquals(Optional.of(at(1, 100)), store.fetch(CLUSTER, "alice").mark());
        assertEquals(Optional.empty(), store.fetch(CLUSTER, "bob").mark());
        assertEquals(Optional.empty(), store.fetch(new ClusterId(8), "alice").mark());
    }

    @Test
    default void aMarkIsRaisedAndNeverLowered() throws Exception {
        MarkStore store = emptyStore();
        store.raise(CLUSTER, "alice", at(1, 0x9_0000_0000L), Set.of());
        store.raise(CLUSTER, "alice", at(1, 0x10_0000_0000L), Set.of());
        store.raise(CLUSTER, "alice", at(1, 100), Set.of());
        assertEquals(
                Optional.of(at(1, 0x10_0000_0000L)),
                store.fetch(CLUSTER, "alice").mark());
    }

    @Test
    default void marksAreComparedUnsignedAndByTimelineFirst() throws Exception {
        MarkStore store = emptyStore();
        store.raise(CLUSTER, "alice", at(9, Long.MAX_VALUE), Set.of());
        store.raise(CLUSTER, "alice", at(9, Long.MIN_VALUE), Set.of());
        assertEquals(
                Optional.of(at(9, Long.MIN_VALUE)),
                store.fetch(CLUSTER, "alice").mark());
        store.raise(CLUSTER, "alice", at(10, 5), Set.of());
        assertEquals(Optional.of(at(10, 5)), store.fetch(CLUSTER, "alice").mark());
    }

    @Test
    default void thirtyTwoThreadsRaiseOneMarkInRandomOrderAndTheLargestStays() throws Exception {
        MarkStore store = emptyStore();
        List<Position> positions = new ArrayList<>();
        for (int i = 0; i < 640; i++) {
            positions.add(at(1, 0x1_0000_0000L * i));
        }
        Collections.shuffle(positions, new Random(20));
        ExecutorService threads = Executors.newFixedThreadPool(32);
        try {
            List<Future<?>> raises = new ArrayList<>();
            for (Position position : positions) {
                raises.add(threads.submit(() -> {
                    store.raise(CLUSTER, "alice", position, Set.of());
                    return position;
                }));
            }
            for (Future<?> raise : raises) {
                raise.get();
            }
        } finally {
            threads.shutdownNow();
        }
        assertEquals(
                Optional.of(at(1, 0x1_0000_0000L * 639)),
                store.fetch(CLUSTER, "alice").mark());
    }

    @Test
    default void theEpochStaysUntilTheStoreIsEmptied() throws Exception {
        MarkStore store = emptyStore();
        String epoch = store.epoch(CLUSTER, BUCKET);
        assertEquals(epoch, store.epoch(CLUSTER, BUCKET));
        empty();
        assertNotEquals(epoch, store.epoch(CLUSTER, BUCKET));
    }

    @Test
    default void theFloorIsRaisedAndNeverLoweredWithinItsEpoch() throws Exception {
        MarkStore store = emptyStore();
        String epoch = store.epoch(CLUSTER, BUCKET);
        assertEquals(at(1, 100), store.raiseFloor(CLUSTER, BUCKET, epoch, at(1, 100)));
        assertEquals(at(1, 100), store.raiseFloor(CLUSTER, BUCKET, epoch, at(1, 50)));
        assertEquals(
                Optional.of(at(1, 100)), store.fetch(CLUSTER, callerOf(store)).floor());
    }

    @Test
    default void aFloorWhosePositionWasReadBeforeTheStoreWasEmptiedIsRefused() throws Exception {
        MarkStore store = emptyStore();
        String epoch = store.epoch(CLUSTER, BUCKET);
        empty();
        assertThrows(StoreUnavailable.class, () -> store.raiseFloor(CLUSTER, BUCKET, epoch, at(1, 100)));
        store.epoch(CLUSTER, BUCKET);
        assertThrows(StoreUnavailable.class, () -> store.raiseFloor(CLUSTER, BUCKET, epoch, at(1, 100)));
        assertEquals(Optional.empty(), store.fetch(CLUSTER, callerOf(store)).floor());
    }

    @Test
    default void aFloorHoldsNoLongerWhenTheStoreIsRestoredFromAnOlderSnapshot() throws Exception {
        MarkStore store = emptyStore();
        store.raiseFloor(CLUSTER, BUCKET, store.epoch(CLUSTER, BUCKET), at(1, 100));
        store.raise(CLUSTER, "alice", at(1, 200), Set.of());
        save();
        store.raise(CLUSTER, "alice", at(1, 300), Set.of());
        String before = store.epoch(CLUSTER, BUCKET);
        assertTrue(store.check(CLUSTER, BUCKET).floor());

        restore();

        assertEquals(Optional.of(at(1, 200)), store.fetch(CLUSTER, "alice").mark(), "it is the older one");
        assertEquals(Optional.empty(), store.fetch(CLUSTER, callerOf(store)).floor());
        assertFalse(store.check(CLUSTER, BUCKET).floor());
        assertThrows(StoreUnavailable.class, () -> store.raiseFloor(CLUSTER, BUCKET, before, at(1, 400)));
        assertEquals(at(1, 400), store.raiseFloor(CLUSTER, BUCKET, store.epoch(CLUSTER, BUCKET), at(1, 400)));
        assertEquals(
                Optional.of(at(1, 400)), store.fetch(CLUSTER, callerOf(store)).floor());
        assertTrue(store.check(CLUSTER, BUCKET).floor());
    }

    @Test
    default void aPendingWriteIsItsCallersAloneUntilItIsDropped() throws Exception {
        MarkStore store = emptyStore();
        store.addPending(CLUSTER, "alice", "w1", LONG);
        store.addPending(CLUSTER, "alice", "w2", LONG);
        assertTrue(store.fetch(CLUSTER, "alice").pending());
        assertFalse(store.fetch(CLUSTER, "bob").pending());
        assertFalse(store.fetch(new ClusterId(8), "alice").pending());
        store.dropPending(CLUSTER, "alice", "w1");
        assertTrue(store.fetch(CLUSTER, "alice").pending(), "the other one");
        store.dropPending(CLUSTER, "alice", "w2");
        assertFalse(store.fetch(CLUSTER, "alice").pending());
        assertEquals(Optional.empty(), store.fetch(CLUSTER, "alice").mark());
    }

    /** A rollback must not take back the mark of another write of the caller. */
    @Test
    default void aPendingWriteThatIsDroppedLeavesTheMark() throws Exception {
        MarkStore store = emptyStore();
        store.addPending(CLUSTER, "alice", "w1", LONG);
        store.raise(CLUSTER, "alice", at(1, 100), Set.of());
        store.dropPending(CLUSTER, "alice", "w1");
        assertEquals(Optional.of(at(1, 100)), store.fetch(CLUSTER, "alice").mark());
    }

    @Test
    default void aRaiseDropsThePendingWritesThatItCovers() throws Exception {
        MarkStore store = emptyStore();
        store.addPending(CLUSTER, "alice", "w1", LONG);
        store.addPending(CLUSTER, "alice", "w2", LONG);
        store.addPending(CLUSTER, "alice", "w3", LONG);
        store.raise(CLUSTER, "alice", at(1, 100), Set.of("w1", "w2"));
        assertTrue(store.fetch(CLUSTER, "alice").pending(), "the third");
        store.raise(CLUSTER, "alice", at(1, 50), Set.of("w3"));
        CallerMarks marks = store.fetch(CLUSTER, "alice");
        assertFalse(marks.pending());
        assertEquals(Optional.of(at(1, 100)), marks.mark());
    }

    @Test
    default void anAdditionThatIsOvertakenByItsEndDoesNothing() throws Exception {
        MarkStore store = emptyStore();
        store.dropPending(CLUSTER, "alice", "w1");
        store.addPending(CLUSTER, "alice", "w1", LONG);
        store.raise(CLUSTER, "alice", at(1, 100), Set.of("w2"));
        store.addPending(CLUSTER, "alice", "w2", LONG);
        assertFalse(store.fetch(CLUSTER, "alice").pending());
    }

    @Test
    default void aRenewalThatIsOvertakenByItsEndDoesNothing() throws Exception {
        MarkStore store = emptyStore();
        store.addPending(CLUSTER, "alice", "w1", LONG);
        store.raise(CLUSTER, "alice", at(1, 100), Set.of("w1"));
        store.addPending(CLUSTER, "alice", "w1", LONG);
        assertFalse(store.fetch(CLUSTER, "alice").pending());
    }

    @Test
    default void aPendingWriteWhoseDeadlineIsOverIsNotForgotten() throws Exception {
        MarkStore store = emptyStore();
        store.addPending(CLUSTER, "alice", "w1", Duration.ZERO);
        store.addPending(CLUSTER, "alice", "w2", LONG);
        CallerMarks marks = store.fetch(CLUSTER, "alice");
        assertTrue(marks.pending());
        assertEquals(Set.of("w1"), marks.expired());
        store.addPending(CLUSTER, "alice", "w1", LONG);
        assertEquals(Set.of(), store.fetch(CLUSTER, "alice").expired(), "renewed");
    }

    @Test
    default void theClockOfTheStoreGoesOn() throws Exception {
        MarkStore store = emptyStore();
        Instant before = store.fetch(CLUSTER, "alice").time();
        Instant after = store.check(CLUSTER, BUCKET).time();
        assertFalse(after.isBefore(before));
    }
}
