package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.ConnectionCall;
import io.tidemark.jdbc.physical.ConnectionProperty;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.jdbc.physical.ReplicaFailure;
import io.tidemark.jdbc.physical.SqlCauses;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What an application says of the transaction of the connection's own: auto-commit, its end, its savepoints. */
final class TransactionControl {

    private final StatementRouter router;
    private final UnwrappedHandles unwrappedHandles;
    private final Savepoints savepoints = new Savepoints();

    TransactionControl(StatementRouter router) {
        this.router = router;
        this.unwrappedHandles = new UnwrappedHandles(router);
    }

    UnwrappedHandles unwrappedHandles() {
        return unwrappedHandles;
    }

    /** To the application it has begun, although perhaps on no server yet. */
    boolean isBegun() {
        return !savepoints.isEmpty();
    }

    /** A transaction begins on that connection, with its first statement. */
    void beforeTransaction(PhysicalConnection physical) throws SQLException {
        savepoints.begins(physical);
    }

    boolean autoCommit() {
        return router.connections().autoCommit() && router.jtaTransaction().isEmpty();
    }

    void autoCommit(boolean wanted) throws SQLException {
        if (inJta()) {
            byContainer("set auto-commit", c -> c.setAutoCommit(wanted));
            return;
        }
        if (wanted && !router.connections().autoCommit()) {
            commit();
        }
        router.connections().autoCommit(wanted);
    }

    void commit() throws SQLException {
        if (inJta()) {
            byContainer("commit", Connection::commit);
            return;
        }
        LocalTransaction ending = ending("commit");
        if (ending != null) {
            end(ending, LocalTransaction::commit, router::localTransactionCommitted);
        }
        savepoints.end();
    }

    void rollback() throws SQLException {
        if (inJta()) {
            byContainer("roll back", Connection::rollback);
            return;
        }
        LocalTransaction ending = ending("roll back");
        if (ending != null) {
            end(ending, LocalTransaction::rollback, router::forgetLocalTransaction);
        }
        savepoints.end();
    }

    /** The text of a statement has ended it, and its savepoints with it. */
    void endedByText() {
        savepoints.end();
    }

    /** One way to end a transaction. */
    private interface End {
        void of(LocalTransaction transaction) throws SQLException;
    }

    private void end(LocalTransaction ending, End end, Runnable ended) throws SQLException {
        try {
            end.of(ending);
        } catch (SQLException failure) {
            ReplicaFailure what = ReplicaFailure.of(failure);
            if (!ending.onReplica() || !what.endsTransaction()) {
                throw failure;
            }
            // It wrote nothing, and what it read has been read: that the replica was lost since is nobody's failure.
            router.endedByFailure(what, SqlCauses.why(failure));
        }
        ended.run();
        unwrappedHandles.afterEnd(ending.physical());
    }

    /** Takes back a part of the open transaction. */
    void rollback(Savepoint savepoint) throws SQLException {
        if (savepoint instanceof RoutedSavepoint own && router.localTransaction() == null) {
            savepoints.rollBackEarly(own);
            return;
        }
        Savepoint to = physical(savepoint);
        PhysicalConnection physical = router.forCall();
        ConnectionCall<Boolean> rollback = c -> {
            c.rollback(to);
            return true;
        };
        rollback.of(physical);
        physical.rolledBack();
    }

    /** Forgets a savepoint of the open transaction, and those after it. */
    void release(Savepoint savepoint) throws SQLException {
        if (savepoint instanceof RoutedSavepoint own && router.localTransaction() == null) {
            savepoints.releaseEarly(own);
            return;
        }
        Savepoint released = physical(savepoint);
        ConnectionCall<Boolean> release = c -> {
            c.releaseSavepoint(released);
            return true;
        };
        release.of(router.forCall());
        if (savepoint instanceof RoutedSavepoint own) {
            own.release();
        }
    }

    private static Savepoint physical(Savepoint savepoint) throws SQLException {
        return savepoint instanceof RoutedSavepoint own ? own.physical() : savepoint;
    }

    private boolean inJta() {
        return router.localTransaction() == null && router.jtaTransaction().isPresent();
    }

    /** The server that runs the transaction has its own words for it, if there is a connection to refuse it. */
    private void byContainer(String verb, ConnectionProperty.Undo refused) throws SQLException {
        Optional<PhysicalConnection> bound = router.connections().boundPrimary(router.jtaTransaction());
        if (bound.isEmpty()) {
            throw SqlErrors.byContainer(verb);
        }
        refused.on(bound.get().connection());
    }

    /** The transaction to end; none if no statement has begun one. */
    private @Nullable LocalTransaction ending(String verb) throws SQLException {
        if (router.localTransaction() == null && router.connections().autoCommit()) {
            throw SqlErrors.noTransaction(verb);
        }
        if (unwrappedHandles.any()) {
            // What escaped may have begun one on the primary, or written in the one that is open.
            router.forCall();
            unwrappedHandles.beforeEnd();
        }
        return router.localTransaction();
    }

    /** Sets a savepoint: on the connection of the open transaction, or on that which its first statement will go to. */
    Savepoint savepoint(Optional<String> name) throws SQLException {
        if (router.localTransaction() != null) {
            return savepoints.on(router.forCall(), name);
        }
        if (router.jtaTransaction().isPresent()) {
            ConnectionCall<Savepoint> set = name.isPresent() ? c -> c.setSavepoint(name.get()) : c -> c.setSavepoint();
            return set.of(router.forCall());
        }
        if (router.connections().autoCommit()) {
            throw SqlErrors.noTransaction("set a savepoint");
        }
        return unwrappedHandles.any() ? savepoints.on(router.forCall(), name) : savepoints.early(name);
    }
}
