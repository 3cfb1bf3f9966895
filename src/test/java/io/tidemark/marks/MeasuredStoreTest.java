package io.tidemark.marks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.telemetry.ReceivedTelemetry;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.telemetry.Telemetry.RoundTrip;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeasuredStoreTest implements MarkStoreContract {

    private static final long STEP = Duration.ofMillis(3).toNanos();
    private static final Optional<InetSocketAddress> SERVER =
            Optional.of(InetSocketAddress.createUnresolved("redis.example.com", 6379));

    private final AtomicLong time = new AtomicLong();
    private final ReceivedTelemetry telemetry = new ReceivedTelemetry();
    private final FakeMarkStore fake = new FakeMarkStore();
    private final MarkStore store = MeasuredStore.of(fake, SERVER, telemetry, () -> time.addAndGet(STEP));

    @Override
    public MarkStore emptyStore() {
        return store;
    }

    @Override
    public void empty() {
        fake.isEmptied();
    }

    @Override
    public void save() {
        fake.isSaved();
    }

    @Override
    public void restore() {
        fake.isRestored();
    }

    @Test
    void fetchesAndRaisesAreMeasured() throws StoreUnavailable {
        store.fetch(CLUSTER, "alice");
        store.raise(CLUSTER, "alice", new Position(1, new Lsn(100)), Set.of());
        assertEquals(List.of("fetched", "stored"), telemetry.events());
        RoundTrip measured = new RoundTrip(STEP, SERVER, Optional.empty());
        assertEquals(List.of(measured, measured), telemetry.trips());
    }

    @Test
    void aFailureHasAKind() {
        fake.goesDown();
        assertThrows(StoreUnavailable.class, () -> store.fetch(CLUSTER, "alice"));
        assertEquals(List.of(new RoundTrip(STEP, SERVER, Optional.of("unavailable"))), telemetry.trips());
    }

    @Test
    void withoutTelemetryTheStoreIsNotWrapped() {
        assertSame(fake, MeasuredStore.of(fake, SERVER, Telemetry.NONE, time::get));
    }
}
