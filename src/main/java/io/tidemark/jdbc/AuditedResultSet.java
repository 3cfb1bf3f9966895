package io.tidemark.jdbc;

import io.tidemark.audit.AuditedRead;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * The rows of a read that is audited. Each row is hashed when the application moves to it. A cursor that moves otherwise than
 * forward, and the driver's rows once they are unwrapped, cannot be compared.
 */
final class AuditedResultSet extends RoutedResultSet {

    /** The limit of the rows that are read at the end because the application did not fetch them. */
    private static final int MOST_UNREAD = 1000;

    private final ResultSet rows;
    private final AuditedRead audited;

    AuditedResultSet(ResultSet rows, RoutedStatement statement, AuditedRead audited) {
        super(rows, statement);
        this.rows = rows;
        this.audited = audited;
    }

    @Override
    public boolean next() throws SQLException {
        boolean moved = false;
        boolean failed = true;
        try {
            moved = super.next();
            failed = false;
        } finally {
            if (failed) {
                audited.abandon();
            }
        }
        noteRow(moved);
        return moved;
    }

    private void noteRow(boolean moved) {
        if (moved) {
            audited.fetched(rows);
        } else {
            audited.complete();
        }
    }

    /** Ends the audit's view of the rows, which are about to be closed. */
    void leave() {
        if (audited.hasEnded()) {
            return;
        }
        try {
            // Many applications fetch one row and do not ask for another. Without a fetch size, the driver has all rows
            // already, and sends nothing.
            if (rows.getFetchSize() == 0) {
                for (int unread = 0; !audited.hasEnded() && unread < MOST_UNREAD; unread++) {
                    noteRow(rows.next());
                }
            }
        } catch (SQLException | RuntimeException unreadable) {
            audited.abandon();
        }
        audited.abandon();
    }

    @Override
    public void close() throws SQLException {
        leave();
        super.close();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (!type.isInstance(this)) {
            audited.abandon();
        }
        return super.unwrap(type);
    }

    @Override
    public boolean previous() throws SQLException {
        audited.abandon();
        return super.previous();
    }

    @Override
    public boolean first() throws SQLException {
        audited.abandon();
        return super.first();
    }

    @Override
    public boolean last() throws SQLException {
        audited.abandon();
        return super.last();
    }

    @Override
    public boolean absolute(int row) throws SQLException {
        audited.abandon();
        return super.absolute(row);
    }

    @Override
    public boolean relative(int by) throws SQLException {
        audited.abandon();
        return super.relative(by);
    }

    @Override
    public void beforeFirst() throws SQLException {
        audited.abandon();
        super.beforeFirst();
    }

    @Override
    public void afterLast() throws SQLException {
        audited.abandon();
        super.afterLast();
    }
}
