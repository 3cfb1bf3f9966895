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
 * One PostgreSQL server on loopback: its data directory and its port stay the same, whatever happens to its process.
 * Thread-safe.
 */
public final class PostgresServer {

    private static final Duration TO_START = Duration.ofMinutes(1);
    private static final Duration TO_ASK = Duration.ofSeconds(30);
    private static final int TO_CONNECT_SECONDS = 5;

    private final Installation installation;
    private final Child process;
    private final Path log;
    private final String configuration;
    private final Path data;
    private final int port;
    private final Logins logins;

    /** How PostgreSQL's programs are run. */
    record Installation(PostgresBinaries binaries, Unprivileged user) {

        ProcessBuilder command(String program, List<String> arguments) {
            List<String> command = new ArrayList<>();
            command.add(binaries.program(program));
            command.addAll(arguments);
            ProcessBuilder builder = new ProcessBuilder(user.command(command));
            // Messages in English, and no locale that only this machine has.
            builder.environment().put("LC_ALL", "C");
            return builder;
        }
    }

    /**
     * A server that has not been started.
     *
     * @param configuration the file of {@code pg/} in the data directory that it is started with
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
        this.process = children.named(name, log, running -> stopFast());
        this.log = log;
        this.configuration = configuration;
        this.data = data;
        this.port = port;
        this.logins = logins;
    }

    /** Starts it, and waits until it lets the superuser in. */
    public void start() throws IOException, InterruptedException {
        start(Map.of());
    }

    /** The same with more in its environment. */
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
                // Data that is made anew at each start need not survive a power cut; a restart after a kill takes
                // seconds
                // less. Nothing else is different without.
                "-c",
                "fsync=off");
    }

    /** Stops it in an orderly way without waiting for its sessions to end. Does nothing if it is not running. */
    public void stop() throws InterruptedException {
        process.stop();
    }

    /** Kills it as a crash would, and waits until it can be started again. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /**
     * Kills one session's process, as the kernel does when memory runs out. The server then ends all the others, and opens
     * again by itself: waits until it lets the superuser in.
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

    /** Makes a standby a primary, on a new timeline, and returns when it takes writes. */
    public void promote() throws SQLException {
        execute("SELECT pg_promote(true, 60)");
    }

    /**
     * Makes it, which does not run, a standby of another server.
     *
     * @param conninfo how to connect to that; quoted as in a configuration file
     */
    void follow(String conninfo) throws IOException {
        if (running()) {
            throw new IllegalStateException("A server is made a standby before it is started");
        }
        Files.writeString(data.resolve("standby.signal"), "");
        Files.writeString(
                data.resolve("postgresql.auto.conf"), "primary_conninfo = " + conninfo + "\nprimary_slot_name = ''\n");
    }

    /** Stops it, in case it is running, and starts it. */
    public void restart() throws IOException, InterruptedException {
        stop();
        start();
    }

    /** Whether its process exists. */
    public boolean running() {
        return process.running();
    }

    /** Its program. */
    String program() {
        return installation.binaries().program("postgres");
    }

    /** Copies a file to where its user can read it. */
    Path lend(Path file) throws IOException, InterruptedException {
        Path copy = data.resolve("lent-" + file.getFileName());
        Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        installation.user().give(copy);
        return copy;
    }

    Path data() {
        return data;
    }

    /** The file that it logs to. */
    public Path log() {
        return log;
    }

    /** Its port on loopback. */
    public int port() {
        return port;
    }

    /** Unpooled connections to the application's database as the superuser. */
    public DataSource superuser() {
        return superuser(Logins.DATABASE);
    }

    /** Unpooled connections to the application's database as the application's role. */
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

    /** The first column of the only row of a query by the superuser; "null" for NULL. */
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

    /** Runs SQL as the superuser, with settings of the session given from outside. */
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

    /** SIGTERM would wait until every session has ended by itself; "fast" is what PostgreSQL's own tool can ask for. */
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
