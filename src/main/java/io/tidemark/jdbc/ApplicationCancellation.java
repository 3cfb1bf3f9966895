package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.ConnectionProperties;
import io.tidemark.jdbc.physical.ConnectionProperty;
import io.tidemark.jdbc.physical.ReplicaUnavailable;
import io.tidemark.jdbc.physical.SqlCauses;
import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/**
 * Distinguishes a failure that the application asked for from one that the server had. It asked for it if it cancelled or closed
 * the statement, or aborted the connection, or if a time-out that it had set has elapsed.
 *
 * <p>A server cancels statements for reasons of its own with the same SQLState, 57014: its {@code statement_timeout}, or
 * an operator's {@code pg_cancel_backend}. Source: PostgreSQL, appendix "PostgreSQL Error Codes".
 */
final class ApplicationCancellation {

    private static final String QUERY_CANCELED = "57014";

    private ApplicationCancellation() {}

    static boolean is(Exception failure, DeferredStatement statement) {
        return statement.isGivenUp()
                || statement.lifecycle().isClosed()
                || (isQueryTimeout(failure) && queryTimeoutElapsed(statement))
                || isNetworkTimeout(failure, statement.lifecycle().properties());
    }

    private static boolean isQueryTimeout(Exception failure) {
        return SqlCauses.find(
                        failure,
                        cause -> cause instanceof SQLTimeoutException || QUERY_CANCELED.equals(cause.getSQLState()))
                != null;
    }

    private static boolean queryTimeoutElapsed(DeferredStatement statement) {
        return statement.hasQueryTimeout()
                ? statement.settings().queryTimeoutElapsed()
                : hasTimeoutOfPool(statement.current());
    }

    /** A pool may set a query time-out on each statement, which is in the place of the application's. */
    private static boolean hasTimeoutOfPool(@Nullable Statement physical) {
        try {
            return physical != null && physical.getQueryTimeout() > 0;
        } catch (SQLException | RuntimeException broken) {
            return false;
        }
    }

    /** What a question of ours waited for at the borrowing of the connection is not the application's time-out. */
    private static boolean isNetworkTimeout(Exception failure, ConnectionProperties properties) {
        return !(failure instanceof ReplicaUnavailable)
                && SqlCauses.contain(failure, SocketTimeoutException.class)
                && properties
                        .value(ConnectionProperty.NETWORK_TIMEOUT)
                        .filter(timeout -> timeout.milliseconds() > 0)
                        .isPresent();
    }
}
