package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * A set of servers on loopback: a PostgreSQL primary with its streaming replica, and Redis; an
 * {@link ApplicationServer} may join
 * it. All start empty. Closing stops everything that was started, and so does the end of the JVM.
 */
public final class Servers implements AutoCloseable {

    /** What signs clients' positions; no secret. */
    private static final String TOKEN_KEY = "for-tests-for-tests-for-tests-for-tests";

    private final Children children = new Children();
    private final Place place;
    private final Ports ports;
    private final Logins logins;
    private final PostgresCluster postgres;
    private final RedisServer redis;

    /**
     * Where a set finds and keeps its files.
     *
     * @param checkout the project's directory, with {@code pg} and {@code server-config}
     * @param programs where unpacked programs stay from one run to the next
     * @param work where data and logs go; what an earlier run left there is deleted
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
     * Starts a set and returns when all of it is ready and the replica has everything; if any of it fails, stops what was
     * started.
     *
     * @param progress is told what is being done, in lines for a person
     * @throws IllegalStateException before anything is started, if a port is taken
     */
    public static Servers start(Place place, Ports ports, Logins logins, Consumer<String> progress) throws Exception {
        return start(place, ports, logins, RedisServer.Start.with(List.of()), progress);
    }

    /** The same with a Redis that does not take commands by which a client writes files or loads code. */
    public static Servers startForDemo(Place place, Ports ports, Logins logins, Consumer<String> progress)
            throws Exception {
        return start(place, ports, logins, RedisServer.Start.withoutAdministration(), progress);
    }

    private static Servers start(
            Place place, Ports ports, Logins logins, RedisServer.Start redisStart, Consumer<String> progress)
            throws Exception {
        ports.requireFree();
        Directories.delete(place.work());
        Files.createDirectories(place.work());
        progress.accept("PostgreSQL: unpacking, if this is the first time");
        Servers servers = new Servers(place, ports, logins, redisStart);
        try {
            servers.startAll(progress);
            return servers;
        } catch (Throwable failed) {
            servers.close();
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

    /** The primary and its replica. */
    public PostgresCluster postgres() {
        return postgres;
    }

    /** The primary. */
    public PostgresServer primary() {
        return postgres.primary();
    }

    /** The replica. */
    public PostgresServer replica() {
        return postgres.replica();
    }

    /** The store of the marks. */
    public RedisServer redis() {
        return redis;
    }

    /** Keeps the replica from applying what it receives, and returns when it has stopped. */
    public void pauseReplay() throws SQLException, InterruptedException {
        postgres.pauseReplay();
    }

    /** Lets the replica apply again; it may be applying already. */
    public void resumeReplay() throws SQLException {
        postgres.resumeReplay();
    }

    /**
     * Makes a role and a database of its own, both of this name, which is the role's password as well.
     *
     * @throws IllegalArgumentException if it is no plain name
     * @throws SQLException if there is one already
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

    /** The environment from which an application server, and the application, takes addresses and passwords. */
    public Map<String, String> environment() {
        return Map.of(
                "PRIMARY_HOST", "127.0.0.1",
                "PRIMARY_PORT", String.valueOf(primary().port()),
                "REPLICA_HOST", "127.0.0.1",
                "REPLICA_PORT", String.valueOf(replica().port()),
                "DATABASE_NAME", Logins.DATABASE,
                "DATABASE_USER", logins.application().user(),
                "DATABASE_PASSWORD", logins.application().password(),
                "TIDEMARK_REDIS_URI", redis.uri().toString(),
                "TIDEMARK_TOKEN_KEY", TOKEN_KEY);
    }

    /**
     * Tells the end of the JVM from a failure.
     *
     * @throws Stopping if the set is being stopped, or has been
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
