package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.PhysicalConnection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The savepoints of the current transaction of a connection's own that were set before its first statement. They choose no
 * server: they are set on the one that the first statement goes to, and again if that statement has to be repeated on
 * another.
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

    /** One that is set in a transaction that has begun. */
    RoutedSavepoint on(PhysicalConnection physical, Optional<String> name) throws SQLException {
        RoutedSavepoint made = next(name);
        made.setOn(physical);
        return made;
    }

    private RoutedSavepoint next(Optional<String> name) {
        last++;
        return new RoutedSavepoint(last, name);
    }

    /** The transaction begins on that connection. */
    void begins(PhysicalConnection physical) throws SQLException {
        for (RoutedSavepoint one : early) {
            one.setOn(physical);
        }
    }

    /** Before the first statement there is nothing to take back but later savepoints. */
    void rollBackEarly(RoutedSavepoint to) throws SQLException {
        endFrom(position(to) + 1);
    }

    /** A release takes the later ones along. Source: PostgreSQL, "RELEASE SAVEPOINT". */
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

    /** The transaction is over. */
    void end() {
        endFrom(0);
    }

    private void endFrom(int position) {
        List<RoutedSavepoint> ended = early.subList(position, early.size());
        ended.forEach(RoutedSavepoint::end);
        ended.clear();
    }
}
