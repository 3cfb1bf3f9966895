package io.tidemark.routing;

import io.tidemark.writes.CustomSettings;
import io.tidemark.writes.Write;
import java.util.Optional;

/**
 * What a routed connection asks and tells, statement by statement, on the thread that runs the statement.
 *
 * <p>For each attempt to run a statement: choose with {@link #routeRead}, {@link #routeReadByClock}, a decision that needs
 * no choice, or {@link #beginWrite}, obtain a connection of the chosen server, then tell {@link #statementSent} just before the statement goes out. None
 * of the methods throws because a server is down, late or wrong; that is a reason for the primary. Thread-safe.
 */
public interface Routing {

    /** Chooses the server for a read. It may ask the store once, and wait for one poll of the replica. */
    Decision routeRead();

    /**
     * Chooses the server for a read that asks for the time. It goes to the primary if the replica's clock may hide what the
     * caller wrote; later reads of the scope are not bound by that.
     */
    Decision routeReadByClock();

    /**
     * The decision for a read that depends on a setting of the session whose value is not known, or that sets one: it runs on
     * the primary's connection, which has it.
     */
    Decision settingUnknown();

    /** The custom settings that were kept with this thread's JTA transaction, for connections that do not have them yet. */
    CustomSettings settings();

    /** Keeps these with this thread's JTA transaction, in place of what was kept; not if there is no replica. */
    void keep(CustomSettings settings);

    /** The last poll of the primary was answered, or there was none yet. */
    boolean primaryAnswers();

    /** What can go wrong on a replica with a read that is good as it is. */
    enum ReplicaFault {
        /** It refused a connection or lost one: it serves nothing before a poll has found it well again. */
        LOST,
        /** Its pool had no connection to give, which says nothing of the server. */
        BUSY,
        /** Its connection leads to a server that lacks what the read must include: the scope is read on the primary. */
        BEHIND,
        /** It cancelled the read, to go on replaying, or replay held a lock for too long. */
        CONFLICT,
        /** The read failed for another reason. Whether the server is to blame shows when the primary has run it. */
        FAILED
    }

    /**
     * Tells that a read failed before its first row, and where it goes now: to a server that was not tried yet, at last to
     * the primary.
     *
     * @param failed what had been chosen
     * @param why what the driver said
     */
    Decision reroute(Decision failed, ReplicaFault fault, String why);

    /**
     * Reports that the primary ran a read that had failed on the replica, for a reason that lies in the replica's server.
     *
     * @param why the replica's error
     */
    void failedOnReplicaOnly(String why);

    /**
     * Tells that a write is about to be sent. From here on the scope stays on the primary. In a JTA transaction the
     * outcome is taken from the transaction, and the returned object ignores what it is told of it; otherwise the
     * connection tells it the outcome.
     *
     * @throws IllegalStateException if the JTA transaction can no longer be watched, although it might commit; the
     *     statement must not be sent then
     */
    Write beginWrite();

    /**
     * Tells that one more write of a local transaction is about to be sent, perhaps in another scope and for another
     * caller than those before it, who then has a part in the outcome.
     *
     * @param open what {@link #beginWrite} returned for the first of them
     */
    void joinWrite(Write open);

    /**
     * Tells that a write on the primary was answered with more than that it was done: with rows, with no row to change, or
     * with a refusal. If it is rolled back for that, the caller's next reads must not be older than the answer.
     */
    void observedPrimary();

    /**
     * Keeps the rest of this thread's JTA transaction on the primary, as a statement there does. Takes no connection. Called
     * when the transaction begins to complete, and when a connection of the primary is enlisted in it, whatever for: the
     * server keeps that connection until the transaction ends.
     */
    void stayOnPrimary();

    /**
     * Notes that this thread's JTA transaction is rolled back because the primary has a newer version than the one that it
     * has read. From here on the scope stays on the primary, and the caller's later reads must include that version.
     */
    void versionRefused();

    /** Counts and traces a statement that goes out now. In a JTA transaction, one that goes to the primary binds it. */
    void statementSent(Decision decision);

    /**
     * What identifies the JTA transaction that this thread is in and that can still be worked in; empty without one.
     * Equal for as long as it is the same transaction.
     */
    Optional<Object> transaction();
}
