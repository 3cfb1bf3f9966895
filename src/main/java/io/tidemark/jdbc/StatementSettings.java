package io.tidemark.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Settings of a statement; null if not set. They are applied to each physical statement that is made for it. */
final class StatementSettings {

    private static final long TIMER_TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    @Nullable
    Integer fetchSize;

    @Nullable
    Integer fetchDirection;

    @Nullable
    Integer maxFieldSize;

    @Nullable
    Long maxRows;

    @Nullable
    Integer queryTimeout;

    @Nullable
    Boolean escapeProcessing;

    @Nullable
    Boolean poolable;

    @Nullable
    String cursorName;

    boolean closeOnCompletion;

    /** The start of the execution, if there is a query time-out. */
    private long begun;

    /** Records the start of an execution. */
    void begins() {
        if (hasQueryTimeout()) {
            begun = System.nanoTime();
        }
    }

    boolean hasQueryTimeout() {
        return queryTimeout != null && queryTimeout > 0;
    }

    /** True if the query time-out has elapsed since the start, with a tolerance between the driver's timer and this clock. */
    boolean queryTimeoutElapsed() {
        return queryTimeout != null
                && System.nanoTime() - begun >= TimeUnit.SECONDS.toNanos(queryTimeout) - TIMER_TOLERANCE_NANOS;
    }

    /** True if no setting changes the values of the rows. */
    boolean areSimple() {
        return maxFieldSize == null
                && escapeProcessing == null
                && cursorName == null
                && (maxRows == null || maxRows <= Integer.MAX_VALUE);
    }

    /** The limit of the rows; 0 for no limit. */
    int mostRows() {
        return maxRows == null ? 0 : maxRows.intValue();
    }

    void applyTo(Statement statement) throws SQLException {
        applyFetching(statement);
        if (queryTimeout != null) {
            statement.setQueryTimeout(queryTimeout);
        }
        if (escapeProcessing != null) {
            statement.setEscapeProcessing(escapeProcessing);
        }
        if (poolable != null) {
            statement.setPoolable(poolable);
        }
        if (cursorName != null) {
            statement.setCursorName(cursorName);
        }
        if (closeOnCompletion) {
            statement.closeOnCompletion();
        }
    }

    private void applyFetching(Statement statement) throws SQLException {
        if (maxRows != null && maxRows > Integer.MAX_VALUE) {
            statement.setLargeMaxRows(maxRows);
        } else if (maxRows != null) {
            statement.setMaxRows(maxRows.intValue());
        }
        if (fetchSize != null) {
            statement.setFetchSize(fetchSize);
        }
        if (fetchDirection != null) {
            statement.setFetchDirection(fetchDirection);
        }
        if (maxFieldSize != null) {
            statement.setMaxFieldSize(maxFieldSize);
        }
    }

    static int notNegative(String what, int value) throws SQLException {
        return (int) notNegative(what, (long) value);
    }

    static long notNegative(String what, long value) throws SQLException {
        if (value < 0) {
            throw SqlErrors.badValue(what, value);
        }
        return value;
    }

    static int direction(int value) throws SQLException {
        return switch (value) {
            case ResultSet.FETCH_FORWARD, ResultSet.FETCH_REVERSE, ResultSet.FETCH_UNKNOWN -> value;
            default -> throw SqlErrors.badValue("fetch direction", value);
        };
    }
}
