package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.routing.Decision;
import io.tidemark.routing.Routing.ReplicaFault;
import java.sql.SQLException;

/**
 * A read that failed on a replica before its first row, and is run once more: as a read where the routing says if the
 * replica is to blame, as a write if the statement is.
 *
 * <p>Nothing of it has been handed out: a driver that streams fetches the first rows when it executes, and reports what
 * comes later as an error of the result set, which surfaces. In a transaction of the connection's own this is its first
 * statement, so that the transaction begins anew elsewhere.
 *
 * <p>That the standby refused it as a write is remembered by its text. That the standby could not do it is, for a while,
 * once the primary could: else neither can, and it costs nobody a detour.
 */
record Repetition(String sql, Decision failed, ReplicaFailure what, Exception failure) {

    /** One way to execute. */
    interface Way<T> {
        T run() throws SQLException;
    }

    /** Whether that failure of a read is a reason to run it again. */
    static boolean helps(Decision failed, ReplicaFailure what) {
        return failed.route() == Route.REPLICA && what != ReplicaFailure.OF_THE_STATEMENT;
    }

    <T> T of(DeferredStatement statement, Execution<T> execution) throws SQLException {
        Course course = statement.session().course();
        Way<T> way = way(course, statement, execution);
        // What lacks is told before anything is sent, so that no parameter is used up.
        if (what != ReplicaFailure.LACKS && !statement.repeatable()) {
            throw Causes.revealed(failure);
        }
        try {
            return way.run();
        } catch (SQLException | RuntimeException again) {
            if (again != failure) {
                again.addSuppressed(failure);
            }
            throw again;
        }
    }

    /** Also tells what is to be learned from the failure, which is so whether or not the read can be run again. */
    private <T> Way<T> way(Course course, DeferredStatement statement, Execution<T> execution) {
        ReplicaFault fault = what.fault().orElse(null);
        course.leaveReplica(what);
        if (fault != null) {
            Decision elsewhere = course.instead(failed, fault, Causes.why(failure));
            return () -> statement.attempt(elsewhere, execution);
        }
        if (what == ReplicaFailure.WRITES) {
            statement.session().classifier().refused(sql);
            return () -> statement.write(sql, execution);
        }
        return () -> {
            T done = statement.write(sql, execution);
            statement.session().classifier().refusedForNow(sql);
            return done;
        };
    }
}
