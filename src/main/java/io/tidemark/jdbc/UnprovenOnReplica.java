package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.ReplicaFailure;
import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.sql.StandbyEffect;
import java.sql.SQLException;

/**
 * A statement that is no provable read, in a read-only transaction that is, or may be, whole on one replica.
 *
 * <p>The standby itself refuses what writes, and its error surfaces as it is. Refused before it is sent is only what the
 * standby would run with another effect than the primary. No mark is left: nothing can have been written.
 *
 * <p>Errs to sending: a function that takes an advisory lock inside takes it on the standby, as on any standby.
 */
record UnprovenOnReplica(String sql, DeferredStatement statement) {

    private StatementRouter router() {
        return statement.lifecycle().router();
    }

    private StandbyEffect effect() {
        return statement.lifecycle().classifier().onStandby(sql);
    }

    /** Begins the transaction with it, on the server that is chosen as for a read. */
    <T> T first(Execution<T> execution) throws SQLException {
        T answer = statement.read(sql, statement.chooseRead(sql), execution);
        LocalTransaction begun = router().localTransaction();
        if (begun != null && begun.write() == null && isEnd(effect())) {
            router().forgetLocalTransaction();
            statement.lifecycle().endedByText();
        }
        return answer;
    }

    /** Runs it in the transaction that is open on the replica. */
    <T> T in(LocalTransaction open, Execution<T> execution) throws SQLException {
        StandbyEffect effect = effect();
        if (effect == StandbyEffect.WRONG) {
            throw SqlErrors.differentOnReplica();
        }
        T answer;
        try {
            answer = statement.attempt(open.decision(), execution);
        } catch (SQLException | RuntimeException failure) {
            if (isEnd(effect)) {
                giveUp(open);
            }
            throw SqlCauses.revealed(failure);
        }
        switch (effect) {
            case SETTING -> open.changedSettings(sql);
            // What follows is in another transaction of the server, for which a server is chosen anew.
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

    /** The text may have ended the transaction before it failed: nothing is read in it any more. */
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
