package io.tidemark.it.support;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.assembly.ReplicationSettings;
import io.tidemark.assembly.ServerNames;
import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.marks.GuardedStore;
import io.tidemark.marks.StoreSettings;
import io.tidemark.marks.StoreSettings.OnUnsafe;
import io.tidemark.postgres.LockTimeout;
import io.tidemark.postgres.PostgresBackends;
import io.tidemark.postgres.PostgresPrimary;
import io.tidemark.postgres.PostgresPrimaryPool;
import io.tidemark.postgres.PostgresReplica;
import io.tidemark.postgres.PostgresReplicaPool;
import io.tidemark.postgres.PrimaryConnections;
import io.tidemark.postgres.ReplicaConnections;
import io.tidemark.redis.RedisMarks;
import io.tidemark.redis.RedisSettings;
import io.tidemark.routing.RouteCounters;
import io.tidemark.routing.Router;
import io.tidemark.routing.RouterSettings;
import io.tidemark.routing.Scope;
import io.tidemark.routing.Scopes;
import io.tidemark.servers.Servers;
import io.tidemark.sql.Statements;
import io.tidemark.time.Ticker;
import io.tidemark.wal.ClockOffset;
import io.tidemark.wal.CollationRule;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaState;
import io.tidemark.writes.PendingSettings;
import io.tidemark.writes.Transactions;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.sql.DataSource;

