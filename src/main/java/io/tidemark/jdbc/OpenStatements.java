package io.tidemark.jdbc;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a routed connection that are open: a list that costs nothing but a field of each. Most often there is
 * one, and the last to be opened is the first to be closed.
 */
abstract class OpenStatements implements Servers.Leaving {

    private @Nullable RoutedStatement newest;

    /** Rows that describe the database, a list in the same way. */
    private @Nullable DescribedRows described;

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

    final void open(DescribedRows rows) {
        rows.next = described;
        described = rows;
    }

    final void forget(DescribedRows rows) {
        if (described == rows) {
            described = rows.next;
            return;
        }
        for (DescribedRows one = described; one != null; one = one.next) {
            if (one.next == rows) {
                one.next = rows.next;
            }
        }
    }

    @Override
    public boolean uses(Physical physical) {
        for (RoutedStatement one = newest; one != null; one = one.next) {
            if (one.needs(physical)) {
                return true;
            }
        }
        for (DescribedRows one = described; one != null; one = one.next) {
            if (one.isOn(physical)) {
                return true;
            }
        }
        return false;
    }

    /** Closes the physical statements that are on it, and the rows that describe the database. */
    @Override
    public final void leaves(Physical physical) throws SQLException {
        if (newest == null && described == null) {
            return;
        }
        Closing closing = new Closing();
        for (DescribedRows one = described; one != null; one = one.next) {
            DescribedRows rows = one;
            if (rows.isOn(physical)) {
                closing.step(rows::leave);
            }
        }
        for (RoutedStatement one = newest; one != null; one = one.next) {
            RoutedStatement statement = one;
            closing.step(() -> statement.leave(physical));
        }
        closing.done();
    }

    /** In the order in which they were opened. */
    final void closeAll(Closing closing) {
        for (DescribedRows one = described; one != null; one = one.next) {
            closing.step(one::leave);
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
            closing.step(closed::close);
        }
    }
}
