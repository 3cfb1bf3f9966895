package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.ConnectionCall;
import io.tidemark.jdbc.physical.ConnectionProperty;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.jdbc.physical.ReplicaFailure;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The application's calls about the local transaction: auto-commit, commit, rollback and savepoints. */
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

    /** True if the transaction has begun for the application, even if it has not begun on a server. */
    boolean isBegun() {
        return !savepoints.isEmpty();
    }

    /** Called before a local transaction begins on that connection. */
    void beforeTransaction(PhysicalConnection physical) throws SQLException {
        savepoints.beforeTransaction(physical);
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

    /** Records that the SQL text of a statement has ended the transaction, and its savepoints with it. */
    void endedByText() {
        savepoints.end();
    }

    /** A commit or a rollback. */
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
            // The transaction wrote nothing, and its reads have succeeded, so the loss of the replica is no failure.
            router.endedByFailure(failure);
        }
        ended.run();
        unwrappedHandles.afterEnd(ending.physical());
    }

    /** Rolls the open transaction back to a savepoint. */
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

    /** Releases a savepoint of the open transaction, and later ones with it. */
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

    /** Lets the application server refuse the call in its own words, if a connection is bound. */
    private void byContainer(String verb, ConnectionProperty.Undo refused) throws SQLException {
        Optional<PhysicalConnection> bound = router.connections().boundPrimary(router.jtaTransaction());
        if (bound.isEmpty()) {
            throw SqlErrors.byContainer(verb);
        }
        refused.on(bound.get().connection());
    }

    /** The transaction to end; null if no statement has begun one. */
    private @Nullable LocalTransaction ending(String verb) throws SQLException {
        if (router.localTransaction() == null && router.connections().autoCommit()) {
            throw SqlErrors.noTransaction(verb);
        }
        if (unwrappedHandles.any()) {
            // A handle may have begun a transaction on the primary, or written in the open one.
            router.forCall();
            unwrappedHandles.beforeEnd();
        }
        return router.localTransaction();
    }

    /** Sets a savepoint: in the open transaction, or later on the connection of its first statement. */
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
