package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.ReplicaFailure;
import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.sql.StandbyEffect;
import java.sql.SQLException;

/**
 * A statement that is no provable read, in a read-only local transaction that runs, or may run, as a whole on the replica.
 *
 * <p>The standby itself refuses a write, and its error is thrown to the application unchanged. A statement is refused before it
 * is sent only if the standby would run it with another effect than the primary. No mark is raised, since no write is possible.
 *
 * <p>Errs towards sending: a function that takes an advisory lock takes it on the standby.
 */
record UnprovenOnReplica(String sql, DeferredStatement statement) {

    private StatementRouter router() {
        return statement.lifecycle().router();
    }

    private StandbyEffect effect() {
        return statement.lifecycle().classifier().onStandby(sql);
    }

    /** Begins the transaction with this statement, on the server that is chosen as for a read. */
    <T> T first(Execution<T> execution) throws SQLException {
        T answer = statement.read(sql, statement.chooseRead(sql), execution);
        LocalTransaction begun = router().localTransaction();
        if (begun != null && begun.write() == null && isEnd(effect())) {
            router().forgetLocalTransaction();
            statement.lifecycle().endedByText();
        }
        return answer;
    }

    /** Runs the statement in the transaction that is open on the replica. */
    <T> T in(LocalTransaction open, Execution<T> execution) throws SQLException {
        StandbyEffect effect = effect();
        if (effect == StandbyEffect.WRONG) {
            throw SqlErrors.differentOnReplica();
        }
        T answer;
        try {
            answer = statement.attempt(sql, open.decision(), statement.admit(open.decision()), execution);
        } catch (SQLException | RuntimeException failure) {
            if (isEnd(effect)) {
                giveUp(open);
            }
            throw SqlCauses.revealed(failure);
        }
        switch (effect) {
            case SETTING -> open.changedSettings(sql);
            // The next statement begins another transaction, for which the server is chosen again.
            case COMMIT -> router().localTransactionCommitted();
            case ROLLBACK -> {
                open.physical().rolledBack();
                router().forgetLocalTransaction();
            }
            case FAITHFUL, WRONG -> {}
        }
        if (isEnd(effect)) {
            statement.lifecycle().endedByText();
        }
        return answer;
    }

    private static boolean isEnd(StandbyEffect effect) {
        return effect == StandbyEffect.COMMIT || effect == StandbyEffect.ROLLBACK;
    }

    /** Ends the transaction, since the text may have ended it before it failed. */
    private void giveUp(LocalTransaction open) {
        try {
            open.rollback();
        } catch (SQLException | RuntimeException lost) {
            router().leaveReplica(ReplicaFailure.LOST);
        }
        router().forgetLocalTransaction();
        statement.lifecycle().endedByText();
    }
}
