package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.routing.RouterSettings.Policy;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(20)
class ClientPositionTest {

    private static final Duration WAIT = Duration.ofSeconds(10);

    private final FakeServer primaryServer = new FakeServer();
    private final FakeServer replicaServer = new FakeServer();
    private final PrimaryWatch primary = new PrimaryWatch(primaryServer, Duration.ofHours(1), WAIT, () -> 0);
    private final ReplicaWatch replica =
            new ReplicaWatch(replicaServer, primary, Duration.ofHours(1), Duration.ofMinutes(30), () -> 0);
    private final FakeMarks marks = new FakeMarks();
    private final GuardedStore store = Recording.store(marks, primary, () -> 0);
    private final FakeTransactions transactions = new FakeTransactions();
    private final Scopes scopes = new Scopes();
    private Optional<String> caller = Optional.empty();
    private final Router router = new Router(
            scopes,
            () -> caller,
            transactions,
            Optional.of(new Router.Replication(replica, primary, store, Recording.recorder(store, primary, () -> 0))),
            new RouterSettings(Policy.REPLICA, WAIT, Duration.ofSeconds(1)),
            () -> 0,
            new RouteCounters(),
            decision -> {});

    private Scope scope = Scope.ofClient(Optional.empty());

    private static SentPosition at(long bytes) {
        return SentPosition.of(FakeServer.CLUSTER, new Position(1, new Lsn(bytes)));
    }

    @BeforeEach
    void bothServersAreUpAndLevel() throws ServerFault {
        new Thread(primary).start();
        new Thread(replica).start();
        primaryServer.answers(new Position(1, new Lsn(100)));
        replicaServer.answers(new Position(1, new Lsn(100)));
        primary.positionAfterNow();
        replica.fresh(WAIT);
    }

    @AfterEach
    void end() {
        primary.close();
        replica.close();
    }

    private ClientPosition client() {
        return scope.client().orElseThrow();
    }

    /** A write in the scope, which commits by itself. */
    private Write begin() {
        Scopes.Binding bound = scopes.carry(scope);
        try {
            return router.write();
        } finally {
            bound.close();
        }
    }

    private void write(long primaryThen) {
        Write write = begin();
        primaryServer.answers(new Position(1, new Lsn(primaryThen)));
        write.ended();
    }

    private Reason read() {
        Scopes.Binding carried = scopes.carry(scope);
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        try {
            return router.read().reason();
        } finally {
            bound.close();
            carried.close();
        }
    }

    private Reason readWith(SentPosition brought) {
        scope = Scope.ofClient(Optional.of(brought));
        return read();
    }

    @Test
    void whoWritesWithoutACallerIsToldWhere() {
        write(200);
        assertEquals(Optional.of(at(200)), client().due());
        write(300);
        assertEquals(Optional.of(at(300)), client().due());
        assertEquals(0, marks.calls());
    }

    @Test
    void aCallersClientNeedNotBeTold() {
        caller = Optional.of("alice");
        write(200);
        assertEquals(Optional.empty(), client().due());
        assertEquals(Optional.of(at(200)), client().toTell());
    }

    @Test
    void unlessTheStoreCouldNotBeWritten() {
        caller = Optional.of("alice");
        marks.goesDown();
        write(200);
        assertEquals(Optional.of(at(200)), client().due());
    }

    @Test
    void whoseWriteHasNoPositionIsToldSo() {
        Write write = begin();
        primaryServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        write.ended();
        assertEquals(Optional.of(SentPosition.UNKNOWN), client().due());
    }

    @ParameterizedTest
    @EnumSource(Write.Lost.class)
    void whoseWriteIsInDoubtIsToldSo(Write.Lost what) {
        begin().inDoubt(what);
        assertEquals(Optional.of(SentPosition.UNKNOWN), client().due());
    }

    @Test
    void whatIsRolledBackIsNotTold() {
        begin().rolledBack();
        transactions.begin();
        begin();
        transactions.rollBack();
        assertEquals(Optional.empty(), client().toTell());
    }

