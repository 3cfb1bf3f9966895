package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.jdbc.physical.ReplicaFailure;
import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.routing.Decision;
import io.tidemark.routing.Routing.ReplicaFault;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A read that failed on a replica before its first row, and is run once more on the server that the routing says: as a
 * read, or as a write if it may be one. What the application itself asked for is not run again, nor a failure that the
 * primary had too a moment ago (see {@link SharedFailures}).
 *
 * <p>Nothing of it has been handed out: a driver that streams fetches the first rows when it executes, and reports what
 * comes later as an error of the result set, which surfaces. In a transaction of the connection's own this is its first
 * statement, so that the transaction begins anew elsewhere.
 *
 * <p>That the standby refused it as a write is remembered by its text. That the standby could not do it is, for a while,
 * once the primary could: else neither can, and it costs nobody a detour.
 */
record ReplicaRetry(String sql, Decision failed, ReplicaFailure what, Exception failure) {

    /** One way to execute. */
    interface Way<T> {
        T run() throws SQLException;
    }

    /** Whether that failure of a read is a reason to run it again. */
    static boolean isRetryable(Decision failed, ReplicaFailure what) {
        return failed.route() == Route.REPLICA && what != ReplicaFailure.OF_THE_DRIVER;
    }

    <T> T run(DeferredStatement statement, Execution<T> execution) throws SQLException {
        StatementRouter router = statement.lifecycle().router();
        if (ApplicationCancellation.is(failure, statement)) {
            if (what == ReplicaFailure.LOST && !statement.lifecycle().isClosed()) {
                router.leaveReplica(what);
                router.reroute(failed, ReplicaFault.LOST, SqlCauses.why(failure));
            }
            throw SqlCauses.revealed(failure);
        }
        if (what.mayBeShared() && router.shared().contain(sql, failure)) {
            throw SqlCauses.revealed(failure);
        }
        Way<T> way = way(router, statement, unlessCancelled(statement, execution));
        // What lacks is told before anything is sent, so that no parameter is used up.
        if (what != ReplicaFailure.NOT_COVERED && !statement.repeatable()) {
            throw SqlCauses.revealed(failure);
        }
        T done;
        try {
            done = way.run();
        } catch (SQLException | RuntimeException again) {
            throw failedAgain(router, again);
        }
        if (what == ReplicaFailure.FAILED && ReplicaFailure.blamesServer(failure)) {
            router.failedOnReplicaOnly(SqlCauses.why(failure) + " (SQLState " + state(failure) + ")");
        }
        return done;
    }

    /** It may be cancelled while it changes over. */
    private static <T> Execution<T> unlessCancelled(DeferredStatement statement, Execution<T> execution) {
        return physical -> {
            if (statement.isGivenUp()) {
                throw SqlErrors.cancelled();
            }
            return execution.on(physical);
        };
    }

    /** Also tells what is to be learned from the failure, which is so whether or not the read can be run again. */
    private <T> Way<T> way(StatementRouter router, DeferredStatement statement, Execution<T> execution) {
        ReplicaFault fault = what.fault().orElse(null);
        router.leaveReplica(what);
        if (fault != null) {
            if (what == ReplicaFailure.BLOCKED) {
                router.blocked().add(sql);
            }
            Decision elsewhere = router.reroute(failed, fault, SqlCauses.why(failure));
            return () -> statement.attempt(elsewhere, execution);
        }
        if (what == ReplicaFailure.WRITES) {
            statement.lifecycle().classifier().refused(sql);
            return () -> statement.write(sql, execution);
        }
        return () -> {
            T done = statement.write(sql, execution);
            statement.lifecycle().classifier().refusedForNow(sql);
            return done;
        };
    }

    /** What the primary says is what the application sees. */
    private SQLException failedAgain(StatementRouter router, Exception again) {
        if (again != failure) {
            again.addSuppressed(failure);
        }
        if (what.mayBeShared() && Objects.equals(state(failure), state(again)) && state(failure) != null) {
            router.shared().add(sql, failure);
        }
        return SqlCauses.revealed(again);
    }

    private static @Nullable String state(Exception failure) {
        SQLException telling = SqlCauses.withState(failure);
        return telling == null ? null : telling.getSQLState();
    }
}
