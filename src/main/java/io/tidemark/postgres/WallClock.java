package io.tidemark.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A server's wall clock, read as one more column of another query, without a round trip of its own. */
final class WallClock {

    /** The column: microseconds since 1970, independent of the session's time zone. */
    static final String COLUMN = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    private WallClock() {}

    static Instant of(ResultSet row, int column) throws SQLException {
        return Instant.EPOCH.plus(row.getLong(column), ChronoUnit.MICROS);
    }
}
