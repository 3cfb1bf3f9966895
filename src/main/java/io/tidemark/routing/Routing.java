package io.tidemark.routing;

import io.tidemark.ReadsUnavailable;
import io.tidemark.wal.ReplicaName;
import io.tidemark.writes.CustomSettings;
import io.tidemark.writes.Write;
import java.util.Collection;
import java.util.Optional;

/**
 * The port of a routed connection to the decision, statement by statement, on the thread that runs the statement.
 *
 * <p>For each attempt to run a statement, the connection calls {@link #routeRead}, {@link #routeReadByClock} or {@link
 * #beginWrite}, or uses a decision that needs no choice. It then obtains a connection of the chosen server, and calls
 * {@link #statementSent} just before the statement is sent. No method throws because a server is unavailable, late or
 * wrong; that is a reason to use the primary. Thread-safe.
 */
public interface Routing {

    /** Chooses the server for a read. It may make a round trip to the store, and wait for a replica, for a bounded time. */
    Decision routeRead();

    /**
     * Chooses the server for a read that depends on the time. It goes to the primary if the replica's clock may hide
     * the caller's writes. Later reads of the scope are unaffected.
     */
    Decision routeReadByClock();

    /**
     * Returns the decision for a read that depends on a session setting of unknown value, or that makes one: it runs on
     * the primary's connection, which has the value.
     */
    Decision settingUnknown();

    /**
     * Returns the custom settings that were kept with this thread's JTA transaction, for connections that do not have
     * them yet.
     */
    CustomSettings settings();

    /** Replaces the custom settings of this thread's JTA transaction. Has no effect without a replica. */
    void keep(CustomSettings settings);

    /** Whether the last poll of the primary was answered, or no poll has ended yet. */
    boolean primaryAnswers();

    /** The failures of a valid read on a replica. */
    enum ReplicaFault {
        /** The replica refused or lost a connection. It serves no read until a poll succeeds. */
        LOST,
        /** The replica's pool had no free connection, which is no evidence about the server. */
        BUSY,
        /**
         * The connection leads to a server that does not cover the required position. The scope stays on another server.
         */
        BEHIND,
        /** The replica cancelled the read in favour of replay. */
        CONFLICT,
        /** Replay held a lock for too long. The other replicas replay the same lock, so the primary runs the read. */
        BLOCKED,
        /** The server failed: its resources, its operating system, its configuration or its data. */
        SERVER_FAILED,
        /**
         * The read failed for another reason. The primary decides, because only its result shows whether the statement
         * is the cause.
         */
        FAILED
    }

    /**
     * Reports that a read failed before its first row. Returns its new route: another replica that covers the same
     * position, otherwise the primary.
     *
     * @param failed the decision whose read failed
     * @param tried the replicas on which the read has failed, including that of the decision
     * @param why the driver's message
     */
    Decision reroute(Decision failed, Collection<ReplicaName> tried, ReplicaFault fault, String why);

    /**
     * Admits a read that is about to obtain a connection. It may wait for a bounded time, if no pooled connection is held
     * meanwhile.
     *
     * @param borrowed the connections that the thread holds
     * @return the permission, which the connection closes after the execution, and perhaps another decision
     * @throws ReadsUnavailable if no replica may serve the read, and the primary must not, or cannot
     */
    Admission admit(Decision decision, BorrowedConnections borrowed);

    /** Reports that the primary has answered a statement, even by an error. */
    void primaryAnswered();

    /** Reports that a read has succeeded on the server of its decision. */
    void readSucceeded(Decision decision);

    /**
     * Reports that a read is about to be retried on another server.
     *
     * @param failed the replica on which it failed
     * @param error the kind of failure, in lower case
     */
    void retried(ReplicaName failed, String error);

    /**
     * Reports that another server ran a read that had failed on a replica because of the replica's server.
     *
     * @param failed the decision whose read failed
     * @param why the replica's error
     */
    void failedOnReplicaOnly(Decision failed, String why);

    /**
     * Begins a write that is about to be sent. From now on, the scope stays on the primary. In a JTA transaction, the
     * outcome comes from the transaction, and the returned object ignores the methods about it. Otherwise the
     * connection reports the outcome to the returned object.
     *
     * @throws IllegalStateException if the completion of the JTA transaction can no longer be observed, although it
     *     might commit; the statement must not be sent then
     */
    Write beginWrite();

    /**
     * Joins another write of a local transaction that is about to be sent, perhaps in another scope and for another
     * caller, who then shares the outcome.
     *
     * @param open the result of {@link #beginWrite} for the first write
     */
    void joinWrite(Write open);

    /**
     * Reports that the answer to a write on the primary contained more than a success: rows, no row to change, or a
     * refusal. If the transaction is rolled back for that reason, the caller's next reads must not be older than the
     * answer.
     */
    void observedPrimary();

    /**
     * Keeps the rest of this thread's JTA transaction on the primary, like a statement there. Uses no connection.
     * Called when the transaction begins to complete.
     */
    void stayOnPrimary();

    /**
     * Notes that a connection of the primary is enlisted in this thread's JTA transaction, for any purpose. It keeps the
     * rest of the transaction on the primary, because the server holds that connection until the transaction ends. In shadow
     * mode, only the statement that needs it does so.
     */
    void primaryEnlisted();

    /**
     * Notes that this thread's JTA transaction is rolled back because the primary has a newer version of an entity than
     * the one read. From now on, the scope stays on the primary, and the caller's later reads must include that
     * version.
     */
    void versionRefused();

    /**
     * Counts and traces a statement that is sent now. In a JTA transaction, a statement on the primary keeps the rest
     * there.
     */
    void statementSent(Decision decision);

    /**
     * Returns the identity of this thread's JTA transaction if it accepts work; otherwise empty. Equal identities mean
     * the same transaction.
     */
    Optional<Object> transaction();
}
