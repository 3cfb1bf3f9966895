package io.tidemark.jdbc;

import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.jdbc.physical.ConnectionProperty;
import io.tidemark.jdbc.physical.ConnectionUser;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.jdbc.physical.ReadyConnections;
import io.tidemark.jdbc.physical.ReplicaFailure;
import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.routing.Decision;
import io.tidemark.routing.Routing;
import io.tidemark.routing.Routing.ReplicaFault;
import io.tidemark.sql.SessionSettings;
import io.tidemark.writes.CustomSettings;
import io.tidemark.writes.Write;
import io.tidemark.writes.WriteRefused;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The course of one routed connection: where its next statement goes, given what went before.
 *
 * <p>Three regimes. In JTA, and in auto-commit mode, each read is routed for itself. In a transaction of the connection's
 * own (auto-commit off outside JTA) the first statement chooses, and all others follow it.
 *
 * <p>For each execution: {@link #chooseRead} and {@link #forRead}, or within {@link #write(Sending)}, {@link #forWrite};
 * then {@link #sent}.
 */
final class StatementRouter {

    /** For a read that its connection's own (local) transaction keeps on the primary. */
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

    /** The open transaction of the connection's own. */
    @Nullable
    LocalTransaction localTransaction() {
        return local;
    }

    /** That transaction is over. */
    void forgetLocalTransaction() {
        local = null;
    }

    /** The failures that the primary has too. */
    SharedFailures shared() {
        return parts.shared();
    }

    /** The reads that a lock of the replay blocks. */
    BlockedReads blocked() {
        return parts.blocked();
    }

    /** The open transaction is committed, and the settings that it changed hold. */
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
        return routing().write();
    }

    private Decision following(LocalTransaction open) {
        return open.onReplica() ? open.decision() : ON_PRIMARY;
    }

    /** For a read whose text asks for the primary. A transaction that is open elsewhere is not split for it. */
    Decision chooseHinted() {
        LocalTransaction open = local;
        return open != null ? following(open) : Decision.of(Reason.HINT);
    }

    /** Where a read goes. One that a lock blocks on the replica passes it by, unless its transaction is there. */
    Decision chooseRead(String sql) {
        return unlessBlocked(sql, chooseRead());
    }

    /** For a read that asks for the time. */
    Decision chooseReadByClock(String sql) {
        return unlessBlocked(sql, chooseRead(Decision.Asks.TIME));
    }

    /** Where a read goes whose text does not matter. */
    Decision chooseRead() {
        return chooseRead(Decision.Asks.ROWS);
    }

    /** For a read whose answer depends on settings of the session. */
    Decision chooseReadOf(SessionSettings settings, String sql) {
        if (local == null && !(knows(settings) && keepsSettings())) {
            return chooseForSettings();
        }
        return settings.byClock() ? chooseReadByClock(sql) : chooseRead(sql);
    }

    /** On the primary, where a setting is that is not known here. */
    Decision chooseForSettings() {
        LocalTransaction open = local;
        return open != null ? following(open) : routing().settingUnknown();
    }

    /** Whether it was told each of these settings, so that it can make them on any connection. */
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
     * Settings can be kept for other connections: nothing may have changed them on the primary's alone, and no rows may be read
     * meanwhile that depend on others.
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

    /** From here on these are the custom settings of this thread's JTA transaction. */
    void keep(CustomSettings settings) {
        routing().keep(settings);
    }

    private Decision unlessBlocked(String sql, Decision chosen) {
        return local == null && chosen.route() == Route.REPLICA && blocked().contain(sql)
                ? routing().instead(chosen, ReplicaFault.CONFLICT, "replay holds a lock")
                : chosen;
    }

    private Decision chooseRead(Decision.Asks asks) {
        LocalTransaction open = local;
        if (open != null) {
            return following(open);
        }
        if (!connections.beginsLocalTransaction()) {
            // Such a level spans statements, and those may be on two servers.
            return isolation() <= Connection.TRANSACTION_READ_COMMITTED ? routed(asks) : ON_PRIMARY;
        }
        // A later statement may ask for the time, which is that of the transaction's begin, and cannot go elsewhere
        // then.
        return beginsReadOnly() ? routed(Decision.Asks.TIME) : ON_PRIMARY;
    }

    private int isolation() {
        return connections
                .properties()
                .value(ConnectionProperty.ISOLATION)
                .orElse(Connection.TRANSACTION_READ_COMMITTED);
    }

    /** The next statement begins a transaction of the connection's own that a standby can run as a whole. */
    boolean beginsReadOnly() {
        // A standby refuses SERIALIZABLE. Source: PostgreSQL, "Hot Standby", caveats.
        return local == null
                && connections.beginsLocalTransaction()
                && connections.properties().readOnly()
                && isolation() <= Connection.TRANSACTION_REPEATABLE_READ;
    }

    /**
     * A read stays on the primary while its connection holds one of the primary's that it cannot give back. To wait for the
     * replica's pool meanwhile could deadlock with those that hold one of its connections and wait for the primary's.
     */
    private Decision routed(Decision.Asks asks) {
        Decision decision =
                asks == Decision.Asks.TIME ? routing().readByClock() : routing().read();
        return decision.route() == Route.REPLICA && connections.primaryBlocks()
                ? Decision.of(Reason.PRIMARY_HELD)
                : decision;
    }

    /** The connection for a read, with the transaction begun if one begins with it. */
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

    /** Sends a write, over the connection that {@link #forWrite} gives for it. */
    interface Sending<T> {
        T of(Write write) throws SQLException;
    }

    /** Runs a write, and tells what became of it. */
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
            return routing().write();
        }
        if (open.onReplica()) {
            throw SqlErrors.writeInReadOnlyTransaction();
        }
        return writeIn(open);
    }

    /** The writes of that transaction, of which one more is about to be sent. */
    Write writeIn(LocalTransaction open) {
        Write known = open.write();
        if (known == null) {
            return routing().write();
        }
        routing().again(known);
        return known;
    }

    /** The connection for a write, with the transaction begun if one begins with it. */
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

    /** Announces what is about to be sent, or may be sent past the routing, and may commit. */
    static void announce(Write write, PhysicalConnection physical) throws SQLException {
        announce(write, physical, true);
    }

    private static void announce(Write write, PhysicalConnection physical, boolean mayCommit) throws SQLException {
        try {
            write.sending(physical.backend());
            if (mayCommit) {
                write.committing();
            }
        } catch (WriteRefused refused) {
            throw SqlErrors.storeUnavailable(refused);
        }
    }

    void statementSent(Decision decision) {
        routing().sent(decision);
        if (local != null && decision.reason() != Reason.WRITE) {
            local.observedPrimary();
        }
    }

    /** A write was answered with more than that it was done. */
    void observedPrimary() {
        routing().learned();
        if (local != null) {
            local.observedPrimary();
        }
    }

    /** The write's statement is over. Its outcome is told now, unless a transaction of our own will know it. */
    private void ran(Write write) {
        LocalTransaction open = local;
        if (open == null || open.write() != write) {
            write.ended();
        } else if (open.mayHaveCommitted()) {
            open.committedSoFar(routing().write());
        }
    }

    /** The write's statement failed. Then it may still be under way, if it stands for itself and its connection is lost. */
    private void failed(Write write) {
        boolean open = local != null && local.write() == write;
        if (open) {
            return;
        }
        if (routing().transaction().isPresent()) {
            // Not heard: the transaction tells its end itself.
            write.ended();
            return;
        }
        Optional<PhysicalConnection> on = connections.boundPrimary();
        if (on.isEmpty()) {
            write.rolledBack();
        } else if (on.get().answers()) {
            write.ended();
        } else {
            write.inDoubt(Write.Lost.STATEMENT);
        }
    }

    /**
     * After a read that failed there: what the failure has spoilt is given up. A transaction on that connection is, since
     * it can only be rolled back; rows that are being streamed from it end with an error then.
     */
    void leaveReplica(ReplicaFailure failure) {
        if (local != null && local.onReplica()) {
            local = null;
        }
        connections.leaveReplica(failure);
    }

    /** Where the read goes that failed. */
    Decision reroute(Decision failed, ReplicaFault fault, String why) {
        return routing().instead(failed, fault, why);
    }

    /** The primary has run what failed there. */
    void failedOnReplicaOnly(String why) {
        routing().failedOnReplicaOnly(why);
    }

    /** The transaction on the replica ended with that failure. Whatever it read has been read. */
    void endedByFailure(ReplicaFailure failure, String why) {
        Decision decision = local == null ? ON_PRIMARY : local.decision();
        leaveReplica(failure);
        failure.fault().ifPresent(fault -> routing().instead(decision, fault, why));
    }

    /** What is read on that replica must be in a transaction. */
    void beforeStreaming(PhysicalConnection replica) throws SQLException {
        if (local == null) {
            connections.stream(replica);
        }
    }

    /** Begins a transaction of the connection's own on that server, if the next statement begins one. */
    private void begin(PhysicalConnection physical, Decision decision) throws SQLException {
        if (local == null && connections.beginsLocalTransaction()) {
            connections.beforeTransaction(physical);
            local = new LocalTransaction(physical, decision);
        }
    }

    /** The connection of the open transaction, else the bound one of the primary. */
    Optional<PhysicalConnection> boundConnection() {
        LocalTransaction open = local;
        return open != null ? Optional.of(open.physical()) : connections.boundPrimary(jtaTransaction());
    }

    /** The connection to describe something on: of the open transaction, else the primary's, where it begins none. */
    PhysicalConnection forMetadata() throws SQLException {
        return local != null ? local.physical() : connections.primaryForMetadata();
    }

    /** The replica's connection to describe a statement on that is to run there; it begins no transaction. */
    PhysicalConnection forMetadata(Decision decision) throws SQLException {
        return connections.replicaForMetadata(decision);
    }

    /** A description on the replica failed; the primary is to be asked. */
    void replicaFailed(Decision decision, Exception failure) {
        ReplicaFailure what = ReplicaFailure.of(failure);
        leaveReplica(what);
        what.fault().ifPresent(fault -> routing().instead(decision, fault, SqlCauses.why(failure)));
    }

    /** The connection for what may send a statement, with the transaction begun if one begins with it. */
    PhysicalConnection forCall() throws SQLException {
        PhysicalConnection physical = local != null ? local.physical() : connections.primary();
        begin(physical, ON_PRIMARY);
        return physical;
    }
}
