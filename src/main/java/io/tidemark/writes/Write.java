package io.tidemark.writes;

import io.tidemark.wal.Backend;
import java.util.Optional;

/**
 * One or more writes whose outcome is not known yet: those of a transaction, or one statement in auto-commit mode.
 *
 * <p>{@link #beforeStatement} is called before each statement, and {@link #beforeCommit} before each that may commit, be it a COMMIT
 * or a statement that commits by itself. At the end exactly one of the other three is called, once; these do not throw.
 * In a JTA transaction they mean nothing: there the transaction tells its end.
 */
public interface Write {

    /**
     * One more write is about to be sent, perhaps for another caller than those before it, who then has a part in the
     * outcome.
     *
     * @param client the client of the request that this is done in, if it remembers a position
     * @param unnamed where that request's writes without a caller are noted
     */
    void joinedBy(Optional<String> caller, Optional<ClientPosition> client, Optional<UnclaimedWrites> unnamed);

    /**
     * A statement is about to be sent, in a transaction that goes on afterwards. Does not wait.
     *
     * @param backend the server's process that will run it, where it is known
     * @throws WriteRefused if the statement must not be sent
     */
    void beforeStatement(Optional<Backend> backend);

    /**
     * What is about to be sent may commit. Waits until the store knows of the writes, or is known not to answer.
     *
     * @throws WriteRefused if it must not be sent
     */
    void beforeCommit();

    /**
     * The writes are, or may be, committed, and nothing of them is under way any more. Returns when the caller's mark is
     * stored, or when this node has noted that it still owes it.
     */
    void afterCommit();

    /** The writes were rolled back by a ROLLBACK that was asked for, before any COMMIT was tried; or were never sent. */
    void afterRollback();

    /** The connection was lost with a commit on it, which the server may or may not carry out, perhaps only later. */
    void outcomeUnknown(Lost what);

    /** What was on the connection when it was lost. */
    enum Lost {
        /** A COMMIT, which only a server process that is in the transaction can carry out. */
        COMMIT,
        /** A statement that commits by itself. */
        STATEMENT
    }

    /** Writes that nothing must be remembered of. */
    static Write untracked() {
        return UntrackedWrite.INSTANCE;
    }
}
