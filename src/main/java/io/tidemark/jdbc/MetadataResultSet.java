package io.tidemark.jdbc;

import io.tidemark.jdbc.physical.PhysicalConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Rows of metadata. They hold their physical connection until they are closed. */
final class MetadataResultSet extends RoutedResultSet {

    private final ConnectionLifecycle lifecycle;
    private final PhysicalConnection on;

    /** The next element in the list of {@link OpenStatements}. */
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

    /** Closes the rows before the physical connection is returned or the routed connection is closed. */
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
