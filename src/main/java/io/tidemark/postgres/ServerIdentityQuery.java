package io.tidemark.postgres;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.ServerId;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Asks for the identity of the server behind a connection: cluster, address and incarnation.
 *
 * <p>An incarnation begins when the postmaster starts. Another one begins when a killed backend makes the postmaster restart
 * all its processes; then the checkpointer has another start time. That time is visible with the rights of
 * {@code pg_read_all_stats}. Without these rights, each connection counts as an incarnation of its own. That is safe, but each
 * connection then needs its own query. Source: PostgreSQL documentation, {@code pg_stat_activity}.
 */
final class ServerIdentityQuery {

    /** The columns of the identity, for a query that begins with them. */
    static final String COLUMNS =
            """
            (SELECT system_identifier FROM pg_control_system()),
            coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'local'),
            pg_postmaster_start_time() || ' ' || coalesce(
                (SELECT max(backend_start)::text FROM pg_stat_activity WHERE backend_type = 'checkpointer'),
                (SELECT backend_start || ' ' || pid FROM pg_stat_activity WHERE pid = pg_backend_pid()))""";

    /** The number of these columns. */
    static final int COUNT = 3;

    private ServerIdentityQuery() {}

    static ServerId of(ResultSet row) throws SQLException {
        return new ServerId(new ClusterId(row.getLong(1)), row.getString(2), row.getString(3));
    }
}
