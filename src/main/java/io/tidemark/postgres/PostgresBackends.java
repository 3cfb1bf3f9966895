package io.tidemark.postgres;

import io.tidemark.wal.Backend;
import io.tidemark.wal.Backends;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.Timeline;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * The server processes of the primary, read from {@code pg_stat_activity}. A role with {@code pg_read_all_stats} sees all of
 * them, any other role only its own. A process whose state is hidden counts as in a transaction for as long as it lives.
 * Each question borrows a connection. Source: PostgreSQL documentation, "The Cumulative Statistics System".
 */
public final class PostgresBackends implements Backends {

    // If the state is hidden or not tracked, the transaction is unknown as well.
    private static final String ACTIVITY = SystemSql.qualified(
            "SELECT " + TimelineQuery.COLUMNS
                    + """
            , pid, coalesce(backend_start::text, 'hidden'),
            CASE WHEN coalesce(state, 'disabled') = 'disabled' THEN 'hidden' ELSE xact_start::text END
            FROM (VALUES (?)) AS asked (process) LEFT JOIN pg_stat_activity ON pid = process""");

    private static final int PROCESS = TimelineQuery.COUNT + 1;

    private final DataSource source;
    private final int timeoutMillis;

    /**
     * Reads from that server.
     *
     * @param timeout the time within which the server must answer
     */
    public PostgresBackends(DataSource source, Duration timeout) {
        this.source = source;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    @Override
    public Optional<Activity> activity(Backend backend) throws ServerFault {
        try {
            return TimedConnection.ask(source, timeoutMillis, connection -> ask(connection, backend));
        } catch (SQLException | RuntimeException failed) {
            throw FailureText.fault(failed);
        }
    }

    private static Optional<Activity> ask(Connection connection, Backend backend) throws SQLException, ServerFault {
        try (PreparedStatement statement = connection.prepareStatement(ACTIVITY)) {
            statement.setInt(1, backend.process());
            try (ResultSet row = statement.executeQuery()) {
                row.next();
                return isOn(backend.timeline(), TimelineQuery.of(row)) && row.getString(PROCESS) != null
                        ? Optional.of(new Activity(
                                row.getString(PROCESS + 1), Optional.ofNullable(row.getString(PROCESS + 2))))
                        : Optional.empty();
            }
        }
    }

    /** Returns false if the server that answers has taken the place of the one that is meant. */
    private static boolean isOn(Timeline meant, Optional<Timeline> answers) throws ServerFault {
        if (answers.isEmpty() || (meant.follows(answers.get()) && !meant.equals(answers.get()))) {
            throw new ServerFault(
                    ServerFault.Kind.UNFIT, "It tells nothing of the processes of the server on timeline " + meant);
        }
        return meant.equals(answers.get());
    }
}
