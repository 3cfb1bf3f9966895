package io.tidemark.postgres;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Timeline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Which timeline a server writes, as it tells on a connection. A promotion ends no connection, but what leads to a primary
 * leads to this one timeline for as long as it lives. Source: PostgreSQL documentation, {@code pg_walfile_name}.
 */
final class TimelineQuery {

    /** The columns that tell it, for a query that has no column before them. */
    static final String COLUMNS =
            """
            (SELECT system_identifier FROM pg_control_system()),
            CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) END""";

    /** How many there are. */
    static final int COUNT = 2;

    private static final int HEXADECIMAL = 16;

    private TimelineQuery() {}

    /** The timeline; empty if the server is in recovery, so that it writes none. */
    static Optional<Timeline> of(ResultSet row) throws SQLException {
        String timeline = row.getString(2);
        return timeline == null
                ? Optional.empty()
                : Optional.of(new Timeline(new ClusterId(row.getLong(1)), number(timeline)));
    }

    /** The number, as it is in the name of a segment. */
    static int number(String timeline) {
        return Integer.parseUnsignedInt(timeline, HEXADECIMAL);
    }
}
