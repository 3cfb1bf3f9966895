package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A PostgreSQL server on loopback, whose data directory and port survive its process. Thread-safe.
 */
public final class PostgresServer {

    private static final Duration TO_START = Duration.ofMinutes(1);
    private static final Duration TO_ASK = Duration.ofSeconds(30);
    private static final int TO_CONNECT_SECONDS = 5;

    private final Installation installation;
    private final String name;
    private final Child process;
    private final Path log;
    private final String configuration;
    private final Path data;
    private final int port;
    private final Logins logins;

    /** PostgreSQL's programs and the user that runs them. */
    record Installation(PostgresBinaries binaries, Unprivileged user) {

        ProcessBuilder command(String program, List<String> arguments) {
            List<String> command = new ArrayList<>();
            command.add(binaries.program(program));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(user.command(command));
            // English messages, without a locale that only this machine has.
            builder.environment().put("LC_ALL", "C");
            return builder;
        }
    }

    /**
     * Describes a server that has not been started.
     *
     * @param configuration its configuration file in the data directory, a copy of one in {@code pg/}
     */
    PostgresServer(
            Installation installation,
            Children children,
            String name,
            Path log,
            String configuration,
            Path data,
            int port,
            Logins logins) {
        this.installation = installation;
        this.name = name;
        this.process = children.named(name, log, running -> stopFast());
        this.log = log;
        this.configuration = configuration;
        this.data = data;
        this.port = port;
        this.logins = logins;
    }

    /** Starts the server and waits until the superuser can connect. */
    public void start() throws IOException, InterruptedException {
        start(Map.of());
    }

    /** Starts the server with additional environment variables. */
    void start(Map<String, String> environment) throws IOException, InterruptedException {
        ProcessBuilder builder = installation.command("postgres", arguments());
        builder.environment().putAll(environment);
        process.start(builder);
        DataSource postgres = superuser("postgres");
        process.awaitReady(TO_START, () -> {
            try (Connection connection = postgres.getConnection()) {
                return connection.isValid(TO_CONNECT_SECONDS);
            }
        });
    }

    private List<String> arguments() {
        return List.of(
                "-D",
                data.toString(),
                "-p",
                String.valueOf(port),
                "-c",
                "config_file=" + data.resolve(configuration),
                "-c",
                "unix_socket_directories=",
                // The data need not survive a power failure. Without fsync, a restart after a kill is seconds faster.
                // The behaviour is otherwise the same.
                "-c",
                "fsync=off");
    }

    /** Shuts the server down without waiting for the end of its sessions. Has no effect if it is not running. */
    public void stop() throws InterruptedException {
        process.stop();
    }

    /** Kills the server as a crash would, and waits until it can be started again. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** Stops all processes of the server where they are. Its connections stay open, and are accepted, but not answered. */
    public void freeze() throws IOException, InterruptedException {
        process.signal("STOP");
    }

    /** Ends {@link #freeze}. Has no effect if the server is not frozen. */
    public void thaw() throws IOException, InterruptedException {
        process.signal("CONT");
    }

    /**
     * Kills the process of one session, as the kernel does when memory runs out. The server then ends all other sessions and
     * recovers. Waits until the superuser can connect.
     */
    public void killOneSession() throws SQLException, InterruptedException {
        try (Connection victim = superuser().getConnection();
                Statement statement = victim.createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            process.killChild(row.getLong(1));
            process.awaitReady(TO_START, () -> !victim.isValid(1));
        }
        process.awaitReady(TO_START, () -> "1".equals(query("SELECT 1")));
    }

    /** Promotes a standby to a primary on a new timeline, and returns when it accepts writes. */
    public void promote() throws SQLException {
        execute("SELECT pg_promote(true, 60)");
    }

    /**
     * Makes this server, which must be stopped, a standby of another.
     *
     * @param conninfo the connection string of the other, quoted as in a configuration file
     */
    void follow(String conninfo) throws IOException {
        if (running()) {
            throw new IllegalStateException("A server is made a standby before it is started");
        }
        Files.writeString(data.resolve("standby.signal"), "");
        Files.writeString(
                data.resolve("postgresql.auto.conf"), "primary_conninfo = " + conninfo + "\nprimary_slot_name = ''\n");
    }

    /** Stops the server if it is running, and starts it. */
    public void restart() throws IOException, InterruptedException {
        stop();
        start();
    }

    /** {@return whether the process exists} */
    public boolean running() {
        return process.running();
    }

    /** {@return the process id of the server, the parent of its other processes} */
    public long pid() {
        return process.pid();
    }

    /** {@return the path of its program} */
    String program() {
        return installation.binaries().program("postgres");
    }

    /** Copies a file to a place where the server's user can read it. */
    Path lend(Path file) throws IOException, InterruptedException {
        Path copy = data.resolve("lent-" + file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        installation.user().give(copy);
        return copy;
    }

    /** {@return the name of its log and directory: replica-2 for the second replica} */
    public String name() {
        return name;
    }

    Path data() {
        return data;
    }

    /** {@return the log file} */
    public Path log() {
        return log;
    }

    /** {@return the port on loopback} */
    public int port() {
        return port;
    }

    /** {@return the JDBC URL of the application's database, without user and password} */
    public String url() {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + Logins.DATABASE;
    }

    /** {@return a source of unpooled connections to the application's database as the superuser} */
    public DataSource superuser() {
        return superuser(Logins.DATABASE);
    }

    /** {@return a source of unpooled connections to the application's database as the application's role} */
    public DataSource application() {
        return source(Logins.DATABASE, logins.application());
    }

    DataSource superuser(String database) {
        return source(database, logins.superuser());
    }

    /** Runs SQL as the superuser, in the application's database. */
    public void execute(String sql) throws SQLException {
        try (Connection connection = superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** {@return the first column of the only row of a query by the superuser; "null" for NULL} */
    public String query(String sql) throws SQLException {
        try (Connection connection = superuser().getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("No row: " + sql);
            }
            return String.valueOf(row.getString(1));
        }
    }

    /** Runs SQL as the superuser, with these session settings. */
    void execute(String database, Map<String, String> settings, String sql) throws SQLException {
        try (Connection connection = superuser(database).getConnection();
                var setting = connection.prepareStatement("SELECT set_config(?, ?, false)");
                Statement statement = connection.createStatement()) {
            for (Map.Entry<String, String> entry : settings.entrySet()) {
                setting.setString(1, entry.getKey());
                setting.setString(2, entry.getValue());
                setting.execute();
            }
            statement.execute(sql);
        }
    }

    private DataSource source(String database, Credentials login) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(login.user());
        source.setPassword(login.password());
        source.setConnectTimeout(TO_CONNECT_SECONDS);
        source.setApplicationName("test");
        return source;
    }

    /** Runs {@code pg_ctl stop -m fast}, which ends all sessions. SIGTERM would wait for them. */
    private void stopFast() throws IOException, InterruptedException {
        Process asking = installation
                .command("pg_ctl", List.of("stop", "-D", data.toString(), "-m", "fast", "-W", "-s"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!asking.waitFor(TO_ASK.toMillis(), TimeUnit.MILLISECONDS)) {
            asking.destroyForcibly();
        }
    }
}
