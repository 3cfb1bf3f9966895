package io.tidemark.testkit;

import io.tidemark.servers.PostgresServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** The PostgreSQL server that accepts writes. Thread-safe. */
public final class Primary {

    private final PostgresServer server;

    Primary(PostgresServer server) {
        this.server = server;
    }

    /** {@return a source of unpooled connections as the owner of the database} */
    public DataSource dataSource() {
        return server.application();
    }

    /** {@return a source of unpooled connections as the superuser} */
    public DataSource superuser() {
        return server.superuser();
    }

    /** {@return the JDBC URL, without user and password} */
    public String url() {
        return server.url();
    }

    /** {@return the port on loopback} */
    public int port() {
        return server.port();
    }

    /** Runs SQL as the owner of the database, in auto-commit mode. Several statements are separated by semicolons. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Kills the server as a crash would. Has no effect on a lost server. */
    public void lose() throws InterruptedException {
        server.kill();
    }

    /** Starts a lost server with the data that it had, and returns when it accepts connections. Else it has no effect. */
    public void recover() throws IOException, InterruptedException {
        if (!server.running()) {
            server.start();
        }
    }

    boolean running() {
        return server.running();
    }

    @Override
    public String toString() {
        return "the primary";
    }
}
