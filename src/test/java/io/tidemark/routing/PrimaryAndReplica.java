package io.tidemark.routing;

import io.tidemark.Caller;
import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.marks.FakeMarks;
import io.tidemark.marks.GuardedStore;
import io.tidemark.routing.RouterSettings.Policy;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.FakeBackends;
import io.tidemark.writes.FakeTransactions;
import io.tidemark.writes.PendingEntries;
import io.tidemark.writes.PendingSettings;
import io.tidemark.writes.Recording;
import io.tidemark.writes.Settlement;
import io.tidemark.writes.Write;
import io.tidemark.writes.WriteRecorder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/** A primary and a replica that are up and level at 100, and a router over them that a test may replace. */
@Timeout(20)
abstract class PrimaryAndReplica {

    static final Duration WAIT = Duration.ofSeconds(10);
    static final Duration DEADLINE = Duration.ofMinutes(1);
    static final Duration MAX_LAG = Duration.ofMinutes(30);

    final AtomicLong time = new AtomicLong(Duration.ofHours(1).toNanos());
    final FakeServer primaryServer = new FakeServer();
    final FakeServer replicaServer = new FakeServer();
    final PrimaryWatch primary = new PrimaryWatch("the primary", primaryServer, Duration.ofHours(1), WAIT, time::get);
    final ReplicaWatch replica =
            new ReplicaWatch("the replica", replicaServer, primary, Duration.ofHours(1), MAX_LAG, time::get);
    final FakeMarks marks = new FakeMarks();
    final GuardedStore store = Recording.store(marks, primary, time::get);
    final FakeBackends backends = new FakeBackends();
    final Settlement settlement = new Settlement(backends, DEADLINE, time::get);
    final PendingSettings pending = new PendingSettings(
            PendingSettings.Policy.FIRST_WRITE, PendingSettings.Unavailable.PROCEED, DEADLINE, WAIT);
    final PendingEntries entries = new PendingEntries(store, primary, pending, Runnable::run, time::get);
    final WriteRecorder recorder = new WriteRecorder(primary, store, entries, settlement);
    final Optional<Router.Replication> replication =
            Optional.of(new Router.Replication(replica, primary, store, recorder));
    final FakeTransactions transactions = new FakeTransactions();
    final Scopes scopes = new Scopes();
    Optional<String> caller = Optional.of("alice");
    Router router = router(Policy.REPLICA);

    static Position at(int timeline, long bytes) {
        return new Position(timeline, new Lsn(bytes));
    }

    static Position at(long bytes) {
        return at(1, bytes);
    }

    Router router(Policy policy) {
        return router(policy, replication);
    }

    Router router(Policy policy, Optional<Router.Replication> parts) {
        return router(policy, parts, new CurrentCaller(scopes, () -> caller));
    }

    /** {@return a router with this source of callers} */
    Router router(Caller asked) {
        return router(Policy.REPLICA, replication, asked);
    }

    private Router router(Policy policy, Optional<Router.Replication> parts, Caller asked) {
        return new Router(
                scopes,
                asked,
                transactions,
                parts,
                new RouterSettings(policy, WAIT, Duration.ofSeconds(1)),
                time::get,
                new RouteCounters(),
                decision -> {});
    }

    @BeforeEach
    void bothServersAreUpAndLevel() throws ServerFault {
        new Thread(primary).start();
        new Thread(replica).start();
        servers(100, 100);
    }

    @AfterEach
    void end() {
        primary.close();
        replica.close();
    }

    /** Puts the servers at positions, and has them polled. */
    void servers(Position primaryAt, Position replicaAt) throws ServerFault {
        primaryServer.answers(primaryAt);
        replicaServer.answers(replicaAt);
        primary.positionAfterNow();
        replica.fresh(WAIT);
    }

    void servers(long primaryAt, long replicaAt) throws ServerFault {
        servers(at(primaryAt), at(replicaAt));
    }

    Reason read() {
        return router.read().reason();
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

    /** An auto-commit write of the caller in a scope of its own, after which the primary stands at that position. */
    void writes(String who, long primaryThen) {
        caller = Optional.of(who);
        Write write = router.write();
        primaryServer.answers(at(primaryThen));
        write.ended();
    }

    /** A write of alice's in a transaction, on that server process. */
    void writesOn(int backend) {
        caller = Optional.of("alice");
        transactions.begin();
        router.write().sending(FakeBackends.number(backend));
    }

    /** Advances the time of the node and of the store. */
    void passes(Duration duration) {
        time.addAndGet(duration.toNanos());
        marks.timePasses(duration);
        samples();
    }

    /** The servers are polled, so that the replica's lag is small again. */
    private void samples() {
        try {
            primary.positionAfterNow();
            replica.fresh(WAIT);
        } catch (ServerFault fault) {
            throw new IllegalStateException(fault);
        }
    }
}