/** A node without a container: the core and its adapters, in the test's own JVM. Callers are the threads' own. */
public final class Node implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(100);
    private static final Duration HORIZON = Duration.ofHours(1);
    private static final Duration LOCKS = Duration.ofMillis(500);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final RedisMarks marks;
    private final ReplicationAssembly assembly;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final Scopes scopes = new Scopes();
    private final ThreadLocal<Optional<String>> caller = ThreadLocal.withInitial(Optional::empty);
    private final List<Reason> reasons = new CopyOnWriteArrayList<>();
    private final DataSource routed;

    /**
     * What may differ from node to node.
     *
     * @param pending about pending writes
     * @param unsafe about a store that evicts
     * @param storeTimeout how long Redis may take
     */
    public record Options(PendingSettings pending, OnUnsafe unsafe, Duration storeTimeout) {

        public static Options usual() {
            return new Options(
                    new PendingSettings(
                            PendingSettings.AnnouncementPolicy.FIRST_WRITE,
                            PendingSettings.OnUnavailable.PROCEED,
                            Duration.ofMinutes(1),
                            TIMEOUT),
                    OnUnsafe.WARN,
                    Duration.ofSeconds(1));
        }

        public Options policy(PendingSettings.AnnouncementPolicy policy) {
            return new Options(
                    new PendingSettings(policy, pending.unavailable(), pending.deadline(), pending.answerTimeout()),
                    unsafe,
                    storeTimeout);
        }

        public Options refusing() {
            return new Options(
                    new PendingSettings(
                            pending.policy(),
                            PendingSettings.OnUnavailable.REFUSE,
                            pending.deadline(),
                            pending.answerTimeout()),
                    unsafe,
                    storeTimeout);
        }

        public Options deadline(Duration deadline) {
            return new Options(
                    new PendingSettings(pending.policy(), pending.unavailable(), deadline, pending.answerTimeout()),
                    unsafe,
                    storeTimeout);
        }

        public Options refusingUnsafeStores() {
            return new Options(pending, OnUnsafe.REFUSE, storeTimeout);
        }
    }

    public Node(DataSource primarySource, DataSource replicaSource, URI redis) {
        this(primarySource, primarySource, replicaSource, redis, Options.usual());
    }

    /**
     * A node.
     *
     * @param watched leads to the primary, for the node itself
     * @param primarySource leads to it too, for the application
     */
    public Node(DataSource watched, DataSource primarySource, DataSource replicaSource, URI redis, Options options) {
        marks = new RedisMarks(new RedisSettings(
                redis,
                options.storeTimeout(),
                32,
                "default",
                HORIZON,
                OptionalInt.empty(),
                RedisSettings.Callers.PLAIN));
        assembly = ReplicationAssembly.of(
                new ReplicationPorts(
                        new PostgresPrimary(watched, TIMEOUT),
                        new PostgresReplica(replicaSource, TIMEOUT),
                        marks,
                        new PostgresBackends(watched, TIMEOUT)),
                ServerNames.PLAIN,
                new ReplicationSettings(
                        POLL,
                        TIMEOUT,
                        HORIZON.dividedBy(2),
                        CollationRule.REQUIRE_SAME,
                        StoreSettings.of(options.unsafe(), HORIZON),
                        options.pending()),
                Ticker.SYSTEM);
        Router router = new Router(
                scopes,
                caller::get,
                Transactions.none(),
                Optional.of(assembly.replication()),
                new RouterSettings(RouterSettings.ReadPolicy.REPLICA, Duration.ofMillis(50), Duration.ofSeconds(1)),
                Ticker.SYSTEM,
                new RouteCounters(),
                decision -> reasons.add(decision.reason()));
        routed = new RoutedDataSource(
                new PostgresPrimaryPool(primarySource, new PrimaryConnections(assembly.primary())),
                Optional.of(new PostgresReplicaPool(
                        replicaSource, new ReplicaConnections(assembly.replica(), TIMEOUT, new LockTimeout(LOCKS)))),
                router,
                Statements.classifier());
        assembly.serverLoops().forEach(loop -> threads.execute(loop.work()));
        assembly.storeLoops().forEach(loop -> threads.execute(loop.work()));
    }

    /** A node of the demo's role. */
    public static Node of(Servers servers) {
        return new Node(
                servers.primary().application(),
                servers.replica().application(),
                servers.redis().uri());
    }

    /** Waits until that caller's reads go to the replica, also those that ask for the time. */
    public void awaitReplica(String who) {
        Awaiting.until("the replica is in use", () -> reasonOf("SELECT 'now'", who) == Reason.CAUGHT_UP);
    }

    /** What is done over one routed connection. */
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** What is done over routed connections that are made by somebody else. */
    public interface Task<T> {
        T run() throws SQLException;
    }

    /** The source of routed connections. */
    public DataSource routed() {
        return routed;
    }

    /** Does it as that caller, in a scope of its own. */
    public <T> T as(String who, Work<T> work) throws SQLException {
        return inScope(who, () -> {
            try (Connection connection = routed.getConnection()) {
                return work.with(connection);
            }
        });
    }

    /** Does it as that caller, or as nobody where the name is empty, in a request of its own. */
    public <T> T inScope(String who, Task<T> task) throws SQLException {
        caller.set(Optional.of(who).filter(name -> !name.isEmpty()));
        Scopes.Binding request = scopes.scope().isEmpty() ? scopes.carry(new Scope()) : () -> {};
        Scopes.Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        try {
            return task.run();
        } finally {
            bound.close();
            request.close();
            caller.remove();
        }
    }

    /** Does it within a request's scope. */
    public <T> T within(Scope scope, Task<T> task) throws SQLException {
        Scopes.Binding bound = scopes.carry(scope);
        try {
            return task.run();
        } finally {
            bound.close();
        }
    }

    /** Why each statement went where it went, since the last time that this was asked. */
    public List<Reason> reasons() {
        List<Reason> told = List.copyOf(reasons);
        reasons.clear();
        return told;
    }

    /** The first column of what that caller's query answers; "nothing" without a row. */
    public String read(String who, String sql) throws SQLException {
        reasons.clear();
        return as(who, connection -> {
            try (Statement read = connection.createStatement();
                    ResultSet row = read.executeQuery(sql)) {
                return row.next() ? String.valueOf(row.getString(1)) : "nothing";
            }
        });
    }

    /** Runs a write of that caller, which commits by itself. */
    public void writes(String who, String sql) throws SQLException {
        as(who, connection -> {
            try (Statement write = connection.createStatement()) {
                return write.executeUpdate(sql);
            }
        });
    }

    /** Leaves the node with what it knows of its replica: what happens from now on, no poll sees. */
    public void pollReplicaNoMore() {
        assembly.replica().close();
    }

    /** How far the replica's clock is ahead, as it is known. */
    public ClockOffset clockOffset() {
        return assembly.replica().clockOffset().orElseThrow();
    }

    public ReplicaState replica() {
        return assembly.replica().state();
    }

    /** Runs a write of that caller in a transaction of the connection's own. */
    public void writesInTransaction(String who, String sql) throws SQLException {
        as(who, connection -> {
            connection.setAutoCommit(false);
            try (Statement write = connection.createStatement()) {
                write.executeUpdate(sql);
                connection.commit();
                return sql;
            }
        });
    }

    /** Why a read of that caller goes where it goes now. */
    public Reason reasonOfARead(String who) throws SQLException {
        return reasonOf("SELECT 1", who);
    }

    private Reason reasonOf(String sql, String who) throws SQLException {
        reasons.clear();
        as(who, connection -> {
            try (Statement read = connection.createStatement()) {
                return read.executeQuery(sql).next();
            }
        });
        return reasons.get(0);
    }

    public void awaitReason(String who, Reason reason) {
        Awaiting.until(who + " reads with " + reason, () -> reasonOfARead(who) == reason);
    }

    public GuardedStore store() {
        return assembly.store();
    }

    public PrimaryWatch primary() {
        return assembly.primary();
    }

    /** Does not do anything any more, whatever is under way: no position, no mark, no renewal. */
    public void die() {
        close();
    }

    @Override
    public void close() {
        assembly.close();
        threads.shutdownNow();
        marks.close();
    }
}
