package io.tidemark.routing;

import io.tidemark.Caller;
import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.assembly.FakeReplication;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.marks.FakeMarkStore;
import io.tidemark.marks.GuardedStore;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.telemetry.ReceivedTelemetry;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.FakeBackends;
import io.tidemark.writes.FakeTransactions;
import io.tidemark.writes.PendingEntries;
import io.tidemark.writes.Settlement;
import io.tidemark.writes.Write;
import io.tidemark.writes.WriteRecorder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A primary and a replica that are in use, both at position 100, and a router over them that a test may replace. */
@Timeout(20)
abstract class PrimaryAndReplica {

    static final Duration WAIT = Duration.ofSeconds(10);

    /** Longer than a poll of a fake server takes on a busy machine. */
    static final Duration REPLICA_WAIT = Duration.ofMillis(250);

    static final Duration DEADLINE = FakeReplication.PENDING.deadline();
    static final Duration MAX_LAG = Duration.ofMinutes(30);

    final AtomicLong time = new AtomicLong(Duration.ofHours(1).toNanos());
    final FakeServer primaryServer = new FakeServer();
    final FakeServer replicaServer = new FakeServer();
    final FakeMarkStore marks = new FakeMarkStore();
    final FakeBackends backends = new FakeBackends();
    final ReceivedTelemetry telemetry = new ReceivedTelemetry();
    final ReplicationAssembly assembly = FakeReplication.over(
            new ReplicationPorts(primaryServer, FakeReplication.one(replicaServer), marks, backends, telemetry),
            WAIT,
            time::get);
    final PrimaryWatch primary = assembly.primary();
    final ReplicaWatch replica = assembly.replicas().watches().get(0);
    final GuardedStore store = assembly.store();
    final Settlement settlement = assembly.settlement();
    final PendingEntries entries = assembly.entries();
    final WriteRecorder recorder = assembly.recorder();
    final Optional<Router.Replication> replication = Optional.of(assembly.replication());
    final FakeTransactions transactions = new FakeTransactions();
    final Scopes scopes = new Scopes();
    Optional<String> caller = Optional.of("alice");
    Router router = router(ReadPolicy.REPLICA);

    static Position at(int timeline, long bytes) {
        return new Position(timeline, new Lsn(bytes));
    }

    static Position at(long bytes) {
        return at(1, bytes);
    }

    Router router(ReadPolicy policy) {
        return router(policy, replication);
    }

    Router router(ReadPolicy policy, Optional<Router.Replication> parts) {
        return router(policy, parts, new CurrentCaller(scopes, () -> caller));
    }

    /** Creates a router that uses this caller only. */
    Router router(Caller asked) {
        return router(ReadPolicy.REPLICA, replication, asked);
    }

    private Router router(ReadPolicy policy, Optional<Router.Replication> parts, Caller asked) {
        return new Router(
                scopes,
                asked,
                transactions,
                parts,
                new RouterSettings(policy, REPLICA_WAIT, Duration.ofSeconds(1), 1.25),
                time::get,
                new RouteCounters(),
                decision -> {});
    }

    /** A decision for the replica. */
    Decision onReplica() {
        return new ReplicaDecisions(replica.name()).of(Reason.EVENTUAL);
    }

    @BeforeEach
    void bothServersAreUpAndLevel() throws ServerFault {
        new Thread(primary).start();
        new Thread(replica).start();
        servers(100, 100);
    }

    @AfterEach
    void end() {
        assembly.close();
    }

    /** Sets the positions of the servers, and polls both. */
    void servers(Position primaryAt, Position replicaAt) throws ServerFault {
        primaryServer.answers(primaryAt);
        replicaServer.answers(replicaAt);
        primary.positionAfterNow();
        replica.awaitPoll(WAIT);
    }

    void servers(long primaryAt, long replicaAt) throws ServerFault {
        servers(at(primaryAt), at(replicaAt));
    }

    Reason read() {
        return router.routeRead().reason();
    }

    Reason readIn(Freshness freshness) {
        Scopes.Binding bound = scopes.route(freshness);
        try {
            return read();
        } finally {
            bound.close();
        }
    }

    Reason read(String who) {
        caller = Optional.of(who);
        return readIn(Freshness.READ_YOUR_WRITES);
    }

    /** An auto-commit write of the caller in its own scope, after which the primary is at that position. */
    void writes(String who, long primaryThen) {
        caller = Optional.of(who);
        Write write = router.beginWrite();
        primaryServer.answers(at(primaryThen));
        write.afterCommit();
    }

    /** A write of alice in a transaction, on that server process. */
    void writesOn(int backend) {
        caller = Optional.of("alice");
        transactions.begin();
        router.beginWrite().beforeStatement(FakeBackends.number(backend));
    }

    /** Advances the time here and in the store. */
    void passes(Duration duration) {
        time.addAndGet(duration.toNanos());
        marks.timePasses(duration);
        samples();
    }

    /** Polls both servers, so that the replica's lag is small again. */
    private void samples() {
        try {
            primary.positionAfterNow();
            replica.awaitPoll(WAIT);
        } catch (ServerFault fault) {
            throw new IllegalStateException(fault);
        }
    }
}
