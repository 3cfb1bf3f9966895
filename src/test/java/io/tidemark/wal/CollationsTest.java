package io.tidemark.wal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests {@code CollationRule}: the eligibility of a replica with another collation library. */
@Timeout(20)
class CollationsTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Position AT = new Position(1, new Lsn(100));

    private final AtomicLong time = new AtomicLong();
    private final FakeServer primaryServer = new FakeServer();
    private final FakeServer replicaServer = new FakeServer();
    private final PrimaryWatch primary = new PrimaryWatch("the primary", primaryServer, HOUR, WAIT, time::get);
    private final ReplicaWatch strict = watch(CollationRule.REQUIRE_SAME);
    private final ReplicaWatch lenient = watch(CollationRule.ACCEPT_ANY);

    private ReplicaWatch watch(CollationRule rule) {
        return new ReplicaWatch(
                ReplicaSource.of(ReplicaName.of("the replica"), replicaServer),
                primary,
                new ReplicaWatchSettings(HOUR, HOUR, rule),
                time::get);
    }

    @BeforeEach
    void poll() {
        new Thread(primary).start();
        new Thread(strict).start();
        new Thread(lenient).start();
    }

    @AfterEach
    void end() {
        primary.close();
        strict.close();
        lenient.close();
    }

    private static PositionReading reading(Map<String, String> versions) {
        return FakeServer.reading(FakeServer.CLUSTER, AT).with(new CollationVersions(versions));
    }

    private void versions(Map<String, String> ofPrimary, Map<String, String> ofReplica) throws ServerFault {
        primaryServer.answers(reading(ofPrimary));
        replicaServer.answers(reading(ofReplica));
        primary.positionAfterNow();
    }

    private ReplicaState strict(Map<String, String> ofPrimary, Map<String, String> ofReplica) throws ServerFault {
        versions(ofPrimary, ofReplica);
        return strict.awaitPoll(WAIT);
    }

    @Test
    void theSameVersionsAreEligible() throws ServerFault {
        assertTrue(strict(Map.of("default", "2.36", "de", "153.80"), Map.of("default", "2.36", "de", "153.80"))
                .eligible());
    }

    @Test
    void anotherVersionIsNotAndTheReasonNamesItWithBoth() throws ServerFault {
        ReplicaState state = strict(Map.of("default", "2.36", "de", "1"), Map.of("default", "2.31", "de", "1"));
        assertEquals(ReplicaState.Fitness.INELIGIBLE, state.fitness());
        String problem = state.problem().orElseThrow();
        assertTrue(
                problem.contains("collation default has version 2.31, the primary's version 2.36")
                        && problem.contains("tidemark.replica.collations=accept"),
                problem);
    }

    @Test
    void aLibraryThatReportsNoVersionIsAnotherOneThanOneThatDoes() throws ServerFault {
        assertFalse(strict(Map.of("default", "2.36"), Map.of("default", "")).eligible());
        assertTrue(strict(Map.of("default", ""), Map.of("default", "")).eligible(), "C");
    }

    @Test
    void aCollationThatOnlyOneOfThemHasIsNotCompared() throws ServerFault {
        assertTrue(strict(Map.of("default", "", "new", "2.36"), Map.of("default", "", "old", "2.31"))
                .eligible());
    }

    @Test
    void aSettingAcceptsAnyVersion() throws ServerFault {
        versions(Map.of("default", "2.36"), Map.of("default", "2.31"));
        assertTrue(lenient.awaitPoll(WAIT).eligible());
        assertFalse(lenient.needsCollations(reading(Map.of()).server()), "nothing is asked");
    }

    @Test
    void aReplicaThatIsMendedIsEligibleAgain() throws ServerFault {
        assertFalse(strict(Map.of("default", "2"), Map.of("default", "1")).eligible());
        assertTrue(strict(Map.of("default", "2"), Map.of("default", "2")).eligible());
    }

    @Test
    void aServerBehindAnotherConnectionIsComparedByWhatIsKnownOfItForAMinute() throws ServerFault {
        versions(Map.of("default", "2"), Map.of("default", "2"));
        PositionReading without = new PositionReading(
                new ServerId(FakeServer.CLUSTER, "elsewhere:5432", "first"), AT, java.util.Optional.empty());
        assertTrue(strict.needsCollations(without.server()));
        assertFalse(strict.identified(time.get(), without.with(new CollationVersions(Map.of("default", "1"))))
                .eligible());
        assertFalse(strict.needsCollations(without.server()));
        assertFalse(strict.identified(time.get(), without).eligible(), "it is remembered");
        time.addAndGet(Duration.ofMinutes(1).toNanos());
        assertTrue(strict.needsCollations(without.server()), "others may be in use by now");
    }
}
