package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The primary of {@code docker-compose.yml}, run without a container: {@code pg/start-primary.sh} starts Debian's PostgreSQL,
 * with a substitute for the image's entry script. {@link #close} stops it and its replicas.
 */
final class ContainerPrimary implements AutoCloseable {

    private static final Duration TO_START = Duration.ofMinutes(1);

    /** Passwords with characters that the scripts must quote. Payara's data sources restrict the application's password. */
    private static final Logins LOGINS = new Logins(
            new Credentials("postgres", "su per"),
            new Credentials("tidemark", "a_b-C1"),
            new Credentials("replicator", "g'h \\i\"j:k$l"),
            "unused");

    private final Children children = new Children();
    private final PostgresServer.Installation installation;
    private final Path work;
    private final Path place;
    private final Path sockets;
    private final PostgresServer server;
    private final Child process;

    private ContainerPrimary(Path checkout, Path work) throws IOException, InterruptedException {
        Unprivileged user = Unprivileged.choose();
        this.installation = new PostgresServer.Installation(PostgresBinaries.ofDebian(), user);
        this.work = work;
        this.place = user.reachable(work.resolve("volumes"));
        if (!place.startsWith(work)) {
            children.deleteAfterwards(place);
        }
        // The path of a socket has at most 107 bytes.
        this.sockets = Files.createTempDirectory(Path.of("/tmp"), "tidemark-");
        children.deleteAfterwards(sockets);
        user.give(sockets);
        copy(checkout.resolve("pg"), configuration());
        copy(checkout.resolve("src/test/container"), place.resolve("programs"));
        copy(
                checkout.resolve("pg/initialise-primary.sh"),
                Files.createDirectories(place.resolve("initialisation")).resolve("initialise-primary.sh"));
        // In a container the user is "postgres". Here, the permissions of the socket's directory exclude other users.
        Path rules = configuration().resolve("pg_hba.conf");
        Files.writeString(rules, Files.readString(rules).replace(" peer\n", " trust\n"));
        user.give(place);
        int port = Port.anyFree();
        this.server = new PostgresServer(
                installation, children, "no process", log("primary"), "primary.conf", data(), port, LOGINS);
        this.process = children.named("Debian's primary", log("primary"), Process::destroy);
    }

    /** {@return a primary that has not been started} Deletes data and logs of an earlier run in the directory. */
    static ContainerPrimary in(Path checkout, Path work) throws IOException, InterruptedException {
        Directories.delete(work);
        return new ContainerPrimary(checkout, work);
    }

    /** {@return a running primary with a new volume} */
    static ContainerPrimary start(Path checkout, Path work) throws Exception {
        ContainerPrimary primary = in(checkout, work);
        try {
            primary.startAndAwait(Map.of());
            return primary;
        } catch (Throwable failed) {
            primary.close();
            throw failed;
        }
    }

    /**
     * Runs the script without waiting.
     *
     * @param environment variables that differ from the defaults
     */
    void start(Map<String, String> environment) throws IOException {
        ProcessBuilder script = script(
                "start-primary.sh",
                List.of(
                        "-p",
                        String.valueOf(server.port()),
                        "-c",
                        "unix_socket_directories=" + sockets,
                        "-c",
                        "fsync=off"));
        script.environment()
                .putAll(Map.of(
                        "PGDATA", data().toString(),
                        "POSTGRES_DB", Logins.DATABASE,
                        "POSTGRES_INITDB_ARGS", "--auth=scram-sha-256 --encoding=UTF8 --locale=C --no-sync",
                        "POSTGRES_PASSWORD", LOGINS.superuser().password(),
                        "DATABASE_PASSWORD", LOGINS.application().password(),
                        "REPLICATION_PASSWORD", LOGINS.replication().password(),
                        "CONFIGURATION", configuration().toString(),
                        "INITIALISATION", place.resolve("initialisation").toString()));
        script.environment().putAll(environment);
        process.start(script);
    }

    /** Runs the script and waits until the superuser can connect. */
    void startAndAwait(Map<String, String> environment) throws IOException, InterruptedException {
        start(environment);
        process.awaitReady(TO_START, () -> "1".equals(server.query("SELECT 1")));
    }

    /** Waits for the end of the script. */
    void awaitEnd() throws InterruptedException {
        Await.until("the end of the script", TO_START, () -> !process.running());
    }

    /** Shuts the server down. */
    void stop() throws InterruptedException {
        process.stop();
    }

    /** Kills the script and all its descendants, as the loss of the machine would. */
    void kill() throws InterruptedException {
        process.killAll();
    }

    /** {@return the result of {@code pg/health.sh primary}} */
    Verdict health() throws IOException, InterruptedException {
        return Verdict.of(script("health.sh", List.of("primary")));
    }

    /** {@return a replica that has never been started, with a separate volume} */
    ContainerReplica replica(String name) throws IOException, InterruptedException {
        Path volume = directory(name);
        Path replicaSockets = Files.createDirectories(sockets.resolve(name.substring(0, Math.min(20, name.length()))));
        installation.user().give(volume);
        installation.user().give(replicaSockets);
        return new ContainerReplica(this, volume, replicaSockets, log(name), Port.anyFree());
    }

    /** {@return a directory that the scripts can access} */
    Path directory(String name) throws IOException {
        return Files.createDirectories(place.resolve(name));
    }

    /** {@return a process that runs a script of {@code pg/} against this server, with PostgreSQL's programs on its path} */
    ProcessBuilder script(String name, List<String> arguments) {
        List<String> command = Stream.concat(
                        Stream.of(configuration().resolve(name).toString()), arguments.stream())
                .toList();
        ProcessBuilder builder = new ProcessBuilder(installation.user().command(command));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("PGHOST", sockets.toString());
        builder.environment().put("PGPORT", String.valueOf(server.port()));
        builder.environment().put("PATH", path());
        return builder;
    }

    /** {@return the path on which the scripts find programs} */
    String path() {
        return place.resolve("programs") + ":" + programs() + ":" + System.getenv("PATH");
    }

    Path programs() {
        return installation.binaries().home().resolve("bin");
    }

    /** {@return the server as its clients see it, which cannot be started or stopped} */
    PostgresServer server() {
        return server;
    }

    Logins logins() {
        return LOGINS;
    }

    Children children() {
        return children;
    }

    /** {@return the complete output} */
    String output() throws IOException {
        return Files.readString(log("primary"));
    }

    /** {@return the data directory, two levels below the volume as in the image} */
    Path data() {
        return place.resolve("primary/18/docker");
    }

    Path configuration() {
        return place.resolve("pg");
    }

    private Path log(String name) {
        return work.resolve(name + ".log");
    }

    private static void copy(Path from, Path to) throws IOException {
        if (!Files.isDirectory(from)) {
            Files.copy(from, to, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
            return;
        }
        Files.createDirectories(to);
        Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwxr-xr-x"));
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                copy(file, to.resolve(from.relativize(file)));
            }
        }
    }

    @Override
    public void close() {
        children.close();
    }
}
