package io.tidemark.postgres;

import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.Reading;
import io.tidemark.wal.Server;
import io.tidemark.wal.ServerFault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * The position up to which a replica has <em>replayed</em>, which is what its queries see; received is not yet visible.
 *
 * <p>The timeline is the one that its WAL receiver streams, which takes the rights of {@code pg_read_all_stats} to see,
 * else the one of its last restart point, which lags: then the replica counts as older than it may be. A server that is
 * not in recovery is unfit. Source: PostgreSQL documentation, "System Administration Functions" and
 * {@code pg_stat_wal_receiver}.
 */
public final class PostgresReplica implements Server {

    private static final String POSITION =
            """
            SELECT pg_is_in_recovery(), pg_last_wal_replay_lsn(),
                   coalesce((SELECT received_tli FROM pg_stat_wal_receiver),
                            (SELECT timeline_id FROM pg_control_checkpoint()))""";

    private final Session session;

    /**
     * Connects at the first reading.
     *
     * @param source leads to the replica; a connection is taken out of it for good
     * @param timeout how long an answer may take
     */
    public PostgresReplica(DataSource source, Duration timeout) {
        this.session = new Session(source, timeout, POSITION);
    }

    @Override
    public Reading read() throws ServerFault {
        return session.ask(PostgresReplica::reading);
    }

    private static Reading reading(ResultSet row, Session.Server server) throws SQLException, ServerFault {
        if (!row.getBoolean(1)) {
            throw new ServerFault(
                    ServerFault.Kind.UNFIT,
                    "It is not in recovery, so no standby; expected a streaming replica of the primary.");
        }
        String replayed = row.getString(2);
        if (replayed == null) {
            throw new ServerFault(ServerFault.Kind.UNFIT, "It has not replayed anything yet.");
        }
        return new Reading(server.cluster(), new Position(row.getInt(3), Lsn.parse(replayed)));
    }

    @Override
    public void close() {
        session.close();
    }
}
