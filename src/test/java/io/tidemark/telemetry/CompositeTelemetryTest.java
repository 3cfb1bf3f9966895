package io.tidemark.telemetry;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import io.tidemark.Reason;
import io.tidemark.telemetry.Telemetry.FloorCause;
import io.tidemark.telemetry.Telemetry.QuarantineCause;
import io.tidemark.telemetry.Telemetry.RoundTrip;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CompositeTelemetryTest {

    private final ReceivedTelemetry one = new ReceivedTelemetry();
    private final ReceivedTelemetry other = new ReceivedTelemetry();

    @Test
    void eachReceiverGetsEachEvent() {
        RoundTrip trip = new RoundTrip(1, Optional.empty(), Optional.empty());
        Telemetry both = Telemetry.of(List.of(one, other));
        both.started(() -> {
            throw new AssertionError("nothing is collected");
        });
        both.positionRead(Optional.empty(), trip);
        both.marksFetched(trip);
        both.markStored(trip);
        both.beginWait().end(Optional.of("a"));
        both.floorRaised(FloorCause.OWED);
        both.quarantined("a", QuarantineCause.CHANGES);
        both.retried("a", "conflict");
        both.statementSent(Reason.WRITE, Optional.empty());
        both.stopped();
        assertEquals(
                List.of(
                        "started",
                        "position of primary",
                        "fetched",
                        "stored",
                        "wait",
                        "waited for a",
                        "floor OWED",
                        "quarantine of a CHANGES",
                        "retry after a conflict",
                        "sent WRITE primary",
                        "stopped"),
                one.events());
        assertEquals(one.events(), other.events());
    }

    @Test
    void aSingleReceiverIsNotWrapped() {
        assertSame(one, Telemetry.of(List.of(one)));
        assertSame(Telemetry.NONE, Telemetry.of(List.of()));
    }
}
