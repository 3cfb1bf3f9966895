package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.assembly.FakeReplication;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.Routing.ReplicaFault;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.CollationRule;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.PolledReplayWait;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaWatchSettings;
import io.tidemark.wal.Replicas;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests {@code Router} with a replica that may not serve reads or has failed to serve one. */
class ReplicaFaultsTest extends PrimaryAndReplica {

    private Reason insteadOfAReplica(ReplicaFault fault) {
        Decision failed = onReplica();
        Decision instead = router.reroute(failed, failed.replica().stream().toList(), fault, "why");
        assertEquals(Route.PRIMARY, instead.route());
        return instead.reason();
    }

    @Test
    void aReplicaThatDoesNotAnswerIsUnavailable() {
        replicaServer.fails(ServerFault.Kind.UNREACHABLE, "connection refused");
        replica.awaitPoll(WAIT);
        assertEquals(Reason.REPLICA_UNAVAILABLE, readIn(Freshness.EVENTUAL));
        assertEquals(0, marks.calls(), "the store is not asked for what cannot be used");
        replicaServer.answers(at(100));
        replica.awaitPoll(WAIT);
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
    }

    @Test
    void aReplicaThatLosesAConnectionServesNothingBeforeAPollFindsItWell() {
        replicaServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        assertEquals(Reason.REPLICA_UNAVAILABLE, insteadOfAReplica(ReplicaFault.LOST));
        assertEquals(Reason.REPLICA_UNAVAILABLE, readIn(Freshness.EVENTUAL));
        replicaServer.answers(at(100));
        replica.awaitPoll(WAIT);
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
    }

    @Test
    void aReplicaThatIsBusyOrHadToCancelAReadServesOthers() {
        assertEquals(Reason.REPLICA_UNAVAILABLE, insteadOfAReplica(ReplicaFault.BUSY));
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
        assertEquals(Reason.REPLICA_CONFLICT, insteadOfAReplica(ReplicaFault.CONFLICT));
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
    }

    @Test
    void aReplicaOnWhichAReadFailedServesOthers() {
        assertEquals(Reason.REPLICA_FAILED, insteadOfAReplica(ReplicaFault.FAILED));
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
    }

    @Test
    void aReplicaOnWhichReadsFailAgainAndAgainRestsForAWhile() throws ServerFault {
        for (int i = 1; i < 10; i++) {
            router.failedOnReplicaOnly(onReplica(), "bad page");
            assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL), i + " failures");
        }
        router.failedOnReplicaOnly(onReplica(), "bad page");
        assertEquals(Reason.REPLICA_INELIGIBLE, readIn(Freshness.EVENTUAL));
        assertTrue(replica.state().problem().orElseThrow().contains("bad page"));
        time.addAndGet(Duration.ofSeconds(10).toNanos() - 1);
        servers(100, 100);
        assertEquals(Reason.REPLICA_INELIGIBLE, readIn(Freshness.EVENTUAL), "a poll that finds it well");
        assertTrue(replica.state().replayed().isPresent(), "its position is still known");
        time.incrementAndGet();
        assertEquals(Reason.REPLICA_INELIGIBLE, readIn(Freshness.EVENTUAL), "no poll has found it well since");
        servers(100, 100);
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
    }

    @Test
    void aConnectionThatIsMetWhileItsReplicaRestsServesNothing() throws Exception {
        for (int i = 0; i < 10; i++) {
            router.failedOnReplicaOnly(onReplica(), "bad page");
        }
        assertFalse(replica.identified(replica.now(), replicaServer.read()).eligible());
        assertEquals(Reason.REPLICA_INELIGIBLE, readIn(Freshness.EVENTUAL));
    }

    @Test
    void aServerThatIsNoReplicaIsIneligible() {
        replicaServer.fails(ServerFault.Kind.UNFIT, "not in recovery");
        replica.awaitPoll(WAIT);
        assertEquals(Reason.REPLICA_INELIGIBLE, readIn(Freshness.EVENTUAL));
    }

    @Test
    void aReplicaOfAnotherClusterIsIneligible() {
        replicaServer.answers(new ClusterId(43), at(1000));
        String problem = replica.awaitPoll(WAIT).problem().orElseThrow();
        assertEquals(Reason.REPLICA_INELIGIBLE, readIn(Freshness.EVENTUAL));
        assertTrue(problem.contains("43") && problem.contains("42"), problem);
    }

    @Test
    void aReplicaThatLagsForHalfTheHorizonIsIneligible() throws ServerFault {
        servers(200, 100);
        time.addAndGet(MAX_LAG.toNanos() - 1);
        replica.awaitPoll(WAIT);
        assertEquals(Reason.EVENTUAL, readIn(Freshness.EVENTUAL));
        time.incrementAndGet();
        replica.awaitPoll(WAIT);
        assertEquals(Reason.REPLICA_INELIGIBLE, readIn(Freshness.EVENTUAL));
    }

    @Test
    void beforeThePrimaryHasAnsweredNothingCanBeCompared() throws Exception {
        FakeServer silent = new FakeServer();
        try (PrimaryWatch unknown =
                        new PrimaryWatch("the primary", silent, Duration.ofHours(1), Duration.ofMillis(1), time::get);
                Replicas watched = new Replicas(
                        FakeReplication.one(replicaServer),
                        unknown,
                        new ReplicaWatchSettings(Duration.ofHours(1), MAX_LAG, CollationRule.REQUIRE_SAME),
                        time::get)) {
            new Thread(watched.watches().get(0)).start();
            watched.watches().get(0).awaitPoll(WAIT);
            router = router(
                    ReadPolicy.REPLICA,
                    Optional.of(new Router.Replication(
                            watched, new PolledReplayWait(watched), unknown, store, recorder, Telemetry.NONE)));
            assertEquals(Reason.PRIMARY_UNKNOWN, readIn(Freshness.EVENTUAL));
        }
    }
}
