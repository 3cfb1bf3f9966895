package io.tidemark.postgres;

import io.tidemark.wal.ClusterId;
import io.tidemark.wal.ServerId;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Who a server is, as it tells on a connection.
 *
 * <p>An incarnation begins with the postmaster, and anew when a killed backend has made it restart all its processes: then
 * the checkpointer is another one. Its start can be seen with the rights of {@code pg_read_all_stats}; without them each
 * connection stands for an incarnation of its own, which is safe, and makes each be asked for itself. Source: PostgreSQL
 * documentation, {@code pg_stat_activity}.
 */
final class ServerIdentityQuery {

    /** The columns of who it is, for a query that has no column before them. */
    static final String COLUMNS =
            """
            (SELECT system_identifier FROM pg_control_system()),
            coalesce(host(inet_server_addr()) || ':' || inet_server_port(), 'local'),
            pg_postmaster_start_time() || ' ' || coalesce(
                (SELECT max(backend_start)::text FROM pg_stat_activity WHERE backend_type = 'checkpointer'),
                (SELECT backend_start || ' ' || pid FROM pg_stat_activity WHERE pid = pg_backend_pid()))""";

    /** How many there are. */
    static final int COUNT = 3;

    private ServerIdentityQuery() {}

    static ServerId of(ResultSet row) throws SQLException {
        return new ServerId(new ClusterId(row.getLong(1)), row.getString(2), row.getString(3));
    }
}
