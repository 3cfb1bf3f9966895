package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** What every store of marks must keep to; run against the fake and against Redis. */
public interface MarkStoreContract {

    ClusterId CLUSTER = new ClusterId(-7);

    /** A store that holds nothing. */
    MarkStore emptyStore() throws Exception;

    /** Makes the store lose everything, as a restart without persistence does. */
    void empty() throws Exception;

    private static Position at(int timeline, long lsn) {
        return new Position(timeline, new Lsn(lsn));
    }

    @Test
    default void anEmptyStoreHasNeitherFloorNorMark() throws Exception {
        assertEquals(new Marks(Optional.empty(), Optional.empty()), emptyStore().fetch(CLUSTER, "alice"));
    }

    @Test
    default void aMarkIsItsCallersAlone() throws Exception {
        MarkStore store = emptyStore();
        store.raise(CLUSTER, "alice", at(1, 100));
        assertEquals(Optional.of(at(1, 100)), store.fetch(CLUSTER, "alice").mark());
        assertEquals(Optional.empty(), store.fetch(CLUSTER, "bob").mark());
        assertEquals(Optional.empty(), store.fetch(new ClusterId(8), "alice").mark());
    }

    @Test
    default void aMarkIsRaisedAndNeverLowered() throws Exception {
        MarkStore store = emptyStore();
        store.raise(CLUSTER, "alice", at(1, 0x9_0000_0000L));
        store.raise(CLUSTER, "alice", at(1, 0x10_0000_0000L));
        store.raise(CLUSTER, "alice", at(1, 100));
        assertEquals(
                Optional.of(at(1, 0x10_0000_0000L)),
                store.fetch(CLUSTER, "alice").mark());
    }

    @Test
    default void marksAreComparedUnsignedAndByTimelineFirst() throws Exception {
        MarkStore store = emptyStore();
        store.raise(CLUSTER, "alice", at(9, Long.MAX_VALUE));
        store.raise(CLUSTER, "alice", at(9, Long.MIN_VALUE));
        assertEquals(
                Optional.of(at(9, Long.MIN_VALUE)),
                store.fetch(CLUSTER, "alice").mark());
        store.raise(CLUSTER, "alice", at(10, 5));
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
                    store.raise(CLUSTER, "alice", position);
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
        String epoch = store.epoch(CLUSTER);
        assertEquals(epoch, store.epoch(CLUSTER));
        empty();
        assertNotEquals(epoch, store.epoch(CLUSTER));
    }

    @Test
    default void theFloorIsRaisedAndNeverLoweredWithinItsEpoch() throws Exception {
        MarkStore store = emptyStore();
        String epoch = store.epoch(CLUSTER);
        assertEquals(at(1, 100), store.raiseFloor(CLUSTER, epoch, at(1, 100)));
        assertEquals(at(1, 100), store.raiseFloor(CLUSTER, epoch, at(1, 50)));
        assertEquals(Optional.of(at(1, 100)), store.fetch(CLUSTER, "bob").floor());
    }

    @Test
    default void aFloorWhosePositionWasReadBeforeTheStoreWasEmptiedIsRefused() throws Exception {
        MarkStore store = emptyStore();
        String epoch = store.epoch(CLUSTER);
        empty();
        assertThrows(StoreUnavailable.class, () -> store.raiseFloor(CLUSTER, epoch, at(1, 100)));
        store.epoch(CLUSTER);
        assertThrows(StoreUnavailable.class, () -> store.raiseFloor(CLUSTER, epoch, at(1, 100)));
        assertEquals(Optional.empty(), store.fetch(CLUSTER, "alice").floor());
    }
}
