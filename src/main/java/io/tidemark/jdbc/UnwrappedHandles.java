package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.jdbc.physical.PhysicalConnection;
import io.tidemark.writes.Write;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the application holds something of the driver that can write past us, and what that means for marks: whatever it
 * may write is pending from the moment at which it is handed out.
 */
final class UnwrappedHandles {

    private final StatementRouter router;
    private boolean any;

    /** What leads to the connection itself was handed out, and stays usable until that is closed. */
    private boolean connection;

    /** What is written past us outside the transactions that we know of. */
    private @Nullable Write outside;

    UnwrappedHandles(StatementRouter router) {
        this.router = router;
    }

    boolean any() {
        return any;
    }

    /** A statement leaves something behind that can write later, in the transaction that is open then. */
    void mayWriteLater(PhysicalConnection physical) throws SQLException {
        any = true;
        LocalTransaction open = router.localTransaction();
        if (open == null) {
            announceOutside(physical);
        } else if (open.write() == null) {
            announceIn(open, physical);
        }
    }

    /** Something is handed out that can write, and commit, from here on. */
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

    /** A transaction of the connection's own is about to end, in which what escaped may have written. */
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

    /** In a JTA transaction its own end tells; else what is written past us is pending until it is covered. */
    private void announceOutside(PhysicalConnection physical) throws SQLException {
        if (router.jtaTransaction().isPresent()) {
            StatementRouter.announce(router.write(), physical);
        } else if (outside == null) {
            Write write = router.write();
            outside = write;
            StatementRouter.announce(write, physical);
        }
    }

    /** A transaction of the connection's own is over; another one may be begun, and committed, past us. */
    void afterEnd(PhysicalConnection physical) throws SQLException {
        if (connection && physical.route() == Route.PRIMARY) {
            announceOutside(physical);
        }
    }

    /** A statement is closed: what escaped from it has written until now in auto-commit mode is covered from here on. */
    void statementClosed() {
        if (any && router.localTransaction() == null) {
            Write pending = connection ? null : take();
            (pending != null ? pending : router.write()).ended();
        }
    }

    /** The connection is closed, and with it all that escaped. */
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
