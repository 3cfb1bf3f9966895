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
 * The position up to which a replica has <em>replayed</em>, which is what its queries see; received is not yet visible.
 *
 * <p>The timeline is the one that its WAL receiver streams, which takes the rights of {@code pg_read_all_stats} to see,
 * else the one of its last restart point, which lags: then the replica counts as older than it may be, and the log says
 * once what right is missing. A server that is not in recovery is unfit. Source: PostgreSQL documentation, "System Administration Functions" and
 * {@code pg_stat_wal_receiver}.
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

    /** How many columns that is. */
    private static final int REPLAYED_COUNT = 4;

    private static final String RIGHTS = "pg_has_role('pg_read_all_stats', 'USAGE'), quote_ident(current_user)";

    /** Who it is and what it has replayed, in one question. */
    static final String IDENTITY_AND_POSITION = "SELECT " + Identity.COLUMNS + ", " + REPLAYED;

    private final Session session;
    private final Consumer<String> warnings;
    private boolean warned;

    /**
     * Connects at the first reading.
     *
     * @param source leads to the replica; a connection is taken out of it for good
     * @param timeout how long an answer may take
     */
    public PostgresReplica(DataSource source, Duration timeout) {
        this(source, timeout, warning -> LOG.log(System.Logger.Level.WARNING, warning));
    }

    PostgresReplica(DataSource source, Duration timeout, Consumer<String> warnings) {
        this.session = new Session("replica", source, timeout, "SELECT " + REPLAYED + ", " + RIGHTS);
        this.warnings = warnings;
    }

    @Override
    public PositionReading read() throws ServerFault {
        return session.ask(this::reading);
    }

    private PositionReading reading(ResultSet row, Session.Server server) throws SQLException, ServerFault {
        PositionReading reading = reading(row, 0, server.id()).with(server.collations());
        if (!row.getBoolean(REPLAYED_COUNT + 1)) {
            warnOnce(row.getString(REPLAYED_COUNT + 2));
        }
        return reading;
    }

    /** The answer to {@link #IDENTITY_AND_POSITION}. */
    static PositionReading reading(ResultSet row) throws SQLException, ServerFault {
        return reading(row, Identity.COUNT, Identity.of(row));
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
        session.leave();
    }

    @Override
    public void close() {
        session.close();
    }
}
