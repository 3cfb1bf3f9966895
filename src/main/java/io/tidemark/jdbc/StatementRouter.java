package io.tidemark.jdbc;

import io.tidemark.ReadsUnavailable;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.jdbc.physical.ConnectionProperty;
import io.tidemark.jdbc.physical.ConnectionUser;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.jdbc.physical.ReadyConnections;
import io.tidemark.jdbc.physical.ReplicaFailure;
import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.routing.Admission;
import io.tidemark.routing.Decision;
import io.tidemark.routing.Routing;
import io.tidemark.routing.Routing.ReplicaFault;
import io.tidemark.routing.ShadowDecision;
import io.tidemark.sql.SessionSettings;
import io.tidemark.wal.ReplicaName;
import io.tidemark.writes.CustomSettings;
import io.tidemark.writes.Write;
import io.tidemark.writes.WriteRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Chooses the server of each statement of one routed connection, from the state of the connection; see the package
 * documentation for the states.
 *
 * <p>For each execution, the caller uses {@link #chooseRead} and {@link #forRead}, or within {@link #write(Sending)}
 * {@link #forWrite}; then {@link #statementSent}.
 */
final class StatementRouter {

    /** For a read that a local transaction keeps on the primary. */
    private static final Decision ON_PRIMARY = Decision.of(Reason.IN_TRANSACTION);

    private final RoutedParts parts;
    private final ReadyConnections connections;
    private @Nullable LocalTransaction local;

    StatementRouter(RoutedParts parts, ConnectionUser user) {
        this.parts = parts;
        this.connections = new ReadyConnections(parts.pools(), user);
    }

    RoutedParts parts() {
        return parts;
    }

    private Routing routing() {
        return parts.routing();
    }

    ReadyConnections connections() {
        return connections;
    }

    /** The open local transaction; null if none is open. */
    @Nullable
    LocalTransaction localTransaction() {
        return local;
    }

    /** Forgets the local transaction, which has ended. */
    void forgetLocalTransaction() {
        local = null;
    }

    /** Failures that the primary has too. */
    SharedFailures shared() {
        return parts.shared();
    }

    /** Reads that a lock of the replay blocks. */
    BlockedReads blocked() {
        return parts.blocked();
    }

    /** Records a commit of the local transaction. The settings that it changed stay in effect. */
    void localTransactionCommitted() {
        if (local != null) {
            local.settingTexts().forEach(connections::changedBy);
        }
        local = null;
    }

    /** The JTA transaction of this thread. */
    Optional<Object> jtaTransaction() {
        return routing().transaction();
    }

    Write write() {
        return routing().beginWrite();
    }

    private Decision following(LocalTransaction open) {
        return open.decision().leavesPrimary() ? open.decision() : ON_PRIMARY;
    }

    /** Chooses for a read whose text requests the primary. An open transaction on the replica is not split for it. */
    Decision chooseHinted() {
        LocalTransaction open = local;
        return open != null ? following(open) : Decision.of(Reason.HINT);
    }

    /** Chooses for a read. A read that a lock blocks on a replica goes to the primary, unless its transaction is there. */
    Decision chooseRead(String sql) {
        return unlessBlocked(sql, chooseRead());
    }

    /** Chooses for a read whose result depends on the server's clock. */
    Decision chooseReadByClock(String sql) {
        return unlessBlocked(sql, chooseRead(Decision.Asks.TIME));
    }

    /** Chooses for a read whose text does not matter. */
    Decision chooseRead() {
        return chooseRead(Decision.Asks.ROWS);
    }

    /** Chooses for a read whose result depends on settings of the session. */
    Decision chooseReadOf(SessionSettings settings, String sql) {
        if (local == null && !(knows(settings) && keepsSettings())) {
            return chooseForSettings();
        }
        return settings.byClock() ? chooseReadByClock(sql) : chooseRead(sql);
    }

    /** Chooses for a read that depends on an unknown setting. Outside a local transaction, only the primary has it. */
    Decision chooseForSettings() {
        LocalTransaction open = local;
        return open != null ? following(open) : routing().settingUnknown();
    }

    /** True if the value of each setting is known, so that it can be set on any connection. */
    private boolean knows(SessionSettings settings) {
        Map<String, Optional<String>> kept = routing().settings().values();
        for (String name : settings.read()) {
            boolean known = kept.containsKey(name) ? kept.get(name).isPresent() : connections.knows(name);
            if (!known) {
                return false;
            }
        }
        return true;
    }

    /**
     * True if custom settings can be kept for other connections. Then no statement has changed them on the primary's connection
     * alone, and no open rows depend on other settings.
     */
    boolean keepsSettings() {
        return jtaTransaction().isPresent()
                ? !connections.replicaReadsWithOtherThan(routing().settings())
                : !connections.primaryHasWritten();
    }

    /** The custom settings of this thread's JTA transaction. */
    CustomSettings transactionSettings() {
        return routing().settings();
    }

    /** Replaces the custom settings of this thread's JTA transaction. */
    void keep(CustomSettings settings) {
        routing().keep(settings);
    }

    private Decision unlessBlocked(String sql, Decision chosen) {
        return local == null && chosen.route() == Route.REPLICA && blocked().contain(sql, chosen)
                ? Decision.of(Reason.REPLICA_CONFLICT)
                : chosen;
    }

    private Decision chooseRead(Decision.Asks asks) {
        LocalTransaction open = local;
        if (open != null) {
            return following(open);
        }
        if (!connections.beginsLocalTransaction()) {
            // A higher level spans statements, which may run on two servers.
            return isolation() <= Connection.TRANSACTION_READ_COMMITTED ? routed(asks) : ON_PRIMARY;
        }
        // A later statement may read the time, which is fixed when the transaction begins, and cannot go elsewhere.
        return beginsReadOnly() ? routed(Decision.Asks.TIME) : ON_PRIMARY;
    }

    private int isolation() {
        return connections
                .properties()
                .value(ConnectionProperty.ISOLATION)
                .orElse(Connection.TRANSACTION_READ_COMMITTED);
    }

    /** True if the next statement begins a read-only local transaction that a standby can run as a whole. */
    boolean beginsReadOnly() {
        // A standby refuses SERIALIZABLE. Source: PostgreSQL, "Hot Standby", caveats.
        return local == null
                && connections.beginsLocalTransaction()
                && connections.properties().readOnly()
                && isolation() <= Connection.TRANSACTION_REPEATABLE_READ;
    }

    /**
     * Keeps a read on the primary while a connection of another pool is held that cannot be returned. Waiting for the replica's
     * pool meanwhile could deadlock with threads that hold its connections and wait for that other pool.
     */
    private Decision routed(Decision.Asks asks) {
        Decision decision = asks == Decision.Asks.TIME
                ? routing().routeReadByClock()
                : routing().routeRead();
        return decision.route() == Route.REPLICA
                        && (connections.primaryBlocks() || connections.otherReplicaBlocks(decision))
                ? Decision.of(Reason.PRIMARY_HELD)
                : decision;
    }

    /**
     * The decision of routing for a read of shadow mode that may run again on the replica, with the same result; otherwise
     * empty. A statement or transaction before it may have changed its session or its snapshot.
     */
    Optional<Decision> repeatable(Decision shadow) {
        Optional<Decision> moved = shadow.shadow()
                .filter(routed -> !routed.waits())
                .map(ShadowDecision::decision)
                .filter(routed -> routed.route() == Route.REPLICA);
        if (moved.isEmpty() || isolation() > Connection.TRANSACTION_READ_COMMITTED || connections.primaryHasWritten()) {
            return Optional.empty();
        }
        LocalTransaction open = local;
        boolean plain = open == null
                ? transactionSettings().isEmpty()
                : open.write() == null && open.settingTexts().isEmpty();
        return plain ? moved : Optional.empty();
    }

    /** Admits a read that has been decided. The caller closes the admission after the execution. */
    Admission admit(Decision decision) throws SQLException {
        try {
            return routing().admit(decision, connections);
        } catch (ReadsUnavailable refused) {
            throw SqlErrors.readsUnavailable(refused);
        }
    }

    /** Reports that the primary has answered a statement. */
    void primaryAnswered() {
        routing().primaryAnswered();
    }

    /**
     * Reports a failed read on the primary.
     *
     * @throws SQLException to throw in place of the failure, if the read was diverted to a primary that is away
     */
    void failedOnPrimary(Admission admission, Exception failure) throws SQLException {
        if (ReplicaFailure.of(failure) == ReplicaFailure.LOST) {
            Optional<ReadsUnavailable> refused = admission.lost(SqlCauses.why(failure));
            if (refused.isPresent()) {
                SQLException thrown = SqlErrors.readsUnavailable(refused.get());
                thrown.addSuppressed(failure);
                throw thrown;
            }
        } else if (ReplicaFailure.isAnswer(failure)) {
            primaryAnswered();
        }
    }

    /** The connection for a read. Begins a local transaction if the read is its first statement. */
    PhysicalConnection forRead(Decision decision) throws SQLException {
        PhysicalConnection physical = forAttempt(decision);
        begin(physical, decision);
        return physical;
    }

    private PhysicalConnection forAttempt(Decision decision) throws SQLException {
        LocalTransaction open = local;
        if (open != null) {
            return connections.inLocalTransaction(open.physical());
        }
        return decision.route() == Route.REPLICA ? connections.replica(decision) : connections.primary();
    }

    /** Sends a write over the connection that {@link #forWrite} returns for it. */
    interface Sending<T> {
        T of(Write write) throws SQLException;
    }

    /** Runs a write, and reports its outcome to the routing. */
    <T> T write(Sending<T> sending) throws SQLException {
        Write write = beginWrite();
        T answer;
        try {
            answer = sending.of(write);
        } catch (RuntimeException thrown) {
            failed(write);
            throw SqlCauses.revealed(thrown);
        } catch (SQLException | Error failure) {
            failed(write);
            throw failure;
        }
        ran(write);
        return answer;
    }

    private Write beginWrite() throws SQLException {
        LocalTransaction open = local;
        if (open == null) {
            return routing().beginWrite();
        }
        if (open.onReplica()) {
            throw SqlErrors.writeInReadOnlyTransaction();
        }
        return writeIn(open);
    }

    /** The write of that transaction, which one more statement is about to join. */
    Write writeIn(LocalTransaction open) {
        Write known = open.write();
        if (known == null) {
            return routing().beginWrite();
        }
        routing().joinWrite(known);
        return known;
    }

    /** The connection for a write. Begins a local transaction if the write is its first statement. */
    PhysicalConnection forWrite(Write write, Decision decision, String sql) throws SQLException {
        LocalTransaction open = local;
        PhysicalConnection physical =
                open != null ? connections.inLocalTransaction(open.physical()) : connections.primary();
        begin(physical, decision);
        physical.writes();
        if (local != null) {
            local.wrote(write, sql);
        }
        boolean commits = local == null && routing().transaction().isEmpty();
        announce(write, physical, commits || TransactionText.mayCommit(sql));
        return physical;
    }

    /** Announces a write that is about to be sent, or that an unwrapped handle may send, and that may commit. */
    static void announce(Write write, PhysicalConnection physical) throws SQLException {
        announce(write, physical, true);
    }

    private static void announce(Write write, PhysicalConnection physical, boolean mayCommit) throws SQLException {
        try {
            write.beforeStatement(physical.backend());
            if (mayCommit) {
                write.beforeCommit();
            }
        } catch (WriteRefused refused) {
            throw SqlErrors.storeUnavailable(refused);
        }
    }

    void statementSent(Decision decision, String sql) {
        routing().statementSent(decision);
        parts.observers().sent().sent(decision, sql);
        if (local != null && decision.reason() != Reason.WRITE) {
            local.observedPrimary();
        }
    }

    /** Records that the result of a write showed the state of the primary. */
    void observedPrimary() {
        routing().observedPrimary();
        if (local != null) {
            local.observedPrimary();
        }
    }

    /** Reports the outcome of a write that ran. A local transaction reports it at its own end. */
    private void ran(Write write) {
        LocalTransaction open = local;
        if (open == null || open.write() != write) {
            write.afterCommit();
        } else if (open.mayHaveCommitted()) {
            open.committedSoFar(routing().beginWrite());
        }
    }

    /** Reports a failed write. If it is its own transaction and its connection is lost, it may still be in flight. */
    private void failed(Write write) {
        boolean open = local != null && local.write() == write;
        if (open) {
            return;
        }
        if (routing().transaction().isPresent()) {
            // Ignored: the JTA transaction reports its end itself.
            write.afterCommit();
            return;
        }
        Optional<PhysicalConnection> on = connections.boundPrimary();
        if (on.isEmpty()) {
            write.afterRollback();
        } else if (on.get().answers()) {
            write.afterCommit();
        } else {
            write.outcomeUnknown(Write.Lost.STATEMENT);
        }
    }

    /**
     * Gives up what a failed read made unusable on the replica. That includes a transaction there, which can only be rolled
     * back; rows that are streamed from it end with an error.
     */
    void leaveReplica(ReplicaFailure failure) {
        if (local != null && local.onReplica()) {
            local = null;
        }
        connections.leaveReplica(failure);
    }

    /** The decision for a failed read: the server to retry it on. */
    Decision reroute(Decision failed, Collection<ReplicaName> tried, ReplicaFault fault, String why) {
        return routing().reroute(failed, tried, fault, why);
    }

    /** Reports that a read has succeeded on a replica. */
    void readSucceeded(Decision decision) {
        routing().readSucceeded(decision);
    }

    /** Reports that a read is about to be retried on another server. */
    void retried(ReplicaName failed, String error) {
        routing().retried(failed, error);
    }

    /** Reports that another server ran a read that had failed on a replica. */
    void failedOnReplicaOnly(Decision failed, String why) {
        routing().failedOnReplicaOnly(failed, why);
    }

    /** Records a failure at the end of a transaction on the replica. Its reads have succeeded. */
    void endedByFailure(Exception failure) {
        replicaFailed(local == null ? ON_PRIMARY : local.decision(), failure);
    }

    /** Prepares a connection of the replica for streamed rows or a large object, which need a transaction. */
    void beforeStreaming(PhysicalConnection replica) throws SQLException {
        if (local == null) {
            connections.stream(replica);
        }
    }

    /** Begins a local transaction on that connection, if the next statement begins one. */
    private void begin(PhysicalConnection physical, Decision decision) throws SQLException {
        if (local == null && connections.beginsLocalTransaction()) {
            connections.beforeTransaction(physical);
            local = new LocalTransaction(physical, decision);
        }
    }

    /** The connection of the open local transaction, or else the bound connection of the primary. */
    Optional<PhysicalConnection> boundConnection() {
        LocalTransaction open = local;
        return open != null ? Optional.of(open.physical()) : connections.boundPrimary(jtaTransaction());
    }

    /** The connection for metadata: of the open local transaction, or else of the primary, without beginning a transaction. */
    PhysicalConnection forMetadata() throws SQLException {
        return local != null ? local.physical() : connections.primaryForMetadata();
    }

    /** The replica's connection for the metadata of a statement that is to run there. Begins no transaction. */
    PhysicalConnection forMetadata(Decision decision) throws SQLException {
        return connections.replicaForMetadata(decision);
    }

    /** Records a failure on a replica after which nothing is retried on another one. */
    void replicaFailed(Decision decision, Exception failure) {
        ReplicaFailure what = ReplicaFailure.of(failure);
        what.fault(failure)
                .ifPresent(fault -> routing().reroute(decision, tried(decision), fault, SqlCauses.why(failure)));
        leaveReplica(what);
    }

    private static List<ReplicaName> tried(Decision failed) {
        return failed.replica().stream().toList();
    }

    /** The connection for a call that may send a statement. Begins a local transaction if one begins with it. */
    PhysicalConnection forCall() throws SQLException {
        PhysicalConnection physical = local != null ? local.physical() : connections.primary();
        begin(physical, ON_PRIMARY);
        return physical;
    }
}
