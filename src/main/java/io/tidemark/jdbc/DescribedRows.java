package io.tidemark.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows that describe the database. They keep the connection that they come from until they are closed. */
final class DescribedRows extends RoutedResultSet {

    private final Session session;
    private final Physical on;

    /** The session's: the next in its {@link OpenStatements}. */
    @Nullable
    DescribedRows next;

    DescribedRows(ResultSet rows, Physical on, Session session) {
        super(rows, null);
        this.on = on;
        this.session = session;
    }

    boolean isOn(Physical physical) {
        return on == physical;
    }

    /** The connection leaves, or the session ends. */
    void leave() throws SQLException {
        super.close();
    }

    @Override
    public void close() throws SQLException {
        try {
            super.close();
        } finally {
            session.closed(this);
        }
    }
}
