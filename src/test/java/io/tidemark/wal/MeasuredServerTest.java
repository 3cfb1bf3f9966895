package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.telemetry.ReceivedTelemetry;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.telemetry.Telemetry.RoundTrip;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class MeasuredServerTest {

    private static final long STEP = Duration.ofMillis(3).toNanos();

    private final AtomicLong time = new AtomicLong();
    private final ReceivedTelemetry telemetry = new ReceivedTelemetry();
    private final FakeServer fake = new FakeServer();
    private final PositionSource server =
            MeasuredServer.of(fake, Optional.of("jdbc/replica"), telemetry, () -> time.addAndGet(STEP));

    private static Optional<InetSocketAddress> endpoint(String address) {
        return new ServerId(FakeServer.CLUSTER, address, "first").endpoint();
    }

    @Test
    void aPollHasTheServerThatAnswered() throws ServerFault {
        fake.answers(new Position(1, new Lsn(100)));
        assertEquals(new Lsn(100), server.read().position().lsn());
        assertEquals(List.of("position of jdbc/replica"), telemetry.events());
        assertEquals(
                List.of(new RoundTrip(
                        STEP, Optional.of(InetSocketAddress.createUnresolved("there", 5432)), Optional.empty())),
                telemetry.trips());
    }

    @Test
    void aFailedPollHasItsKind() {
        fake.fails(ServerFault.Kind.REFUSED, "no");
        assertThrows(ServerFault.class, server::read);
        assertEquals(List.of(new RoundTrip(STEP, Optional.empty(), Optional.of("refused"))), telemetry.trips());
    }

    @Test
    void withoutTelemetryTheServerIsNotWrapped() {
        assertSame(fake, MeasuredServer.of(fake, Optional.empty(), Telemetry.NONE, time::get));
    }

    @Test
    void anAddressOfAnyFamilyIsHostAndPort() {
        assertEquals(Optional.of(InetSocketAddress.createUnresolved("10.0.0.7", 5433)), endpoint("10.0.0.7:5433"));
        assertEquals(Optional.of(InetSocketAddress.createUnresolved("fd00::7", 5432)), endpoint("fd00::7:5432"));
        assertEquals(Optional.empty(), endpoint("local"), "a Unix socket");
    }
}
