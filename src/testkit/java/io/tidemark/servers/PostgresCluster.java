package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * A new, empty primary and its streaming replicas, configured by copies of the files of {@code pg/}. Only ports, paths,
 * addresses and passwords are passed separately.
 */
public final class PostgresCluster {

    private static final Duration TO_INITIALISE = Duration.ofMinutes(1);
    private static final Duration TO_REPLICATE = Duration.ofSeconds(30);

    private static final String PAUSED =
            """
            SELECT pg_get_wal_replay_pause_state() = 'paused'
                OR EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'RecoveryApplyDelay')""";

    private final PostgresServer.Installation installation;
    private final Children children;
    private final Places places;
    private final Logins logins;
    private final PostgresServer primary;
    private final List<PostgresServer> replicas;

    /**
     * The directories of a cluster.
     *
     * @param configuration the checkout's {@code pg}
     * @param data the parent of the data directories, accessible to PostgreSQL's user
     * @param logs the directory for the logs
     */
    record Places(Path configuration, Path data, Path logs) {
        Path log(String name) {
            return logs.resolve(name + ".log");
        }
    }

    PostgresCluster(
            PostgresServer.Installation installation, Children children, Places places, Ports ports, Logins logins) {
        this.installation = installation;
        this.children = children;
        this.places = places;
        this.logins = logins;
        this.primary = server("primary", "primary.conf", ports.primary());
        this.replicas = IntStream.rangeClosed(1, ports.replicas().size())
                .mapToObj(number -> server(
                        number == 1 ? "replica" : "replica-" + number,
                        "replica.conf",
                        ports.replicas().get(number - 1)))
                .toList();
    }

    private PostgresServer server(String name, String configuration, Port port) {
        return new PostgresServer(
                installation,
                children,
                name,
                places.log(name),
                configuration,
                places.data().resolve(name),
                port.number(),
                logins);
    }

    /** {@return the server that accepts writes} */
    public PostgresServer primary() {
        return primary;
    }

    /** {@return the first replica} */
    public PostgresServer replica() {
        return replica(1);
    }

    /**
     * {@return a replica by its number, which begins with 1}
     *
     * @throws IndexOutOfBoundsException if there are fewer
     */
    public PostgresServer replica(int number) {
        return replicas.get(number - 1);
    }

    /** {@return the replicas in the order of their numbers} */
    public List<PostgresServer> replicas() {
        return replicas;
    }

    /** Adds a replica of the primary, and returns when it streams. It has no slot, since it does not fall far behind here. */
    public PostgresServer addReplica(Port port) throws IOException, SQLException, InterruptedException {
        return copy(replica(), port, primary);
    }

    /** Copies a server, which is stopped meanwhile, and starts the copy as a standby of another. */
    public PostgresServer copy(PostgresServer original, Port port, PostgresServer of)
            throws IOException, SQLException, InterruptedException {
        String name = "replica-" + port.number();
        Path data = places.data().resolve(name);
        // A copy of an earlier test on the same port.
        Directories.delete(data);
        original.stop();
        copy(original.data(), data);
        installation.user().give(data);
        original.start();
        PostgresServer added = new PostgresServer(
                installation, children, name, places.log(name), "replica.conf", data, port.number(), logins);
        follow(added, of);
        return added;
    }

    /** Starts a stopped server as a standby of another, and returns when it streams. */
    public void follow(PostgresServer standby, PostgresServer of)
            throws IOException, SQLException, InterruptedException {
        standby.follow(literal(connectionTo(of)));
        startStreaming(standby);
    }

    private static void startStreaming(PostgresServer standby) throws IOException, SQLException, InterruptedException {
        standby.start();
        Await.until("the standby's stream", TO_REPLICATE, () -> "streaming"
                .equals(standby.query("SELECT status FROM pg_stat_wal_receiver")));
    }

    /** Pauses the first replica's replay, and returns when it is paused. */
    public void pauseReplay() throws SQLException, InterruptedException {
        pauseReplay(replica());
    }

    /**
     * Pauses the replay of a standby, and returns when it is paused. A replay that waits for the end of {@link #lag} replays
     * nothing either, and PostgreSQL pauses it after that wait.
     */
    public void pauseReplay(PostgresServer standby) throws SQLException, InterruptedException {
        standby.execute("SELECT pg_wal_replay_pause()");
        Await.until("the pause of replay", TO_REPLICATE, () -> "t".equals(standby.query(PAUSED)));
    }

    /** Resumes the first replica's replay. */
    public void resumeReplay() throws SQLException {
        resumeReplay(replica());
    }

    /** Resumes the replay of a standby. Has no effect if it is not paused. */
    public void resumeReplay(PostgresServer standby) throws SQLException {
        standby.execute("SELECT pg_wal_replay_resume()");
    }

