package io.tidemark.postgres;

import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.ServerFault;
import io.tidemark.wal.ServerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;

/**
 * The position up to which a replica has <em>replayed</em>. Its queries see that position; later WAL that it has only
 * received is not visible yet.
 *
 * <p>The timeline is the one that the replica's WAL receiver streams. A role needs the rights of {@code pg_read_all_stats} to
 * see it. Without them, the timeline of the last restart point is used, which lags: the replica may then count as older than
 * it is, and the log names the missing right once. A server that is not in recovery is unfit. Source: PostgreSQL
 * documentation, "System Administration Functions" and {@code pg_stat_wal_receiver}.
 */
public final class PostgresReplica implements PositionSource {

    private static final System.Logger LOG = System.getLogger(PostgresReplica.class.getName());

    private static final String REPLAYED =
            """
            pg_is_in_recovery(), pg_last_wal_replay_lsn(),
            coalesce((SELECT received_tli FROM pg_stat_wal_receiver),
                     (SELECT timeline_id FROM pg_control_checkpoint())),
            """
                    + WallClock.COLUMN;

    /** The number of these columns. */
    private static final int REPLAYED_COUNT = 4;

    private static final String RIGHTS = "pg_has_role('pg_read_all_stats', 'USAGE'), quote_ident(current_user)";

    /** One query for identity and replayed position. */
    static final String IDENTITY_AND_POSITION = "SELECT " + ServerIdentityQuery.COLUMNS + ", " + REPLAYED;

    private final PollingConnection connection;
    private final Consumer<String> warnings;
    private boolean warned;

    /**
     * Prepares readings; the first one connects.
     *
     * @param source leads to the replica; one connection is borrowed and kept
     * @param timeout the time within which the server must answer
     */
    public PostgresReplica(DataSource source, Duration timeout) {
        this(source, timeout, warning -> LOG.log(System.Logger.Level.WARNING, warning));
    }

    PostgresReplica(DataSource source, Duration timeout, Consumer<String> warnings) {
        this.connection = new PollingConnection("replica", source, timeout, "SELECT " + REPLAYED + ", " + RIGHTS);
        this.warnings = warnings;
    }

    @Override
    public PositionReading read() throws ServerFault {
        return connection.ask(this::reading);
    }

    private PositionReading reading(ResultSet row, PollingConnection.Server server) throws SQLException, ServerFault {
        PositionReading reading =
                reading(row, 0, server.id()).with(server.collations()).over(server.connection());
        if (!row.getBoolean(REPLAYED_COUNT + 1)) {
            warnOnce(row.getString(REPLAYED_COUNT + 2));
        }
        return reading;
    }

    /** Reads the answer to {@link #IDENTITY_AND_POSITION}. */
    static PositionReading reading(ResultSet row) throws SQLException, ServerFault {
        return reading(row, ServerIdentityQuery.COUNT, ServerIdentityQuery.of(row));
    }

    private static PositionReading reading(ResultSet row, int before, ServerId server)
            throws SQLException, ServerFault {
        if (!row.getBoolean(before + 1)) {
            throw new ServerFault(
                    ServerFault.Kind.UNFIT,
                    "It is not in recovery, so no standby; expected a streaming replica of the primary.");
        }
        String replayed = row.getString(before + 2);
        if (replayed == null) {
            throw new ServerFault(ServerFault.Kind.UNFIT, "It has not replayed anything yet.");
        }
        Position position = new Position(row.getInt(before + 3), Lsn.parse(replayed));
        return new PositionReading(server, position, Optional.empty()).with(WallClock.of(row, before + REPLAYED_COUNT));
    }

    private void warnOnce(String role) {
        if (!warned) {
            warned = true;
            warnings.accept("The role " + role
                    + " cannot see on which timeline the replica is. After a failover its reads"
                    + " will go to the primary for longer than they must. Remedy: GRANT pg_read_all_stats TO " + role);
        }
    }

    @Override
    public void flush() {}

    @Override
    public void discardConnection() {
        connection.discardConnection();
    }

    @Override
    public void close() {
        connection.close();
    }
}
