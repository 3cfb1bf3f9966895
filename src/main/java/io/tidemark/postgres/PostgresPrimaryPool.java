package io.tidemark.postgres;

import io.tidemark.jdbc.physical.PrimaryPool;
import io.tidemark.wal.Backend;
import java.sql.Connection;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * A pool of connections to PostgreSQL's primary. Several pools may share what is known of their connections.
 *
 * @param source the pool itself
 * @param connections the server process behind each connection
 */
public record PostgresPrimaryPool(DataSource source, PrimaryConnections connections) implements PrimaryPool {

    @Override
    public boolean leadsToPrimary(Connection borrowed) {
        return connections.leadsToPrimary(borrowed);
    }

    @Override
    public Optional<Backend> backend(Connection borrowed) {
        return connections.backend(borrowed);
    }
}
