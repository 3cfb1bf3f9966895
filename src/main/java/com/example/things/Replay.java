package com.example.things;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.Stream;
import javax.naming.InitialContext;
import javax.naming.NamingException;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;

/**
 * Pauses and resumes the replay of replicas, so that a visitor of the demo sees replica lag. Off unless {@code things.replay=true},
 * and the database's user needs the right to execute PostgreSQL's functions for it.
 *
 * @see <a href="https://www.postgresql.org/docs/18/functions-admin.html">PostgreSQL, recovery control functions</a>
 */
@ApplicationScoped
public class Replay {

    @Inject
    private Config config;

    /** {@return the replicas whose replay can be paused, by the names of their data sources; empty if it is off} */
    List<String> replicas() {
        ThingsSettings settings = new ThingsSettings(config, System.getenv());
        if (!settings.value("things.replay", Boolean.class).orElse(false)) {
            return List.of();
        }
        String names = settings.value("tidemark.replica.jndi", String.class).orElse("");
        return Stream.of(names.split(",")).map(String::trim).toList();
    }

    /** {@return whether the replay of a replica is paused} */
    boolean isPaused(String replica) throws SQLException {
        try (Connection connection = source(replica).getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_is_wal_replay_paused()")) {
            return row.next() && row.getBoolean(1);
        }
    }

    void pause(String replica) throws SQLException {
        run(replica, "SELECT pg_wal_replay_pause()");
    }

    void resume(String replica) throws SQLException {
        run(replica, "SELECT pg_wal_replay_resume()");
    }

    private static void run(String replica, String sql) throws SQLException {
        try (Connection connection = source(replica).getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @SuppressWarnings("BanJNDI") // The name is one of the settings, not a client's.
    private static DataSource source(String replica) throws SQLException {
        try {
            return (DataSource) new InitialContext().lookup(replica);
        } catch (NamingException none) {
            throw new SQLException("There is no data source " + replica, none);
        }
    }
}
