package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A set of servers on loopback: a PostgreSQL primary with its streaming replicas, and Redis. An application server can be added.
 * All start empty. {@link #close} and the end of the JVM stop every server of the set.
 */
public final class Servers implements AutoCloseable {

    /** The key that signs clients' positions, which is not secret here. */
    private static final String TOKEN_KEY = "for-tests-for-tests-for-tests-for-tests";

    private final Children children = new Children();
    private final Place place;
    private final Ports ports;
    private final Logins logins;
    private final PostgresCluster postgres;
    private final RedisServer redis;

    /**
     * The directories of a set.
     *
     * @param checkout the project's directory, with {@code pg}. An application server also needs {@code server-config}
     * @param programs the directory for unpacked programs, kept for the next run
     * @param work the directory for data and logs. Files of an earlier run are deleted
     */
    public record Place(Path checkout, Path programs, Path work) {}

    private Servers(Place place, Ports ports, Logins logins, RedisServer.Start redisStart)
            throws IOException, InterruptedException {
        this.place = place;
        this.ports = ports;
        this.logins = logins;
        Unprivileged user = Unprivileged.choose();
        PostgresBinaries binaries = PostgresBinaries.below(reachable(place.programs(), user));
        Path data = reachable(place.work().resolve("postgresql"), user);
        this.postgres = new PostgresCluster(
                new PostgresServer.Installation(binaries, user),
                children,
                new PostgresCluster.Places(place.checkout().resolve("pg"), data, place.work()),
                ports,
                logins);
        this.redis = new RedisServer(
                children,
                place.work().resolve("redis"),
                place.work().resolve("redis.log"),
                ports.redis().number(),
                logins.redisPassword(),
                RedisServer.Persistence.NONE,
                redisStart);
    }

    private Path reachable(Path wanted, Unprivileged user) throws IOException {
        Path reached = user.reachable(wanted);
        if (!reached.equals(wanted)) {
            children.deleteAfterwards(reached);
        }
        return reached;
    }

    /**
     * Starts a set and returns when all servers are ready and each replica has caught up. After a failure, stops the servers
     * that were started.
     *
     * @param progress accepts lines about the progress
     * @throws IllegalStateException if a port is taken, before any server is started
     */
    public static Servers start(Place place, Ports ports, Logins logins, Consumer<String> progress) throws Exception {
        return start(place, ports, logins, RedisServer.Start.with(List.of()), progress);
    }

    /** Starts a set whose Redis rejects the commands by which a client could write files or load code. */
    public static Servers startForDemo(Place place, Ports ports, Logins logins, Consumer<String> progress)
            throws Exception {
        return start(place, ports, logins, RedisServer.Start.withoutAdministration(), progress);
    }

    /**
     * Starts a set in a directory that is deleted when all of its servers have stopped.
     *
     * @param directory has {@code pg}
     * @param programs the directory for unpacked programs
     */
    public static Servers startTemporary(Path directory, Path programs, Ports ports, Logins logins) throws Exception {
        Place place = new Place(directory, programs, directory.resolve("work"));
        Servers servers = prepare(place, ports, logins, RedisServer.Start.with(List.of()));
        servers.children.deleteAfterwards(directory);
        return servers.started(line -> {});
    }

    private static Servers start(
            Place place, Ports ports, Logins logins, RedisServer.Start redisStart, Consumer<String> progress)
            throws Exception {
        progress.accept("PostgreSQL: unpacking, if this is the first time");
        return prepare(place, ports, logins, redisStart).started(progress);
    }

    private static Servers prepare(Place place, Ports ports, Logins logins, RedisServer.Start redisStart)
            throws IOException, InterruptedException {
        ports.requireFree();
        Directories.delete(place.work());
        Files.createDirectories(place.work());
        return new Servers(place, ports, logins, redisStart);
    }

    private Servers started(Consumer<String> progress) throws Exception {
        try {
            startAll(progress);
            return this;
        } catch (Throwable failed) {
            close();
            throw failed;
        }
    }

    private void startAll(Consumer<String> progress) throws Exception {
        progress.accept("Redis: starting on port " + redis.port());
        CompletableFuture<Void> beside =
                CompletableFuture.runAsync(this::startRedis, command -> new Thread(command, "start-redis").start());
        postgres.start(progress);
        try {
            beside.join();
        } catch (CompletionException failed) {
            throw failed.getCause() instanceof Exception cause ? cause : failed;
        }
    }

    private void startRedis() {
        try {
            redis.start();
        } catch (IOException failed) {
            throw new CompletionException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new CompletionException(interrupted);
        }
    }

    /** {@return the primary and its replicas} */
    public PostgresCluster postgres() {
        return postgres;
    }

    /** {@return the primary} */
    public PostgresServer primary() {
        return postgres.primary();
    }

    /** {@return the first replica} */
    public PostgresServer replica() {
        return postgres.replica();
    }

    /** {@return a replica by its number, which begins with 1} */
    public PostgresServer replica(int number) {
        return postgres.replica(number);
    }

    /** {@return the store of marks} */
    public RedisServer redis() {
        return redis;
    }

    /** Pauses the first replica's replay, and returns when it is paused. */
    public void pauseReplay() throws SQLException, InterruptedException {
        postgres.pauseReplay();
    }

    /** Resumes the first replica's replay. Has no effect if it is not paused. */
    public void resumeReplay() throws SQLException {
        postgres.resumeReplay();
    }

    /**
     * Creates a role and its database. The name of both is also the password.
     *
     * @throws IllegalArgumentException if the name is not plain
     * @throws SQLException if one of them exists
     */
    public void addDatabase(String name) throws SQLException {
        if (!name.matches("[a-z][a-z0-9_]{0,62}")) {
            throw new IllegalArgumentException(
                    "'" + name + "' is no name for a database; expected up to 63 of a-z, 0-9, _, a letter first");
        }
        primary().execute("CREATE ROLE " + name + " LOGIN PASSWORD '" + name + "'");
        primary().execute("GRANT pg_read_all_stats TO " + name);
        primary().execute("CREATE DATABASE " + name + " OWNER " + name);
    }

    /** Runs SQL on the primary as the superuser, in the application's database. */
    public void onPrimary(String sql) throws SQLException {
        primary().execute(sql);
    }

    /** {@return the environment variables with the addresses and passwords for an application server and its application} */
    public Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(Map.of(
                "PRIMARY_HOST", "127.0.0.1",
                "PRIMARY_PORT", String.valueOf(primary().port()),
                "DATABASE_NAME", Logins.DATABASE,
                "DATABASE_USER", logins.application().user(),
                "DATABASE_PASSWORD", logins.application().password(),
                "TIDEMARK_REDIS_URI", redis.uri().toString(),
                "TIDEMARK_TOKEN_KEY", TOKEN_KEY));
        for (int number = 1; number <= postgres.replicas().size(); number++) {
            String replica = number == 1 ? "REPLICA_" : "REPLICA_" + number + "_";
            environment.put(replica + "HOST", "127.0.0.1");
            environment.put(replica + "PORT", String.valueOf(replica(number).port()));
        }
        return Map.copyOf(environment);
    }

    /**
     * Distinguishes the end of the JVM from a failure.
     *
     * @throws Stopping if the set is being stopped or has been stopped
     */
    public void failIfStopping() throws InterruptedException {
        if (children.closing()) {
            throw new Stopping();
        }
    }

    Children children() {
        return children;
    }

    Place place() {
        return place;
    }

    Port http() {
        return ports.http();
    }

    @Override
    public void close() {
        children.close();
    }
}
