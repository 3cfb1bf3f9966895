package io.tidemark.postgres;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** A server's wall clock, read while it answers, beside other columns. It costs no round trip of its own. */
final class WallClock {

    /** The column: microseconds since 1970, whatever the time zone of the session. */
    static final String COLUMN = "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint";

    private WallClock() {}

    static Instant of(ResultSet row, int column) throws SQLException {
        return Instant.EPOCH.plus(row.getLong(column), ChronoUnit.MICROS);
    }
}
