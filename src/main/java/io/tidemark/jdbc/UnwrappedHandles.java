package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.writes.Write;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Objects of the driver that the application has unwrapped. They can write without the routing, so a pending entry covers such
 * writes from the moment at which an object is handed out. Errs towards announcing writes that do not happen.
 */
final class UnwrappedHandles {

    private final StatementRouter router;
    private boolean any;

    /** True if an object that leads to the connection itself was handed out. It is usable until the connection is closed. */
    private boolean connection;

    /** Writes of the handles outside the known transactions. */
    private @Nullable Write outside;

    UnwrappedHandles(StatementRouter router) {
        this.router = router;
    }

    boolean any() {
        return any;
    }

    /** Records an object of a statement that can write later, in the transaction that is open then. */
    void mayWriteLater(PhysicalConnection physical) throws SQLException {
        any = true;
        LocalTransaction open = router.localTransaction();
        if (open == null) {
            announceOutside(physical);
        } else if (open.write() == null) {
            announceIn(open, physical);
        }
    }

    /** Records an object that can write and commit from here on. */
    void mayWriteNow(PhysicalConnection physical) throws SQLException {
        any = true;
        LocalTransaction open = router.localTransaction();
        if (open == null) {
            connection = true;
            announceOutside(physical);
        } else if (!open.onReplica()) {
            connection = true;
            announceIn(open, physical);
        }
    }

    /** Called before a local transaction ends, in which a handle may have written. */
    void beforeEnd() {
        LocalTransaction open = router.localTransaction();
        if (open != null && !open.onReplica()) {
            open.handedOut(router.writeIn(open));
        }
    }

    private void announceIn(LocalTransaction open, PhysicalConnection physical) throws SQLException {
        Write write = router.writeIn(open);
        open.handedOut(write);
        StatementRouter.announce(write, physical);
    }

    /** A JTA transaction reports its own end. Otherwise the writes stay pending until a mark covers them. */
    private void announceOutside(PhysicalConnection physical) throws SQLException {
        if (router.jtaTransaction().isPresent()) {
            StatementRouter.announce(router.write(), physical);
        } else if (outside == null) {
            Write write = router.write();
            outside = write;
            StatementRouter.announce(write, physical);
        }
    }

    /** Called after a local transaction has ended. A handle may begin and commit another one. */
    void afterEnd(PhysicalConnection physical) throws SQLException {
        if (connection && physical.route() == Route.PRIMARY) {
            announceOutside(physical);
        }
    }

    /** Called when a statement is closed. A mark then covers the writes of its handles in auto-commit mode. */
    void statementClosed() {
        if (any && router.localTransaction() == null) {
            Write pending = connection ? null : take();
            (pending != null ? pending : router.write()).afterCommit();
        }
    }

    /** Called when the connection, and with it each handle, is closed. */
    void connectionClosed() {
        connection = false;
        statementClosed();
    }

    private @Nullable Write take() {
        Write taken = outside;
        outside = null;
        return taken;
    }
}
