package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.PhysicalConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Savepoints that were set before the first statement of a local transaction. They choose no server: they are set on the
 * connection of the first statement, and again if that statement is retried on another server.
 */
final class Savepoints {

    private final List<RoutedSavepoint> early = new ArrayList<>(1);
    private int last;

    boolean isEmpty() {
        return early.isEmpty();
    }

    RoutedSavepoint early(Optional<String> name) {
        RoutedSavepoint made = next(name);
        early.add(made);
        return made;
    }

    /** Sets a savepoint in a transaction that has begun. */
    RoutedSavepoint on(PhysicalConnection physical, Optional<String> name) throws SQLException {
        RoutedSavepoint made = next(name);
        made.setOn(physical);
        return made;
    }

    private RoutedSavepoint next(Optional<String> name) {
        last++;
        return new RoutedSavepoint(last, name);
    }

    /** Called before the transaction begins on that connection. */
    void beforeTransaction(PhysicalConnection physical) throws SQLException {
        for (RoutedSavepoint one : early) {
            one.setOn(physical);
        }
    }

    /** Rolls back before the first statement, which only ends later savepoints. */
    void rollBackEarly(RoutedSavepoint to) throws SQLException {
        endFrom(position(to) + 1);
    }

    /** Releases a savepoint and all later ones. Source: PostgreSQL, "RELEASE SAVEPOINT". */
    void releaseEarly(RoutedSavepoint released) throws SQLException {
        endFrom(position(released));
        released.release();
    }

    private int position(RoutedSavepoint savepoint) throws SQLException {
        savepoint.check();
        int position = early.indexOf(savepoint);
        if (position < 0) {
            throw SqlErrors.noSavepoint();
        }
        return position;
    }

    /** Ends all savepoints with their transaction. */
    void end() {
        endFrom(0);
    }

    private void endFrom(int position) {
        List<RoutedSavepoint> ended = early.subList(position, early.size());
        ended.forEach(RoutedSavepoint::end);
        ended.clear();
    }
}