    @Test
    void aTransactionTellsWhenItHasCommitted() {
        transactions.begin();
        begin();
        assertEquals(Optional.empty(), client().toTell());
        primaryServer.answers(new Position(1, new Lsn(200)));
        transactions.commit();
        assertEquals(Optional.of(at(200)), client().due());
    }

    @Test
    void aTransactionInDoubtTellsSo() {
        transactions.begin();
        begin();
        transactions.failAtCommit();
        assertEquals(Optional.of(SentPosition.UNKNOWN), client().due());
    }

    @Test
    void whatARefusalTaughtIsToldAlthoughItIsRolledBack() {
        transactions.begin();
        begin();
        router.learned();
        primaryServer.answers(new Position(1, new Lsn(200)));
        transactions.rollBack();
        assertEquals(Optional.of(at(200)), client().due());
    }

    @Test
    void aTransactionOfACallerAndOfNobodyIsToldToo() {
        transactions.begin();
        begin();
        caller = Optional.of("alice");
        begin();
        transactions.commit();
        assertEquals(Optional.of(at(100)), client().due());
    }

    @Test
    void whatIsHandedOverTellsTheSameClient() {
        scope = scope.handOver(Optional.empty());
        write(200);
        assertEquals(Optional.of(at(200)), client().due());
    }

    @Test
    void nobodysReadsIncludeWhatTheirClientBrings() {
        assertEquals(Reason.CAUGHT_UP, readWith(at(100)));
        primaryServer.answers(new Position(1, new Lsn(200)));
        assertEquals(Reason.REPLICA_BEHIND, readWith(at(101)));
    }

    @Test
    void soDoCallersWhoseMarkIsLess() {
        caller = Optional.of("alice");
        write(100);
        assertEquals(Reason.CAUGHT_UP, readWith(at(50)));
        primaryServer.answers(new Position(1, new Lsn(200)));
        assertEquals(Reason.REPLICA_BEHIND, readWith(at(200)));
        assertEquals(Reason.CAUGHT_UP, readWith(at(50)));
    }

    @Test
    void aPositionAheadOfWhatIsKnownHereIsNotIgnored() {
        // The primary has moved on since its last poll, and the replica with it.
        primaryServer.answers(new Position(1, new Lsn(200)));
        assertEquals(Reason.REPLICA_BEHIND, readWith(at(200)));
        replicaServer.answers(new Position(1, new Lsn(200)));
        assertEquals(Reason.CAUGHT_UP, readWith(at(200)));
    }

    @Test
    void aPositionThatWasNotKnownIsFoundAtTheNextRead() {
        primaryServer.answers(new Position(1, new Lsn(200)));
        assertEquals(Reason.REPLICA_BEHIND, readWith(SentPosition.UNKNOWN));
        assertEquals(Optional.of(at(200)), client().due());
        replicaServer.answers(new Position(1, new Lsn(200)));
        assertEquals(Reason.CAUGHT_UP, readWith(client().due().orElseThrow()));
    }

    @Test
    void itIsNotFoundWhereThePrimaryDoesNotAnswer() {
        primaryServer.fails(ServerFault.Kind.UNREACHABLE, "gone");
        assertEquals(Reason.PRIMARY_UNKNOWN, readWith(SentPosition.UNKNOWN));
        assertEquals(Optional.empty(), client().toTell());
    }

    @Test
    void ofAnotherClusterNothingIsKnown() {
        SentPosition elsewhere = SentPosition.of(new ClusterId(7), new Position(1, new Lsn(1)));
        assertEquals(Reason.POSITION_UNKNOWN, readWith(elsewhere));
        write(200);
        assertEquals(Optional.of(at(200)), client().due());
    }

    @Test
    void whoReadsOnlyWhatAnybodyMayIsAskedNothing() {
        scope = Scope.ofClient(Optional.of(at(1000)));
        Scopes.Binding carried = scopes.carry(scope);
        Scopes.Binding bound = scopes.route(Freshness.EVENTUAL);
        assertEquals(Reason.EVENTUAL, router.read().reason());
        bound.close();
        carried.close();
    }
}
