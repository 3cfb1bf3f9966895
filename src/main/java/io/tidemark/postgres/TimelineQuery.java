package io.tidemark.postgres;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.Timeline;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/**
 * Asks for the timeline that the server behind a connection writes. A promotion ends no connection, but a connection to a
 * primary leads to one timeline for its whole life. Source: PostgreSQL documentation, {@code pg_walfile_name}.
 */
final class TimelineQuery {

    /** The columns of the timeline, for a query that begins with them. */
    static final String COLUMNS =
            """
            (SELECT system_identifier FROM pg_control_system()),
            CASE WHEN NOT pg_is_in_recovery() THEN left(pg_walfile_name(pg_current_wal_insert_lsn()), 8) END""";

    /** The number of these columns. */
    static final int COUNT = 2;

    private static final int HEXADECIMAL = 16;

    private TimelineQuery() {}

    /** Returns the timeline; empty if the server is in recovery and therefore writes no timeline. */
    static Optional<Timeline> of(ResultSet row) throws SQLException {
        String timeline = row.getString(2);
        return timeline == null
                ? Optional.empty()
                : Optional.of(new Timeline(new ClusterId(row.getLong(1)), number(timeline)));
    }

    /** Parses the number in the name of a segment. */
    static int number(String timeline) {
        return Integer.parseUnsignedInt(timeline, HEXADECIMAL);
    }
}
