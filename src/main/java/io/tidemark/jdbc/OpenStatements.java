package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.Closer;
import io.tidemark.jdbc.physical.ConnectionUser;
import io.tidemark.jdbc.physical.PhysicalConnection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The open statements of a routed connection: a linked list through a field of each statement, which needs no other object.
 * Usually there is one statement, and the last to be opened is the first to be closed.
 */
abstract class OpenStatements implements ConnectionUser {

    private @Nullable RoutedStatement newest;

    /** Open rows of metadata, a list of the same kind. */
    private @Nullable MetadataResultSet described;

    final void open(RoutedStatement statement) {
        statement.next = newest;
        newest = statement;
    }

    final void forget(RoutedStatement statement) {
        if (newest == statement) {
            newest = statement.next;
        } else {
            RoutedStatement newer = newest;
            while (newer != null && newer.next != statement) {
                newer = newer.next;
            }
            if (newer != null) {
                newer.next = statement.next;
            }
        }
        statement.next = null;
    }

    final void open(MetadataResultSet rows) {
        rows.next = described;
        described = rows;
    }

    final void forget(MetadataResultSet rows) {
        if (described == rows) {
            described = rows.next;
            return;
        }
        for (MetadataResultSet one = described; one != null; one = one.next) {
            if (one.next == rows) {
                one.next = rows.next;
            }
        }
    }

    @Override
    public boolean uses(PhysicalConnection physical) {
        for (RoutedStatement one = newest; one != null; one = one.next) {
            if (one.needs(physical)) {
                return true;
            }
        }
        for (MetadataResultSet one = described; one != null; one = one.next) {
            if (one.isOn(physical)) {
                return true;
            }
        }
        return false;
    }

    /** Closes the physical statements and the rows of metadata that are on that connection. */
    @Override
    public final void beforeReturn(PhysicalConnection physical) throws SQLException {
        if (newest == null && described == null) {
            return;
        }
        Closer closer = new Closer();
        for (MetadataResultSet one = described; one != null; one = one.next) {
            MetadataResultSet rows = one;
            if (rows.isOn(physical)) {
                closer.step(rows::leave);
            }
        }
        for (RoutedStatement one = newest; one != null; one = one.next) {
            RoutedStatement statement = one;
            closer.step(() -> statement.leave(physical));
        }
        closer.done();
    }

    /** Closes all statements in the order in which they were opened. */
    final void closeAll(Closer closer) {
        for (MetadataResultSet one = described; one != null; one = one.next) {
            closer.step(one::leave);
        }
        described = null;
        RoutedStatement left = null;
        while (newest != null) {
            RoutedStatement moved = newest;
            newest = moved.next;
            moved.next = left;
            left = moved;
        }
        while (left != null) {
            RoutedStatement closed = left;
            left = closed.next;
            closer.step(closed::close);
        }
    }
}
