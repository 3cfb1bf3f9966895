package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.LoggedLines;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.Write;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests {@code Router} for reads that ask for the time, with a replica whose clock differs from the primary's. */
class ReplicaClockTest extends PrimaryAndReplica {

    /** The lead of the replica's clock. */
    private Duration ahead = Duration.ZERO;

    private long position = 100;

    @BeforeEach
    void aliceHasARequirementOfLongAgo() throws ServerFault {
        read("alice");
        passes();
        passes(60_000);
    }

    private Instant clock() {
        return Instant.EPOCH.plusNanos(time.get());
    }

    private PositionReading reading() {
        return FakeServer.reading(FakeServer.CLUSTER, at(position));
    }

    /** Polls both servers; the replica has replayed everything. */
    private void passes() throws ServerFault {
        primaryServer.answers(reading().with(clock()));
        replicaServer.answers(reading().with(clock().plus(ahead)));
        primary.positionAfterNow();
        replica.awaitPoll(WAIT);
    }

    private void passes(int millis) throws ServerFault {
        time.addAndGet(Duration.ofMillis(millis).toNanos());
        marks.timePasses(Duration.ofMillis(millis));
        passes();
    }

    private void aliceWrites() throws ServerFault {
        caller = Optional.of("alice");
        Write write = router.beginWrite();
        position += 100;
        primaryServer.answers(reading().with(clock()));
        write.afterCommit();
        passes();
    }

    private Reason byClock() {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        try {
            return router.routeReadByClock().reason();
        } finally {
            bound.close();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-50, 50})
    void theyAreOnThePrimaryForAsLongAsTheClocksDifferAfterAWrite(int millis) throws ServerFault {
        ahead = Duration.ofMillis(millis);
        aliceWrites();
        assertEquals(Reason.CAUGHT_UP, read("alice"), "rows alone are the replica's at once");
        assertEquals(Reason.REPLICA_CLOCK, byClock());
        passes(49);
        assertEquals(Reason.REPLICA_CLOCK, byClock());
        passes(3);
        assertEquals(Reason.CAUGHT_UP, byClock());
    }

    @Test
    void withEqualClocksThatIsAMillisecond() throws ServerFault {
        aliceWrites();
        assertEquals(Reason.REPLICA_CLOCK, byClock());
        passes(1);
        assertEquals(Reason.CAUGHT_UP, byClock());
    }

    @Test
    void whoHasNotWrittenIsNotHeldOff() throws ServerFault {
        ahead = Duration.ofMillis(-50);
        passes();
        assertEquals(Reason.CAUGHT_UP, byClock());
    }

    @Test
    void theScopeIsNotBoundByThem() throws ServerFault {
        ahead = Duration.ofMillis(-50);
        aliceWrites();
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        assertEquals(Reason.REPLICA_CLOCK, router.routeReadByClock().reason());
        assertEquals(Reason.CAUGHT_UP, read());
        passes(60);
        assertEquals(Reason.CAUGHT_UP, router.routeReadByClock().reason());
        bound.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 2})
    void aClockThatIsOffByMoreThanASecondAnswersNoneOfThem(int seconds) throws ServerFault {
        ahead = Duration.ofSeconds(seconds);
        aliceWrites();
        passes(60_000);
        assertEquals(Reason.REPLICA_CLOCK, byClock());
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void whoRequiresNothingIsNotHeldOff() throws ServerFault {
        ahead = Duration.ofSeconds(-2);
        aliceWrites();
        caller = Optional.empty();
        Scopes.Binding request = scopes.carry(new Scope());
        assertEquals(Reason.ANONYMOUS, byClock());
        request.close();
        caller = Optional.of("alice");
        Scopes.Binding bound = scopes.route(Freshness.EVENTUAL);
        assertEquals(Reason.EVENTUAL, router.routeReadByClock().reason());
        bound.close();
    }

    @Test
    void aClockThatIsNotKnownAnswersNone() throws ServerFault {
        aliceWrites();
        passes(60_000);
        replica.suspect("to forget its clock");
        replicaServer.answers(reading());
        replica.awaitPoll(WAIT);
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        assertEquals(Reason.REPLICA_CLOCK, byClock());
    }

    @Test
    void aConnectionThatIsRefusedForItsClockDoesNotBindTheScope() throws ServerFault {
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        caller = Optional.of("alice");
        Decision chosen = router.routeReadByClock();
        assertEquals(Reason.CAUGHT_UP, chosen.reason());
        assertEquals(
                Reason.REPLICA_CLOCK,
                router.reroute(chosen, chosen.replica().stream().toList(), Routing.ReplicaFault.BEHIND, "its clock")
                        .reason());
        assertEquals(Reason.CAUGHT_UP, read());
        bound.close();
    }

    @Test
    void aClockThatIsFarOffIsLoggedOnceWithItsDifference() throws ServerFault {
        List<String> lines;
        try (LoggedLines logged = new LoggedLines("io.tidemark.wal.ClockComparison")) {
            lines = logged.lines();
            ahead = Duration.ofSeconds(-2);
            passes(100);
            passes(100);
            ahead = Duration.ZERO;
            passes(100);
            passes(100);
        }
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).matches("WARNING .*Its clock is 2000 ms behind the primary's.*"), lines.get(0));
        assertTrue(lines.get(1).startsWith("INFO "), lines.get(1));
    }

    @Test
    void theClockOfAnotherPrimaryIsAnother() throws ServerFault {
        passes();
        primaryServer.answers(new PositionReading(
                        new io.tidemark.wal.ServerId(FakeServer.CLUSTER, "another:5432", "first"),
                        at(position),
                        Optional.empty())
                .with(clock().minusSeconds(2)));
        primary.positionAfterNow();
        assertEquals(Duration.ofSeconds(2), replica.clockOffset().orElseThrow().estimate());
        assertEquals(Reason.REPLICA_CLOCK, byClock());
    }
}