    /**
     * Makes a standby show each commit that much later than the primary, and returns when that is in effect. The standby keeps
     * the lag over a restart.
     *
     * @param lag zero for none
     */
    public void lag(PostgresServer standby, Duration lag) throws SQLException, InterruptedException {
        String millis = String.valueOf(lag.toMillis());
        standby.execute("ALTER SYSTEM SET recovery_min_apply_delay = '" + millis + "ms'");
        standby.execute("SELECT pg_reload_conf()");
        // The server signals its processes before it accepts the connection that shows the new value.
        Await.until(
                "the lag of " + millis + " ms",
                TO_REPLICATE,
                () -> millis.equals(
                        standby.query("SELECT setting FROM pg_settings WHERE name = 'recovery_min_apply_delay'")));
    }

    /** Waits until the first replica shows all commits before this call. */
    public void awaitReplica() throws SQLException, InterruptedException {
        awaitReplica(replica());
    }

    /** Waits until a standby shows all commits of the primary before this call. */
    public void awaitReplica(PostgresServer standby) throws SQLException, InterruptedException {
        // The flush position: no replica may ever reach the insert position of an idle server.
        String flushed = primary.query("SELECT pg_current_wal_flush_lsn()");
        Await.until("the replica's replay of " + flushed, TO_REPLICATE, () -> "t"
                .equals(standby.query("SELECT pg_last_wal_replay_lsn() >= '" + flushed + "'::pg_lsn")));
    }

    /** Initialises and starts all, and returns when each replica streams and has caught up. */
    void start(Consumer<String> progress) throws IOException, SQLException, InterruptedException {
        progress.accept("PostgreSQL: initialising");
        initialise();
        progress.accept("PostgreSQL: starting the primary on port " + primary.port());
        primary.start();
        primary.execute("postgres", Map.of(), "CREATE DATABASE " + Logins.DATABASE);
        run(
                "roles.sql",
                Map.of(
                        "tidemark.application_password", logins.application().password(),
                        "tidemark.replication_password", logins.replication().password()));
        for (int number = 1; number <= replicas.size(); number++) {
            run("slot.sql", Map.of("tidemark.slot", slot(number)));
        }
        run("schema.sql", Map.of());
        List<Parallel.Task> starts = new ArrayList<>();
        for (PostgresServer replica : replicas) {
            progress.accept("PostgreSQL: starting the " + replica.name() + " on port " + replica.port());
            starts.add(() -> {
                startStreaming(replica);
                awaitReplica(replica);
            });
        }
        Parallel.run(starts);
    }

    /** {@return the name of a replica's slot, in which PostgreSQL allows no hyphen} */
    private static String slot(int number) {
        return number == 1 ? "replica" : "replica_" + number;
    }

    private void run(String file, Map<String, String> settings) throws IOException, SQLException {
        primary.execute(
                Logins.DATABASE,
                settings,
                Files.readString(places.configuration().resolve(file)));
    }

    /** Initialises all. A replica's directory is a copy of the primary's before its first start, and so complete. */
    private void initialise() throws IOException, SQLException, InterruptedException {
        Path original = places.data().resolve("primary");
        installation.user().give(Files.createDirectories(places.data()));
        initdb(original);
        configure(original);
        Parallel.run(IntStream.rangeClosed(1, replicas.size())
                .mapToObj(number -> (Parallel.Task) () -> makeStandby(original, number))
                .toList());
        installation.user().give(places.data());
    }

    private void makeStandby(Path original, int number) throws IOException {
        Path copy = replica(number).data();
        copy(original, copy);
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(
                copy.resolve("postgresql.auto.conf"),
                "primary_conninfo = " + literal(connectionTo(primary)) + "\nprimary_slot_name = "
                        + literal(slot(number)));
    }

    private void initdb(Path data) throws IOException, InterruptedException {
        Path password = Files.createTempFile(places.data(), "password", "");
        try {
            Files.writeString(password, logins.superuser().password());
            installation.user().give(password);
            children.named("initdb", places.log("initdb"), Process::destroy)
                    .runToEnd(
                            installation.command(
                                    "initdb",
                                    List.of(
                                            "-D",
                                            data.toString(),
                                            "--username=" + logins.superuser().user(),
                                            "--pwfile=" + password,
                                            "--auth=scram-sha-256",
                                            "--encoding=UTF8",
                                            "--locale=C",
                                            // Each start creates the data anew; it need not be durable.
                                            "--no-sync")),
                            TO_INITIALISE);
        } finally {
            Files.delete(password);
        }
    }

    private void configure(Path data) throws IOException {
        for (String name : List.of("primary.conf", "replica.conf")) {
            Files.copy(places.configuration().resolve(name), data.resolve(name));
        }
        Files.writeString(
                data.resolve("pg_hba.conf"),
                Files.readString(places.configuration().resolve("pg_hba.conf")));
    }

    private String connectionTo(PostgresServer server) {
        return "host=127.0.0.1 port=" + server.port()
                + " user=" + literal(logins.replication().user())
                + " password=" + literal(logins.replication().password())
                + " application_name=replica";
    }

    /** {@return the text quoted for a connection string or a configuration file, which have the same rules} */
    private static String literal(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.walkFileTree(from, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes)
                    throws IOException {
                Path made = to.resolve(from.relativize(directory).toString());
                Files.createDirectories(made);
                // PostgreSQL refuses a data directory that other users can read.
                Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
