package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.ClientPosition;
import io.tidemark.writes.PortablePosition;
import io.tidemark.writes.Write;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClientPositionTest extends PrimaryAndReplica {

    private Scope scope = Scope.ofClient(Optional.empty());

    @BeforeEach
    void nobodyIsLoggedIn() {
        caller = Optional.empty();
    }

    private static PortablePosition sent(long bytes) {
        return PortablePosition.of(FakeServer.CLUSTER, at(bytes));
    }

    private ClientPosition client() {
        return scope.client().orElseThrow();
    }

    /** A write in the scope, which commits by itself. */
    private Write begin() {
        Scopes.Binding bound = scopes.carry(scope);
        try {
            return router.beginWrite();
        } finally {
            bound.close();
        }
    }

    private void write(long primaryThen) {
        Write write = begin();
        primaryServer.answers(at(primaryThen));
        write.afterCommit();
    }

    private Reason readInScope() {
        Scopes.Binding carried = scopes.carry(scope);
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        try {
            return router.routeRead().reason();
        } finally {
            bound.close();
            carried.close();
        }
    }

    private Reason readWith(PortablePosition brought) {
        scope = Scope.ofClient(Optional.of(brought));
        return readInScope();
    }

    @Test
    void whoWritesWithoutACallerIsToldWhere() {
        write(200);
        assertEquals(Optional.of(sent(200)), client().mustSend());
        write(300);
        assertEquals(Optional.of(sent(300)), client().mustSend());
        assertEquals(0, marks.calls());
    }

    @Test
    void aCallersClientNeedNotBeTold() {
        caller = Optional.of("alice");
        write(200);
        assertEquals(Optional.empty(), client().mustSend());
        assertEquals(Optional.of(sent(200)), client().toSend());
    }

    @Test
    void unlessTheStoreCouldNotBeWritten() {
        caller = Optional.of("alice");
        marks.goesDown();
        write(200);
        assertEquals(Optional.of(sent(200)), client().mustSend());
    }

    @Test
    void whoseWriteHasNoPositionIsToldSo() {
        Write write = begin();
        primaryServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        write.afterCommit();
        assertEquals(Optional.of(PortablePosition.UNKNOWN), client().mustSend());
    }

    @ParameterizedTest
    @EnumSource(Write.Lost.class)
    void whoseWriteIsInDoubtIsToldSo(Write.Lost what) {
        begin().outcomeUnknown(what);
        assertEquals(Optional.of(PortablePosition.UNKNOWN), client().mustSend());
    }

    @Test
    void whatIsRolledBackIsNotTold() {
        begin().afterRollback();
        transactions.begin();
        begin();
        transactions.rollBack();
        assertEquals(Optional.empty(), client().toSend());
    }

    @Test
    void aTransactionTellsWhenItHasCommitted() {
        transactions.begin();
        begin();
        assertEquals(Optional.empty(), client().toSend());
        primaryServer.answers(at(200));
        transactions.commit();
        assertEquals(Optional.of(sent(200)), client().mustSend());
    }

    @Test
    void aTransactionInDoubtTellsSo() {
        transactions.begin();
        begin();
        transactions.failAtCommit();
        assertEquals(Optional.of(PortablePosition.UNKNOWN), client().mustSend());
    }

    @Test
    void whatARefusalTaughtIsToldAlthoughItIsRolledBack() {
        transactions.begin();
        begin();
        router.observedPrimary();
        primaryServer.answers(at(200));
        transactions.rollBack();
        assertEquals(Optional.of(sent(200)), client().mustSend());
    }

    @Test
    void aTransactionOfACallerAndOfNobodyIsToldToo() {
        transactions.begin();
        begin();
        caller = Optional.of("alice");
        begin();
        transactions.commit();
        assertEquals(Optional.of(sent(100)), client().mustSend());
    }

    @Test
    void whatIsHandedOverTellsTheSameClient() {
        scope = scope.handOver(Optional.empty());
        write(200);
        assertEquals(Optional.of(sent(200)), client().mustSend());
    }

    @Test
    void nobodysReadsIncludeWhatTheirClientBrings() {
        assertEquals(Reason.CAUGHT_UP, readWith(sent(100)));
        primaryServer.answers(at(200));
        assertEquals(Reason.REPLICA_BEHIND, readWith(sent(101)));
    }

    @Test
    void soDoCallersWhoseMarkIsLess() {
        caller = Optional.of("alice");
        write(100);
        assertEquals(Reason.CAUGHT_UP, readWith(sent(50)));
        primaryServer.answers(at(200));
        assertEquals(Reason.REPLICA_BEHIND, readWith(sent(200)));
        assertEquals(Reason.CAUGHT_UP, readWith(sent(50)));
    }

    @Test
    void aPositionAheadOfWhatIsKnownHereIsNotIgnored() {
        // The primary has moved on since its last poll, and the replica with it.
        primaryServer.answers(at(200));
        assertEquals(Reason.REPLICA_BEHIND, readWith(sent(200)));
        replicaServer.answers(at(200));
        assertEquals(Reason.CAUGHT_UP, readWith(sent(200)));
    }

    @Test
    void aPositionThatWasNotKnownIsFoundAtTheNextRead() {
        primaryServer.answers(at(200));
        assertEquals(Reason.REPLICA_BEHIND, readWith(PortablePosition.UNKNOWN));
        assertEquals(Optional.of(sent(200)), client().mustSend());
        replicaServer.answers(at(200));
        assertEquals(Reason.CAUGHT_UP, readWith(client().mustSend().orElseThrow()));
    }

    @Test
    void itIsNotFoundWhereThePrimaryDoesNotAnswer() {
        primaryServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        assertEquals(Reason.PRIMARY_UNKNOWN, readWith(PortablePosition.UNKNOWN));
        assertEquals(Optional.empty(), client().toSend());
    }

    @Test
    void ofAnotherClusterNothingIsKnown() {
        PortablePosition elsewhere = PortablePosition.of(new ClusterId(7), at(1));
        assertEquals(Reason.POSITION_UNKNOWN, readWith(elsewhere));
        write(200);
        assertEquals(Optional.of(sent(200)), client().mustSend());
    }

    @Test
    void whoReadsOnlyWhatAnybodyMayIsAskedNothing() {
        scope = Scope.ofClient(Optional.of(sent(1000)));
        Scopes.Binding carried = scopes.carry(scope);
        Scopes.Binding bound = scopes.route(Freshness.EVENTUAL);
        assertEquals(Reason.EVENTUAL, router.routeRead().reason());
        bound.close();
        carried.close();
    }
}
