package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.assembly.FakeReplication;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.telemetry.Telemetry;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.PolledReplayWait;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.FakeBackends;
import io.tidemark.writes.PendingEntries;
import io.tidemark.writes.PendingSettings;
import io.tidemark.writes.TransactionState;
import io.tidemark.writes.Transactions;
import io.tidemark.writes.Write;
import io.tidemark.writes.WriteRecorder;
import io.tidemark.writes.WriteRefused;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Tests {@code PendingEntries} through {@code Router}: writes that are announced before their commit. */
class PendingWritesTest extends PrimaryAndReplica {

    /** A read outside the transaction of this thread. */
    private Reason readElsewhere(String who) {
        Scopes elsewhere = new Scopes();
        Router other = new Router(
                elsewhere,
                () -> Optional.of(who),
                Transactions.none(),
                replication,
                new RouterSettings(ReadPolicy.REPLICA, REPLICA_WAIT, Duration.ofSeconds(1), 1.25),
                time::get,
                new RouteCounters(),
                decision -> {});
        Scopes.Binding bound = elsewhere.route(Freshness.READ_YOUR_WRITES);
        Reason reason = other.routeRead().reason();
        bound.close();
        return reason;
    }

    private Router routerWith(PendingSettings.AnnouncementPolicy policy, PendingSettings.OnUnavailable unavailable) {
        PendingSettings other = new PendingSettings(policy, unavailable, DEADLINE, WAIT);
        PendingEntries with = new PendingEntries(store, primary, other, Runnable::run, time::get);
        return routerThatAnnounces(with);
    }

    private Router routerThatAnnounces(PendingEntries with) {
        WriteRecorder other = new WriteRecorder(primary, store, with, settlement);
        return router(
                ReadPolicy.REPLICA,
                Optional.of(new Router.Replication(
                        assembly.replicas(),
                        new PolledReplayWait(assembly.replicas()),
                        primary,
                        store,
                        other,
                        Telemetry.NONE)));
    }

    @Test
    void aWriteIsPendingFromItsFirstStatementToItsCommit() throws ServerFault {
        read("alice");
        writesOn(7);
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "alice"));
        assertEquals(Reason.WRITE_PENDING, readElsewhere("alice"), "another request of hers");
        assertEquals(Reason.CAUGHT_UP, readElsewhere("bob"));
        primaryServer.answers(at(200));
        transactions.commit();
        assertEquals(Reason.REPLICA_BEHIND, read("alice"));
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
    }

    @Test
    void aRollbackThatWasAskedForTakesThePendingWriteAway() {
        read("alice");
        writesOn(7);
        transactions.rollBack();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
    }

    @Test
    void aTransactionThatIsLongerThanTheDeadlineStaysPending() {
        read("alice");
        writesOn(7);
        for (int i = 0; i < 6; i++) {
            passes(DEADLINE.dividedBy(2));
            entries.renew();
        }
        assertEquals(Reason.WRITE_PENDING, readElsewhere("alice"));
        transactions.commit();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
        passes(DEADLINE);
        entries.renew();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"), "it is not renewed any more");
    }

    @Test
    void whatIsLeftOfANodeThatDiedIsSettledByWhoeverFindsIt() throws ServerFault {
        read("alice");
        writesOn(7);
        primaryServer.answers(at(200));
        assertEquals(Reason.WRITE_PENDING, readElsewhere("alice"));
        passes(DEADLINE);
        assertEquals(Reason.REPLICA_BEHIND, readElsewhere("alice"), "it may have been committed just before");
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
        replicaServer.answers(at(200));
        assertEquals(Reason.CAUGHT_UP, readElsewhere("alice"));
    }

    @Test
    void aWriteThatCannotBeAnnouncedGoesOn() throws ServerFault {
        read("alice");
        marks.goesDown();
        writesOn(7);
        transactions.commit();
        marks.comesBack();
        assertEquals(Reason.STORE_UNAVAILABLE, read("alice"));
        store.probe();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void anAdditionThatArrivesAlthoughItsAnswerIsLostPinsNobody() {
        read("alice");
        marks.losesAnAnswer();
        writesOn(7);
        transactions.commit();
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "alice"), "nobody could take it away");
        store.probe();
        entries.renew();
        assertEquals(Reason.CAUGHT_UP, read("alice"));
    }

    @Test
    void aWriteThatCannotBeAnnouncedIsRefusedWhereThatIsSet() {
        read("alice");
        router = routerWith(PendingSettings.AnnouncementPolicy.FIRST_WRITE, PendingSettings.OnUnavailable.REFUSE);
        Write first = router.beginWrite();
        marks.goesDown();
        first.beforeStatement(Optional.empty());
        assertThrows(WriteRefused.class, first::beforeCommit);
        assertThrows(
                WriteRefused.class, () -> router.beginWrite().beforeStatement(Optional.empty()), "known from now on");
    }

    @Test
    void aWriteMayBeAnnouncedOnlyBeforeItsCommit() {
        read("alice");
        router = routerWith(PendingSettings.AnnouncementPolicy.COMMIT, PendingSettings.OnUnavailable.PROCEED);
        Write write = router.beginWrite();
        write.beforeStatement(Optional.empty());
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
        write.beforeCommit();
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "alice"));
        write.afterCommit();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
    }

    @Test
    void pendingWritesMayBeTurnedOffUntilACommitIsInDoubt() {
        read("alice");
        router = routerWith(PendingSettings.AnnouncementPolicy.OFF, PendingSettings.OnUnavailable.PROCEED);
        Write write = router.beginWrite();
        write.beforeStatement(FakeBackends.number(7));
        write.beforeCommit();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
        write.outcomeUnknown(Write.Lost.COMMIT);
        assertEquals(Reason.WRITE_PENDING, readElsewhere("alice"));
        settlement.settle();
        assertEquals(Reason.CAUGHT_UP, readElsewhere("alice"));
    }

    @Test
    void aFirstWriteDuringCompletionIsAnnouncedBeforeItIsSent() {
        read("alice");
        router = routerWith(PendingSettings.AnnouncementPolicy.COMMIT, PendingSettings.OnUnavailable.PROCEED);
        transactions.begin();
        router.beginWrite();
        transactions.completing();
        caller = Optional.of("bob");
        router.beginWrite().beforeStatement(Optional.empty());
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "bob"));
        transactions.end(TransactionState.Outcome.COMMITTED);
    }

    @Test
    void whatNobodyHasAnnouncedYetIsAnnouncedByWhoeverCommits() {
        read("alice");
        PendingEntries busy = new PendingEntries(store, primary, FakeReplication.PENDING, task -> {}, time::get);
        router = routerThatAnnounces(busy);
        writesOn(7);
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
        transactions.completing();
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "alice"));
        transactions.end(TransactionState.Outcome.COMMITTED);
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice"));
    }
}
