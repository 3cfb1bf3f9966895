package io.tidemark.writes;

import io.tidemark.wal.Backend;
import java.util.Optional;

/**
 * One or more writes with an unknown outcome: those of a transaction, or one statement in auto-commit mode.
 *
 * <p>{@link #beforeStatement} is called before each statement. {@link #beforeCommit} is called before each command that
 * may commit: a COMMIT, or a statement that commits by itself. At the end exactly one of the other three methods is
 * called, once; they do not throw. In a JTA transaction these three have no effect, because the outcome comes from the
 * transaction.
 */
public interface Write {

    /**
     * Adds a write of another caller, perhaps, which then shares the outcome.
     *
     * @param client the client of the current request, if it remembers a position
     * @param unnamed the request's writes without a caller
     */
    void joinedBy(Optional<String> caller, Optional<ClientPosition> client, Optional<UnclaimedWrites> unnamed);

    /**
     * A statement is about to be sent, in a transaction that stays open. Does not wait.
     *
     * @param backend the server process that will run it, if it is known
     * @throws WriteRefused if the statement must not be sent
     */
    void beforeStatement(Optional<Backend> backend);

    /**
     * A command that may commit is about to be sent. Waits until the store holds the pending entries, or is known not
     * to answer.
     *
     * @throws WriteRefused if the command must not be sent
     */
    void beforeCommit();

    /**
     * The writes are, or may be, committed, and no command of them is in flight. Returns when the callers' marks are
     * stored, or this node has noted that it owes them.
     */
    void afterCommit();

    /**
     * The writes were rolled back by a ROLLBACK that was asked for, before any COMMIT was attempted; or they were never
     * sent.
     */
    void afterRollback();

    /** The connection was lost during a commit, which the server may or may not carry out, perhaps later. */
    void outcomeUnknown(Lost what);

    /** The command that was on the lost connection. */
    enum Lost {
        /** A COMMIT, which only a server process in the transaction can carry out. */
        COMMIT,
        /** A statement that commits by itself. */
        STATEMENT
    }

    /** Returns a write that is not remembered. */
    static Write untracked() {
        return UntrackedWrite.INSTANCE;
    }
}
