package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.postgresql.ds.PGSimpleDataSource;

/** The replica of {@code docker-compose.yml}, run by {@code pg/start-replica.sh} without a container. */
final class ContainerReplica {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ContainerPrimary primary;
    private final Path volume;
    private final Path sockets;
    private final Path log;
    private final int port;
    private final Child process;

    ContainerReplica(ContainerPrimary primary, Path volume, Path sockets, Path log, int port) {
        this.primary = primary;
        this.volume = volume;
        this.sockets = sockets;
        this.log = log;
        this.port = port;
        this.process = primary.children().named("Debian's replica", log, ContainerReplica::end);
    }

    /** Shuts a server down, or ends a script that is still making one, with its descendants. */
    private static void end(Process running) throws InterruptedException {
        if (running.descendants().anyMatch(ContainerReplica::copies)) {
            killAll(running);
        } else {
            running.destroy();
        }
    }

    private static boolean copies(ProcessHandle process) {
        return process.info()
                .command()
                .filter(path -> path.endsWith("/pg_basebackup"))
                .isPresent();
    }

    private static void killAll(Process running) throws InterruptedException {
        List<ProcessHandle> all = Stream.concat(Stream.of(running.toHandle()), running.descendants())
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        Await.until("the end of the copy", PATIENCE, () -> all.stream().noneMatch(ProcessHandle::isAlive));
    }

    /**
     * Runs the script without waiting.
     *
     * @param environment variables that differ from the defaults
     */
    void start(Map<String, String> environment) throws IOException {
        ProcessBuilder script = primary.script(
                "start-replica.sh", List.of("-p", String.valueOf(port), "-c", "unix_socket_directories=" + sockets));
        script.environment()
                .putAll(Map.of(
                        "PGDATA", data().toString(),
                        "PRIMARY_HOST", "127.0.0.1",
                        "PRIMARY_PORT", String.valueOf(primary.server().port()),
                        "REPLICATION_PASSWORD", primary.logins().replication().password()));
        script.environment().putAll(environment);
        process.start(script);
    }

    /** Runs the script and waits until the server answers. */
    void startAndAwait(Map<String, String> environment) throws IOException, InterruptedException {
        start(environment);
        process.awaitReady(PATIENCE, () -> query("SELECT 1").equals("1"));
    }

    /** {@return the result of {@code pg/health.sh replica}} */
    Verdict health() throws IOException, InterruptedException {
        ProcessBuilder script = primary.script("health.sh", List.of("replica"));
        script.environment().put("PGHOST", sockets.toString());
        script.environment().put("PGPORT", String.valueOf(port));
        return Verdict.of(script);
    }

    /** Waits until the replica has replayed all commits of the primary before this call. */
    void awaitPrimary() throws SQLException, InterruptedException {
        String flushed = primary.server().query("SELECT pg_current_wal_flush_lsn()");
        Await.until("the replica's replay of " + flushed, PATIENCE, () -> query(
                        "SELECT pg_last_wal_replay_lsn() >= '" + flushed + "'::pg_lsn")
                .equals("t"));
    }

    /** {@return the process of the script, which becomes the server} */
    ProcessHandle process() {
        return ProcessHandle.of(process.pid()).orElseThrow();
    }

    /** Waits for the end of the script. */
    void awaitEnd() throws InterruptedException {
        Await.until("the end of the script", PATIENCE, () -> !process.running());
    }

    /** Stops the script in any state. */
    void stop() throws InterruptedException {
        process.stop();
    }

    /** {@return the first column of the only row of a query by the superuser} */
    String query(String sql) throws SQLException {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {"127.0.0.1"});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(Logins.DATABASE);
        source.setUser(primary.logins().superuser().user());
        source.setPassword(primary.logins().superuser().password());
        source.setConnectTimeout(2);
        try (Connection connection = source.getConnection();
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(sql)) {
            if (!row.next()) {
                throw new SQLException("No row: " + sql);
            }
            return String.valueOf(row.getString(1));
        }
    }

    /** {@return the file with the password} */
    Path passwords() {
        return volume.resolve("replication.pgpass");
    }

    /** {@return the data directory, two levels below the volume as in the image} */
    Path data() {
        return volume.resolve("18/docker");
    }

    /** {@return the directory where the script collects a base backup} */
    Path unfinished() {
        return volume.resolve("18/docker.unfinished");
    }

    /** {@return the complete output} */
    String output() throws IOException {
        return Files.readString(log);
    }
}
