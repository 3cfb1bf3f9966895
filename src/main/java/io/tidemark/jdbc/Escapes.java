package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.writes.Write;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Whether the application holds something of the driver that can write past us, and what that means for marks: whatever it
 * may write is pending from the moment at which it is handed out.
 */
final class Escapes {

    private final Course course;
    private boolean any;

    /** What leads to the connection itself was handed out, and stays usable until that is closed. */
    private boolean connection;

    /** What is written past us outside the transactions that we know of. */
    private @Nullable Write beyond;

    Escapes(Course course) {
        this.course = course;
    }

    boolean any() {
        return any;
    }

    /** A statement leaves something behind that can write later, in the transaction that is open then. */
    void later(Physical physical) throws SQLException {
        any = true;
        LocalTransaction open = course.local();
        if (open == null) {
            announceBeyond(physical);
        } else if (open.write() == null) {
            announceIn(open, physical);
        }
    }

    /** Something is handed out that can write, and commit, from here on. */
    void now(Physical physical) throws SQLException {
        any = true;
        LocalTransaction open = course.local();
        if (open == null) {
            connection = true;
            announceBeyond(physical);
        } else if (!open.onReplica()) {
            connection = true;
            announceIn(open, physical);
        }
    }

    /** A transaction of the connection's own is about to end, in which what escaped may have written. */
    void ending() {
        LocalTransaction open = course.local();
        if (open != null && !open.onReplica()) {
            open.escapes(course.writeIn(open));
        }
    }

    private void announceIn(LocalTransaction open, Physical physical) throws SQLException {
        Write write = course.writeIn(open);
        open.escapes(write);
        Course.announce(write, physical);
    }

    /** In a JTA transaction its own end tells; else what is written past us is pending until it is covered. */
    private void announceBeyond(Physical physical) throws SQLException {
        if (course.jta().isPresent()) {
            Course.announce(course.write(), physical);
        } else if (beyond == null) {
            Write write = course.write();
            beyond = write;
            Course.announce(write, physical);
        }
    }

    /** A transaction of the connection's own is over; another one may be begun, and committed, past us. */
    void goOn(Physical physical) throws SQLException {
        if (connection && physical.route() == Route.PRIMARY) {
            announceBeyond(physical);
        }
    }

    /** A statement is closed: what escaped from it has written until now in auto-commit mode is covered from here on. */
    void cover() {
        if (any && course.local() == null) {
            Write pending = connection ? null : take();
            (pending != null ? pending : course.write()).afterCommit();
        }
    }

    /** The connection is closed, and with it all that escaped. */
    void end() {
        connection = false;
        cover();
    }

    private @Nullable Write take() {
        Write taken = beyond;
        beyond = null;
        return taken;
    }
}
