package io.tidemark.load.app;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;

/** The replica's lag as PostgreSQL's manual measures it, asked once per second by the first request after that. Thread-safe. */
final class ReplicaLag {

    static final ReplicaLag MEASURED = new ReplicaLag();

    private static final long BETWEEN_QUERIES = Duration.ofSeconds(1).toNanos();
    private static final String QUERY =
            """
            SELECT CASE WHEN pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() THEN 0
            ELSE extract(epoch FROM now() - pg_last_xact_replay_timestamp()) * 1000 END""";

    private long asked = System.nanoTime() - BETWEEN_QUERIES;
    private volatile double millis = Double.MAX_VALUE;

    private ReplicaLag() {}

    boolean isBelow(Duration limit) {
        if (isTime()) {
            millis = query();
        }
        return millis < limit.toMillis();
    }

    private synchronized boolean isTime() {
        long now = System.nanoTime();
        if (now - asked < BETWEEN_QUERIES) {
            return false;
        }
        asked = now;
        return true;
    }

    private static double query() {
        DataSource replica = SplitConnections.replica();
        try (Connection connection = replica.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUERY)) {
            return row.next() ? row.getDouble(1) : Double.MAX_VALUE;
        } catch (SQLException unreachable) {
            return Double.MAX_VALUE;
        }
    }
}
