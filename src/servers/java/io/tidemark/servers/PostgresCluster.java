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
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A primary and its streaming replica, new and empty, configured by the files of {@code pg/}: these are copied into the
 * data directories; what is passed from outside is ports, paths, addresses and passwords.
 */
public final class PostgresCluster {

    private static final Duration TO_INITIALISE = Duration.ofMinutes(1);
    private static final Duration TO_REPLICATE = Duration.ofSeconds(30);

    private final PostgresServer.Installation installation;
    private final Children children;
    private final Places places;
    private final Logins logins;
    private final PostgresServer primary;
    private final PostgresServer replica;

    /**
     * Where things are.
     *
     * @param configuration the checkout's {@code pg}
     * @param data the parent of the data directories, which PostgreSQL's user can reach
     * @param logs where the logs go
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
        this.primary = server("primary", ports.primary());
        this.replica = server("replica", ports.replica());
    }

    private PostgresServer server(String name, Port port) {
        return new PostgresServer(
                installation,
                children,
                name,
                places.log(name),
                name + ".conf",
                places.data().resolve(name),
                port.number(),
                logins);
    }

    /** The server that is written to. */
    public PostgresServer primary() {
        return primary;
    }

    /** The server that follows. */
    public PostgresServer replica() {
        return replica;
    }

    /** Makes another replica of the primary; returns when it streams. Without a slot: it keeps up here. */
    public PostgresServer addReplica(Port port) throws IOException, SQLException, InterruptedException {
        return copy(replica, port, primary);
    }

    /** Makes a copy of a server, which is stopped for it and started again, and has it follow one. */
    public PostgresServer copy(PostgresServer original, Port port, PostgresServer of)
            throws IOException, SQLException, InterruptedException {
        String name = "replica-" + port.number();
        Path data = places.data().resolve(name);
        original.stop();
        copy(original.data(), data);
        installation.user().give(data);
        original.start();
        PostgresServer added = new PostgresServer(
                installation, children, name, places.log(name), "replica.conf", data, port.number(), logins);
        follow(added, of);
        return added;
    }

    /** Starts a server that does not run, as a standby of another; returns when it streams. */
    public void follow(PostgresServer standby, PostgresServer of)
            throws IOException, SQLException, InterruptedException {
        standby.follow(literal(connectionTo(of)));
        standby.start();
        Await.until("the standby's stream", TO_REPLICATE, () -> "streaming"
                .equals(standby.query("SELECT status FROM pg_stat_wal_receiver")));
    }

    /** Keeps the replica from applying what it receives, and returns when it has stopped. */
    public void pauseReplay() throws SQLException, InterruptedException {
        pauseReplay(replica);
    }

    /** The same of any standby. */
    public void pauseReplay(PostgresServer standby) throws SQLException, InterruptedException {
        standby.execute("SELECT pg_wal_replay_pause()");
        Await.until("the pause of replay", TO_REPLICATE, () -> "paused"
                .equals(standby.query("SELECT pg_get_wal_replay_pause_state()")));
    }

    /** Lets the replica apply again. */
    public void resumeReplay() throws SQLException {
        replica.execute("SELECT pg_wal_replay_resume()");
    }

    /** Returns when the replica shows all that had been committed when this was called. */
    public void awaitReplica() throws SQLException, InterruptedException {
        // "Flushed", not "inserted": the insert position of an idle server may be one that no replica ever reaches.
        String flushed = primary.query("SELECT pg_current_wal_flush_lsn()");
        Await.until("the replica's replay of " + flushed, TO_REPLICATE, () -> "t"
                .equals(replica.query("SELECT pg_last_wal_replay_lsn() >= '" + flushed + "'::pg_lsn")));
    }

    /** Makes both from nothing and starts them; returns when the replica streams and has everything. */
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
        run("slot.sql", Map.of());
        run("schema.sql", Map.of());
        progress.accept("PostgreSQL: starting the replica on port " + replica.port());
        replica.start();
        Await.until("the replica's stream from the primary", TO_REPLICATE, () -> "streaming"
                .equals(replica.query("SELECT status FROM pg_stat_wal_receiver")));
        awaitReplica();
    }

    private void run(String file, Map<String, String> settings) throws IOException, SQLException {
        primary.execute(
                Logins.DATABASE,
                settings,
                Files.readString(places.configuration().resolve(file)));
    }

    /** The replica's directory is a copy of the primary's before its first start: nothing can be missing. */
    private void initialise() throws IOException, InterruptedException {
        Path original = places.data().resolve("primary");
        Path copy = places.data().resolve("replica");
        installation.user().give(Files.createDirectories(places.data()));
        initdb(original);
        configure(original);
        copy(original, copy);
        Files.createFile(copy.resolve("standby.signal"));
        Files.writeString(copy.resolve("postgresql.auto.conf"), "primary_conninfo = " + literal(connectionTo(primary)));
        installation.user().give(places.data());
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
                                            // Data that is made anew at each start need not survive a power cut now.
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

    /** Quoted alike in a connection string and in a configuration file. */
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
                // PostgreSQL refuses a data directory that others can read.
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
