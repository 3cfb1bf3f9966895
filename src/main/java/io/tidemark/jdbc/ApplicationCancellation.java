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
 * Recognizes a failure that the application itself caused: it cancelled or closed the statement, aborted the connection, or set
 * a time-out that has elapsed. Such a read is not retried.
 *
 * <p>A server also cancels statements with SQLState 57014 without the application: by its {@code statement_timeout}, or by an
 * operator's {@code pg_cancel_backend}. Source: PostgreSQL, appendix "PostgreSQL Error Codes".
 */
final class ApplicationCancellation {

    private static final String QUERY_CANCELED = "57014";

    private ApplicationCancellation() {}

    static boolean caused(Exception failure, DeferredStatement statement) {
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

    /** A pool may set a query time-out on each statement, which counts as one of the application. */
    private static boolean hasTimeoutOfPool(@Nullable Statement physical) {
        try {
            return physical != null && physical.getQueryTimeout() > 0;
        } catch (SQLException | RuntimeException broken) {
            return false;
        }
    }

    /** A time-out during the checkout of a connection is not one of the application. */
    private static boolean isNetworkTimeout(Exception failure, ConnectionProperties properties) {
        return !(failure instanceof ReplicaUnavailable)
                && SqlCauses.contain(failure, SocketTimeoutException.class)
                && properties
                        .value(ConnectionProperty.NETWORK_TIMEOUT)
                        .filter(timeout -> timeout.milliseconds() > 0)
                        .isPresent();
    }
}
