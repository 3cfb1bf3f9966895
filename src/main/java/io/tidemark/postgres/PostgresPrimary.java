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
import javax.sql.DataSource;

/**
 * The primary's insert position and timeline.
 *
 * <p>The <em>insert</em> position, because with {@code synchronous_commit=off} the write position may still lie before a
 * commit that was acknowledged. Normalised at page boundaries. The timeline is the one in the name of the segment that is
 * being written. A server in recovery is unfit. Source: PostgreSQL documentation, "System Administration Functions".
 */
public final class PostgresPrimary implements PositionSource {

    // A function that a standby refuses must not be called on one: hence the CASE, and a strict function of its NULL.
    private static final String POSITION =
            """
            SELECT p.lsn, left(pg_walfile_name(p.lsn), 8),
                   CASE WHEN p.lsn IS NOT NULL THEN pg_current_wal_flush_lsn() END,
            """
                    + WallClock.COLUMN
                    + """

            FROM (SELECT CASE WHEN NOT pg_is_in_recovery() THEN pg_current_wal_insert_lsn() END AS lsn OFFSET 0) p""";

    /**
     * A commit that is waited for flushes all that was inserted before it, but only of a transaction that has written to
     * the log; this message is nothing to anybody.
     */
    private static final String FLUSH = SystemSql.qualified(
            "SELECT set_config('synchronous_commit', 'local', true), pg_logical_emit_message(true, 'tidemark', '')");

    /** An asynchronous commit is on disk after three rounds of the WAL writer. Source: "Asynchronous Commit". */
    private static final int ROUNDS = 3;

    private final Session session;

    /**
     * Connects at the first reading.
     *
     * @param source leads to the primary; a connection is taken out of it for good
     * @param timeout how long an answer may take
     */
    public PostgresPrimary(DataSource source, Duration timeout) {
        this.session = new Session("primary", source, timeout, POSITION);
    }

    @Override
    public PositionReading read() throws ServerFault {
        return session.ask(PostgresPrimary::reading);
    }

    private static PositionReading reading(ResultSet row, Session.Server server) throws SQLException, ServerFault {
        String lsn = row.getString(1);
        if (lsn == null) {
            throw new ServerFault(
                    ServerFault.Kind.UNFIT,
                    "It is in recovery, so a standby; expected the server that takes the writes.");
        }
        PositionReading position = new PositionReading(
                server.id(),
                new Position(Lineage.number(row.getString(2)), server.layout().normalise(Lsn.parse(lsn))),
                Optional.of(new PositionReading.Flushed(
                        Lsn.parse(row.getString(3)), server.walWriterDelay().multipliedBy(ROUNDS))));
        return position.with(WallClock.of(row, 4)).with(server.collations());
    }

    @Override
    public void flush() throws ServerFault {
        session.run(FLUSH);
    }

    @Override
    public void discardConnection() {
        session.leave();
    }

    @Override
    public void close() {
        session.close();
    }
}
