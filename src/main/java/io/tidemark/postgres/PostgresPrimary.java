package io.tidemark.postgres;

import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PositionReading;
import io.tidemark.wal.PositionSource;
import io.tidemark.wal.ServerFault;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;

/**
 * The primary's insert position and timeline.
 *
 * <p>It is the <em>insert</em> position, because with {@code synchronous_commit=off} the write position may still lie before
 * an acknowledged commit. It is normalised at page boundaries. The timeline is the one in the name of the current segment.
 * A server in recovery is unfit. Source: PostgreSQL documentation, "System Administration Functions".
 *
 * <p>With synchronous replication, commits may wait for a standby. The role needs {@code pg_read_all_stats} to see those of
 * other roles. Source: "The Cumulative Statistics System", wait event {@code SyncRep}.
 */
public final class PostgresPrimary implements PositionSource {

    // A standby refuses these functions: hence the CASE, and strict functions of its NULL.
    private static final String POSITION =
            """
            SELECT p.lsn, left(pg_walfile_name(p.lsn), 8),
                   CASE WHEN p.lsn IS NOT NULL THEN pg_current_wal_flush_lsn() END,
            """
                    + WallClock.COLUMN
                    + """
            ,
                   current_setting('synchronous_standby_names') <> ''
            FROM (SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() END AS lsn OFFSET 0) p""";

    /**
     * Flushes the log. A synchronous commit flushes everything that was inserted before it, but only if its transaction has
     * written to the log. No one reads this message.
     */
    private static final String FLUSH = SystemSql.qualified(
            "SELECT set_config('synchronous_commit', 'local', true), pg_logical_emit_message(true, 'tidemark', '')");

    private static final String WAITING = SystemSql.qualified(
            """
            SELECT a.backend_xid::text::bigint FROM pg_stat_activity a
            WHERE a.wait_event = 'SyncRep' AND a.backend_xid IS NOT NULL""");

    /** The rounds of the WAL writer after which an asynchronous commit is on disk. Source: "Asynchronous Commit". */
    private static final int ROUNDS = 3;

    private final PollingConnection connection;

    /**
     * Prepares readings; the first one connects.
     *
     * @param source leads to the primary; one connection is borrowed and kept
     * @param timeout the time within which the server must answer
     */
    public PostgresPrimary(DataSource source, Duration timeout) {
        this.connection = new PollingConnection("primary", source, timeout, POSITION);
    }

    @Override
    public PositionReading read() throws ServerFault {
        return connection.ask(PostgresPrimary::reading);
    }

    private static PositionReading reading(ResultSet row, PollingConnection.Server server)
            throws SQLException, ServerFault {
        String lsn = row.getString(1);
        if (lsn == null) {
            throw new ServerFault(
                    ServerFault.Kind.UNFIT,
                    "It is in recovery, so a standby; expected the server that takes the writes.");
        }
        PositionReading position = new PositionReading(
                server.id(),
                new Position(
                        TimelineQuery.number(row.getString(2)), server.layout().normalise(Lsn.parse(lsn))),
                Optional.of(new PositionReading.Flushed(
                        Lsn.parse(row.getString(3)), server.walWriterDelay().multipliedBy(ROUNDS))));
        PositionReading complete = position.with(WallClock.of(row, 4)).with(server.collations());
        return row.getBoolean(5) ? complete.with(new PositionReading.Synchronous(Set.of())) : complete;
    }

    @Override
    public Set<Long> waitingCommits() throws ServerFault {
        return connection.numbers(WAITING);
    }

    @Override
    public void flush() throws ServerFault {
        connection.run(FLUSH);
    }

    @Override
    public void discardConnection() {
        connection.discardConnection();
    }

    @Override
    public void close() {
        connection.close();
    }
}
