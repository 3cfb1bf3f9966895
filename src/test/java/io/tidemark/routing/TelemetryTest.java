package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidemark.Freshness;
import io.tidemark.OverBudget;
import io.tidemark.Reason;
import io.tidemark.telemetry.ReceivedTelemetry;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests the events that {@code Router} and the store report to {@link ReceivedTelemetry}. */
class TelemetryTest extends PrimaryAndReplica {

    @Test
    void aReadThatWaitsReportsTheWaitAndItsResult() throws Exception {
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        assertFalse(telemetry.events().contains("wait"), "nothing to wait for");
        writes("alice", 200);
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(List.of("wait", "waited for nothing"), waits());
        Thread replay = new Thread(() -> replicaServer.answers(at(200)));
        replay.start();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        replay.join();
    }

    @Test
    void aReadThatMustNotWaitReportsNoWait() {
        writes("alice", 200);
        Scopes.Binding bound =
                scopes.route(new ReadTerms(Freshness.READ_YOUR_WRITES, Optional.of(Duration.ZERO), OverBudget.REFUSE));
        try {
            assertEquals(Reason.REPLICA_BEHIND, read());
        } finally {
            bound.close();
        }
        assertEquals(List.of(), waits());
    }

    @Test
    void aMissingFloorAndAnOwedOneAreReported() {
        store.probe();
        assertEquals(List.of("floor MISSING"), floors());
        store.oweFloor("a mark is missing");
        store.probe();
        assertEquals(List.of("floor MISSING", "floor OWED"), floors());
    }

    @Test
    void aRetryIsReportedWithItsReplica() {
        router.retried(replica.name(), "conflict");
        assertEquals(
                List.of("retry after the replica conflict"),
                telemetry.events().stream()
                        .filter(event -> event.startsWith("retry"))
                        .toList());
    }

    private List<String> waits() {
        return telemetry.events().stream()
                .filter(event -> event.startsWith("wait"))
                .toList();
    }

    private List<String> floors() {
        return telemetry.events().stream()
                .filter(event -> event.startsWith("floor"))
                .toList();
    }
}
