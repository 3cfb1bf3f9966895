package io.tidemark.jdbc;

import io.tidemark.Route;
import io.tidemark.jdbc.physical.ReplicaFailure;
import io.tidemark.jdbc.physical.SqlCauses;
import io.tidemark.routing.Admission;
import io.tidemark.routing.Decision;
import io.tidemark.routing.Routing.ReplicaFault;
import io.tidemark.wal.ReplicaName;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Retries a read that failed on a replica before its first row: as a read on each other replica that covers the same position,
 * and at last on the primary; or on the primary as a write, if it may be one. If the statement may be the cause of the failure,
 * it is retried on the primary only, which decides. A read that the application ended is not retried (see {@link ApplicationCancellation}). A failure
 * that the primary has just had too is not retried either (see {@link SharedFailures}).
 *
 * <p>The application has not received any row: a driver that streams fetches the first rows during the execution. A later
 * failure is an error of the result set, and is thrown to the application. In a local transaction only the first statement is
 * retried, so that the whole transaction begins on the other server.
 *
 * <p>If the standby refused the statement as a write, its text counts as a write from then on. If the standby could not run it
 * but the primary could, its text goes to the primary for a while.
 */
record ReplicaRetry(String sql, Decision failed, List<ReplicaName> tried, ReplicaFailure what, Exception failure) {

    /** A retry of a read that has failed for the first time. */
    ReplicaRetry(String sql, Decision failed, ReplicaFailure what, Exception failure) {
        this(sql, failed, failed.replica().stream().toList(), what, failure);
    }

    /** A retry, as a read or as a write. */
    interface Way<T> {
        T run() throws SQLException;
    }

    /** True if a read with that failure may be retried. */
    static boolean isRetryable(Decision failed, ReplicaFailure what) {
        return failed.route() == Route.REPLICA && what != ReplicaFailure.OF_THE_DRIVER;
    }

    <T> T run(DeferredStatement statement, Execution<T> execution) throws SQLException {
        StatementRouter router = statement.lifecycle().router();
        if (ApplicationCancellation.caused(failure, statement)) {
            if (what == ReplicaFailure.LOST && !statement.lifecycle().isClosed()) {
                router.reroute(failed, tried, ReplicaFault.LOST, SqlCauses.why(failure));
                router.leaveReplica(what);
            }
            throw SqlCauses.revealed(failure);
        }
        if (what.mayBeShared() && router.shared().contain(sql, failure)) {
            throw SqlCauses.revealed(failure);
        }
        Way<T> way = way(router, statement, unlessCancelled(statement, execution));
        // NOT_COVERED occurs before a statement is sent, so no parameter has been consumed.
        if (what != ReplicaFailure.NOT_COVERED && !statement.repeatable()) {
            throw SqlCauses.revealed(failure);
        }
        failed.replica()
                .ifPresent(replica -> router.retried(replica, what.name().toLowerCase(Locale.ROOT)));
        T done;
        try {
            done = way.run();
        } catch (SQLException | RuntimeException again) {
            throw failedAgain(router, again);
        }
        if (what == ReplicaFailure.FAILED && ReplicaFailure.blamesServer(failure)) {
            router.failedOnReplicaOnly(failed, SqlCauses.why(failure) + " (SQLState " + state(failure) + ")");
        }
        return done;
    }

    /** The application may cancel the statement before the retry is sent. */
    private static <T> Execution<T> unlessCancelled(DeferredStatement statement, Execution<T> execution) {
        return physical -> {
            if (statement.isGivenUp()) {
                throw SqlErrors.cancelled();
            }
            return execution.on(physical);
        };
    }

    /** Reports the failure to the routing, even if the read turns out not to be repeatable. */
    private <T> Way<T> way(StatementRouter router, DeferredStatement statement, Execution<T> execution) {
        ReplicaFault fault = what.fault(failure).orElse(null);
        if (fault != null) {
            if (what == ReplicaFailure.BLOCKED) {
                router.blocked().add(sql, failed);
            }
            // Before the connection is returned, because its return counts as a success of the read.
            Decision elsewhere = router.reroute(failed, tried, fault, SqlCauses.why(failure));
            router.leaveReplica(what);
            return () -> retry(elsewhere, statement, execution);
        }
        router.leaveReplica(what);
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

    /** Runs the read on another server. If that is a replica and fails too, the next server follows. */
    private <T> T retry(Decision chosen, DeferredStatement statement, Execution<T> execution) throws SQLException {
        Admission admission = statement.admit(chosen);
        Decision elsewhere = admission.instead().orElse(chosen);
        try {
            return statement.attempt(sql, elsewhere, admission, execution);
        } catch (SQLException | RuntimeException again) {
            ReplicaFailure kind = ReplicaFailure.of(again);
            if (!isRetryable(elsewhere, kind)) {
                throw again;
            }
            List<ReplicaName> all =
                    Stream.concat(tried.stream(), elsewhere.replica().stream()).toList();
            return new ReplicaRetry(sql, elsewhere, all, kind, again).run(statement, execution);
        }
    }

    /** The exception for the application: that of the retry, with the replica's as a suppressed exception. */
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
