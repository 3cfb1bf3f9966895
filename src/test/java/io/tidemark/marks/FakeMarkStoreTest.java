package io.tidemark.marks;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Runs the contract of {@code MarkStore} on the fake, which makes tests with the fake meaningful. */
class FakeMarkStoreTest implements MarkStoreContract {

    private final FakeMarkStore store = new FakeMarkStore();

    @Test
    void aMarkAndItsPendingWritesExpireOneHorizonAfterTheLastAdditionOrRaise() throws StoreUnavailable {
        Position position = new Position(1, new Lsn(100));
        FakeMarkStore expiring = new FakeMarkStore(Duration.ofMinutes(10));
        expiring.raise(FakeServer.CLUSTER, "alice", position, Set.of());
        expiring.timePasses(Duration.ofMinutes(6));
        expiring.addPending(FakeServer.CLUSTER, "alice", "w1", Duration.ofMinutes(1));
        expiring.timePasses(Duration.ofMinutes(6));
        assertEquals(
                Optional.of(position),
                expiring.fetch(FakeServer.CLUSTER, "alice").mark());
        expiring.timePasses(Duration.ofMinutes(4));
        CallerMarks expired = expiring.fetch(FakeServer.CLUSTER, "alice");
        assertEquals(Optional.empty(), expired.mark());
        assertEquals(Set.of(), expired.expired());
    }

    @Override
    public MarkStore emptyStore() {
        return store;
    }

    @Override
    public void empty() {
        store.isEmptied();
    }

    @Override
    public void save() {
        store.isSaved();
    }

    @Override
    public void restore() {
        store.isRestored();
    }
}
