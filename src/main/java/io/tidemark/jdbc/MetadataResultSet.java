package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.PhysicalConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows that describe the database. They keep the connection that they come from until they are closed. */
final class MetadataResultSet extends RoutedResultSet {

    private final ConnectionLifecycle lifecycle;
    private final PhysicalConnection on;

    /** The session's: the next in its {@link OpenStatements}. */
    @Nullable
    MetadataResultSet next;

    MetadataResultSet(ResultSet rows, PhysicalConnection on, ConnectionLifecycle lifecycle) {
        super(rows, null);
        this.on = on;
        this.lifecycle = lifecycle;
    }

    boolean isOn(PhysicalConnection physical) {
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
            lifecycle.closed(this);
        }
    }
}
