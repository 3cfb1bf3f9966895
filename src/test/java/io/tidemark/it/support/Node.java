package io.tidemark.it.support;

import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.assembly.ReplicationSettings;
import io.tidemark.assembly.ServerNames;
import io.tidemark.jdbc.RoutedDataSource;
import io.tidemark.jdbc.physical.ReplicaPool;
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
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaName;
import io.tidemark.wal.ReplicaSource;
import io.tidemark.wal.ReplicaState;
import io.tidemark.wal.ReplicaWatch;
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

/** A node without a container: the core and its adapters in the test's JVM. Each thread has its own caller. */
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
     * A replica of the node.
     *
     * @param source the data source for reads
     * @param polled polled for the position
     */
    public record Replica(ReplicaName name, DataSource source, PositionSource polled) {

        public static Replica of(String name, DataSource source) {
            return new Replica(ReplicaName.of(name), source, new PostgresReplica(source, TIMEOUT));
        }
    }

    /**
     * The settings of one node.
     *
     * @param pending the settings of pending entries
     * @param unsafe the policy for a store that evicts
     * @param storeTimeout the timeout of Redis
     * @param replicaWait the longest wait of a read for a replica
     */
    public record Options(PendingSettings pending, OnUnsafe unsafe, Duration storeTimeout, Duration replicaWait) {

        public static Options usual() {
            return new Options(
                    new PendingSettings(
                            PendingSettings.AnnouncementPolicy.FIRST_WRITE,
                            PendingSettings.OnUnavailable.PROCEED,
                            Duration.ofMinutes(1),
                            TIMEOUT),
                    OnUnsafe.WARN,
                    Duration.ofSeconds(1),
                    Duration.ofMillis(50));
        }

        public Options policy(PendingSettings.AnnouncementPolicy policy) {
            return new Options(
                    new PendingSettings(policy, pending.unavailable(), pending.deadline(), pending.answerTimeout()),
                    unsafe,
                    storeTimeout,
                    replicaWait);
        }

        public Options refusing() {
            return new Options(
                    new PendingSettings(
                            pending.policy(),
                            PendingSettings.OnUnavailable.REFUSE,
                            pending.deadline(),
                            pending.answerTimeout()),
                    unsafe,
                    storeTimeout,
                    replicaWait);
        }

        public Options deadline(Duration deadline) {
            return new Options(
                    new PendingSettings(pending.policy(), pending.unavailable(), deadline, pending.answerTimeout()),
                    unsafe,
                    storeTimeout,
                    replicaWait);
        }

        public Options refusingUnsafeStores() {
            return new Options(pending, OnUnsafe.REFUSE, storeTimeout, replicaWait);
        }

        public Options waiting(Duration limit) {
            return new Options(pending, unsafe, storeTimeout, limit);
        }
    }

    public Node(DataSource primarySource, DataSource replicaSource, URI redis) {
        this(primarySource, primarySource, replicaSource, redis, Options.usual());
    }

    /**
     * Starts a node.
     *
     * @param watched the primary's data source for the node's own polls
     * @param primarySource the primary's data source for the application
     */
    public Node(DataSource watched, DataSource primarySource, DataSource replicaSource, URI redis, Options options) {
        this(watched, primarySource, List.of(Replica.of("the replica", replicaSource)), redis, options);
    }

    /**
     * Starts a node with several replicas.
     *
     * @param watched the primary's data source for the node's own polls
     * @param primarySource the primary's data source for the application
     */
    public Node(DataSource watched, DataSource primarySource, List<Replica> replicas, URI redis, Options options) {
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
                        replicas.stream()
                                .map(replica -> ReplicaSource.of(replica.name(), replica.polled()))
                                .toList(),
                        marks,
                        new PostgresBackends(watched, TIMEOUT)),
                ServerNames.PLAIN,
                new ReplicationSettings(
                        POLL,
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
                new RouterSettings(
                        RouterSettings.ReadPolicy.REPLICA, options.replicaWait(), Duration.ofSeconds(1), 1.25),
                Ticker.SYSTEM,
                new RouteCounters(),
                decision -> reasons.add(decision.reason()));
        routed = new RoutedDataSource(
                new PostgresPrimaryPool(primarySource, new PrimaryConnections(assembly.primary())),
                replicas.stream().<ReplicaPool>map(this::pool).toList(),
                router,
                Statements.classifier());
        assembly.serverLoops().forEach(loop -> threads.execute(loop.work()));
        assembly.storeLoops().forEach(loop -> threads.execute(loop.work()));
    }

    private PostgresReplicaPool pool(Replica replica) {
        ReplicaWatch watch = assembly.replicas().watches().stream()
                .filter(one -> one.name().equals(replica.name()))
                .findFirst()
                .orElseThrow();
        return new PostgresReplicaPool(
                replica.source(), new ReplicaConnections(watch, TIMEOUT, new LockTimeout(LOCKS)));
    }

    /** {@return a node whose role is that of the demo} */
    public static Node of(Servers servers) {
        return new Node(
                servers.primary().application(),
                servers.replica().application(),
                servers.redis().uri());
    }

    /** Waits until the caller's reads go to the replica, also those that ask for the time. */
    public void awaitReplica(String who) {
        Awaiting.until("the replica is in use", () -> reasonOf("SELECT 'now'", who) == Reason.CAUGHT_UP);
    }

    /** Waits until all replicas are in use. */
    public void awaitReplicas() {
        Awaiting.until("all replicas are in use", () -> assembly.replicas().watches().stream()
                .allMatch(watch -> watch.state().eligible()));
    }

    /** Work on one routed connection. */
    public interface Work<T> {
        T with(Connection connection) throws SQLException;
    }

    /** Work that obtains its routed connections elsewhere. */
    public interface Task<T> {
        T run() throws SQLException;
    }

    /** {@return the routed data source} */
    public DataSource routed() {
        return routed;
    }

    /** Runs the work as the caller, in a new scope. */
    public <T> T as(String who, Work<T> work) throws SQLException {
        return inScope(who, () -> {
            try (Connection connection = routed.getConnection()) {
                return work.with(connection);
            }
        });
    }

    /** Runs the work as the caller in a new request; anonymous if the name is empty. */
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

    /** Runs the work within the scope of a request. */
    public <T> T within(Scope scope, Task<T> task) throws SQLException {
        Scopes.Binding bound = scopes.carry(scope);
        try {
            return task.run();
        } finally {
            bound.close();
        }
    }

    /** {@return the reasons of the statements since the last call} */
    public List<Reason> reasons() {
        List<Reason> told = List.copyOf(reasons);
        reasons.clear();
        return told;
    }

    /** {@return the first column of the first row of the caller's query; "nothing" without a row} */
    public String read(String who, String sql) throws SQLException {
        reasons.clear();
        return as(who, connection -> {
            try (Statement read = connection.createStatement();
                    ResultSet row = read.executeQuery(sql)) {
                return row.next() ? String.valueOf(row.getString(1)) : "nothing";
            }
        });
    }

    /** Runs a write of the caller in auto-commit mode. */
    public void writes(String who, String sql) throws SQLException {
        as(who, connection -> {
            try (Statement write = connection.createStatement()) {
                return write.executeUpdate(sql);
            }
        });
    }

    /** Stops the polls of the replica. The node keeps the last known state. */
    public void pollReplicaNoMore() {
        assembly.replicas().watches().get(0).close();
    }

    /** {@return the last known difference of the replica's clock} */
    public ClockOffset clockOffset() {
        return assembly.replicas().watches().get(0).clockOffset().orElseThrow();
    }

    public ReplicaState replica() {
        return assembly.replicas().watches().get(0).state();
    }

    /** Runs a write of the caller in a local transaction of the connection. */
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

    /** {@return the reason for the route of a read of the caller} */
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

    /** Simulates the death of the node: it no longer reads positions, stores marks, or renews pending entries. */
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
