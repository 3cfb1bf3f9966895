package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.jdbc.Physical.Mode;
import io.tidemark.routing.Decision;
import io.tidemark.routing.Routing;
import io.tidemark.routing.Routing.ReplicaFault;
import io.tidemark.routing.Write;
import io.tidemark.sql.Classifier;
import io.tidemark.sql.Verdict;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The course of one routed connection: where its next statement goes, given what went before.
 *
 * <p>Three regimes. In JTA, and in auto-commit mode, each read is routed for itself. In a transaction of the connection's
 * own (auto-commit off outside JTA) the first statement chooses, and all others follow it.
 *
 * <p>For each execution: {@link #chooseRead} and {@link #forRead}, or {@link #beginWrite}, {@link #forWrite} and, after
 * it, {@link #ran}; {@link #sent} in between.
 */
final class Course {

    private final Routing routing;
    private final Classifier classifier;
    private final Servers servers;
    private final Settings settings = new Settings();

    private boolean autoCommit = true;
    private @Nullable LocalTransaction local;

    Course(Routing routing, Classifier classifier, Servers servers) {
        this.routing = routing;
        this.classifier = classifier;
        this.servers = servers;
    }

    Settings settings() {
        return settings;
    }

    /** As it was set; it means nothing in JTA. */
    boolean autoCommit() {
        return autoCommit;
    }

    void autoCommit(boolean wanted) {
        autoCommit = wanted;
    }

    /** The open transaction of the connection's own. */
    @Nullable
    LocalTransaction local() {
        return local;
    }

    /** That transaction is over. */
    void over() {
        local = null;
    }

    /** The JTA transaction of this thread. */
    Optional<Object> jta() {
        return routing.transaction();
    }

    Write write() {
        return routing.write();
    }

    Verdict verdict(String sql) {
        return classifier.verdict(sql);
    }

    /** A standby has refused it as a write. */
    void refused(String sql) {
        classifier.refused(sql);
    }

    /** A standby could not do it, and the primary could. */
    void refusedForNow(String sql) {
        classifier.refusedForNow(sql);
    }

    Decision chooseRead() {
        LocalTransaction open = local;
        if (open != null) {
            return open.onReplica() ? open.decision() : routing.readOnPrimary();
        }
        int isolation = settings.value(Setting.ISOLATION).orElse(Connection.TRANSACTION_READ_COMMITTED);
        if (!beginsLocalTransaction()) {
            // Such a level spans statements, and those may be on two servers.
            return isolation <= Connection.TRANSACTION_READ_COMMITTED ? routing.read() : routing.readOnPrimary();
        }
        // A standby refuses SERIALIZABLE. Source: PostgreSQL, "Hot Standby", caveats.
        return settings.readOnly() && isolation <= Connection.TRANSACTION_REPEATABLE_READ
                ? routing.read()
                : routing.readOnPrimary();
    }

    private boolean beginsLocalTransaction() {
        return !autoCommit && routing.transaction().isEmpty();
    }

    /** The connection for a read, with the transaction begun if one begins with it. */
    Physical forRead(Decision decision) throws SQLException {
        Physical physical = decision.route() == Route.REPLICA ? replica() : primary();
        begin(physical, decision);
        return physical;
    }

    /** Notes a write that is about to be sent. To be given to {@link #ran} after it. */
    Write beginWrite() throws SQLException {
        LocalTransaction open = local;
        if (open == null) {
            return routing.write();
        }
        if (open.onReplica()) {
            throw Refusal.writeInReadOnlyTransaction();
        }
        Write known = open.write();
        return known != null ? known : routing.write();
    }

    /** The connection for a write, with the transaction begun if one begins with it. */
    Physical forWrite(Write write, Decision decision, String sql) throws SQLException {
        Physical physical = primary();
        begin(physical, decision);
        if (local != null) {
            local.wrote(write, sql);
        }
        return physical;
    }

    Decision writeDecision() {
        return routing.writeDecision();
    }

    void sent(Decision decision) {
        routing.sent(decision);
    }

    /** The write's statement is over. Its outcome is told now, unless a transaction of our own will know it. */
    void ran(Write write) {
        LocalTransaction open = local;
        if (open == null || open.write() != write) {
            write.ended();
        } else if (open.mayHaveCommitted()) {
            open.committedSoFar(routing.write());
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
        servers.leaveReplica(failure);
    }

    /** Where the read goes that failed. */
    Decision instead(Decision failed, ReplicaFault fault, String why) {
        return routing.instead(failed, fault, why);
    }

    /** The transaction on the replica ended with that failure. Whatever it read has been read. */
    void ended(ReplicaFailure failure, String why) {
        Decision decision = local == null ? routing.readOnPrimary() : local.decision();
        leaveReplica(failure);
        failure.fault().ifPresent(fault -> routing.instead(decision, fault, why));
    }

    private Physical replica() throws SQLException {
        Physical physical = servers.replica();
        physical.ready(settings, replicaMode(physical));
        return physical;
    }

    private Mode replicaMode(Physical physical) {
        if (local != null) {
            return Mode.LOCAL_OPEN;
        }
        if (beginsLocalTransaction()) {
            return Mode.LOCAL;
        }
        return physical.streams() && routing.transaction().isPresent() ? Mode.STREAM : Mode.AUTO_COMMIT;
    }

    /**
     * What is read on that replica must be in a transaction. Without JTA and without a transaction of the connection's own
     * it is not, as on any connection in auto-commit mode.
     */
    void willStream(Physical replica) throws SQLException {
        if (local == null && routing.transaction().isPresent()) {
            replica.ready(settings, Mode.STREAM);
        }
    }

    /** The connection to the primary, ready for the next statement. */
    Physical primary() throws SQLException {
        Optional<Object> transaction = routing.transaction();
        if (local != null && transaction.isPresent()) {
            throw Refusal.mixedTransactions();
        }
        Physical physical = servers.primary(transaction);
        physical.ready(settings, mode(transaction));
        return physical;
    }

    private Mode mode(Optional<Object> transaction) {
        if (local != null) {
            return Mode.LOCAL_OPEN;
        }
        if (transaction.isPresent()) {
            return Mode.JTA;
        }
        return autoCommit ? Mode.AUTO_COMMIT : Mode.LOCAL;
    }

    /** Begins a transaction of the connection's own on that server, if the next statement begins one. */
    void begin(Physical physical, Decision decision) {
        if (local == null && beginsLocalTransaction()) {
            local = new LocalTransaction(physical, decision);
        }
    }

    /** The connection to describe something on, which opens no transaction. */
    Physical forDescription() throws SQLException {
        return local != null ? local.on() : primary();
    }

    /** The connection for what may send a statement, with the transaction begun if one begins with it. */
    Physical forCall() throws SQLException {
        Physical physical = forDescription();
        begin(physical, routing.readOnPrimary());
        return physical;
    }
}
