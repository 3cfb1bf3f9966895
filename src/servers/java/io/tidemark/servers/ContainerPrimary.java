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
 * The primary of {@code docker-compose.yml} without a container: Debian's PostgreSQL, started by
 * {@code pg/start-primary.sh}, with a stand-in for the image's entry script. Closing stops it and the replicas made from
 * it.
 */
final class ContainerPrimary implements AutoCloseable {

    private static final Duration TO_START = Duration.ofMinutes(1);

    /** What the scripts must quote, in passwords. Data sources of Payara restrict the application's. */
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
        // A socket's path has a limit of 107 bytes.
        this.sockets = Files.createTempDirectory(Path.of("/tmp"), "tidemark-");
        children.deleteAfterwards(sockets);
        user.give(sockets);
        copy(checkout.resolve("pg"), configuration());
        copy(checkout.resolve("src/test/container"), place.resolve("programs"));
        copy(
                checkout.resolve("pg/initialise-primary.sh"),
                Files.createDirectories(place.resolve("initialisation")).resolve("initialise-primary.sh"));
        // In a container the user is "postgres". Here, the directory of the socket keeps others away.
        Path rules = configuration().resolve("pg_hba.conf");
        Files.writeString(rules, Files.readString(rules).replace(" peer\n", " trust\n"));
        user.give(place);
        int port = Port.anyFree();
        this.server = new PostgresServer(
                installation, children, "no process", log("primary"), "primary.conf", data(), port, LOGINS);
        this.process = children.named("Debian's primary", log("primary"), Process::destroy);
    }

    /** One that has not been started; what an earlier run left in the directory for its data and logs is deleted. */
    static ContainerPrimary in(Path checkout, Path work) throws IOException, InterruptedException {
        Directories.delete(work);
        return new ContainerPrimary(checkout, work);
    }

    /** One that has been started from nothing. */
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
     * Runs the script, and does not wait.
     *
     * @param environment what is different from the usual
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

    /** Runs the script until the server lets the superuser in. */
    void startAndAwait(Map<String, String> environment) throws IOException, InterruptedException {
        start(environment);
        process.awaitReady(TO_START, () -> "1".equals(server.query("SELECT 1")));
    }

    /** Returns when the script has ended by itself. */
    void awaitEnd() throws InterruptedException {
        Await.until("the end of the script", TO_START, () -> !process.running());
    }

    /** Stops it in an orderly way. */
    void stop() throws InterruptedException {
        process.stop();
    }

    /** Kills the script with all that it has started, as the loss of the machine would. */
    void kill() throws InterruptedException {
        process.killAll();
    }

    /** What {@code pg/health.sh primary} says of it. */
    Verdict health() throws IOException, InterruptedException {
        return Verdict.of(script("health.sh", List.of("primary")));
    }

    /** A replica that has never been started, with a volume of its own. */
    ContainerReplica replica(String name) throws IOException, InterruptedException {
        Path volume = directory(name);
        Path replicaSockets = Files.createDirectories(sockets.resolve(name.substring(0, Math.min(20, name.length()))));
        installation.user().give(volume);
        installation.user().give(replicaSockets);
        return new ContainerReplica(this, volume, replicaSockets, log(name), Port.anyFree());
    }

    /** A directory that the scripts can reach. */
    Path directory(String name) throws IOException {
        return Files.createDirectories(place.resolve(name));
    }

    /** How a script of {@code pg/} is run, with PostgreSQL's programs on its path, against this server. */
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

    /** Where the scripts find programs. */
    String path() {
        return place.resolve("programs") + ":" + programs() + ":" + System.getenv("PATH");
    }

    Path programs() {
        return installation.binaries().home().resolve("bin");
    }

    /** As its clients see it: it cannot be started or stopped. */
    PostgresServer server() {
        return server;
    }

    Logins logins() {
        return LOGINS;
    }

    Children children() {
        return children;
    }

    /** All that it has printed. */
    String output() throws IOException {
        return Files.readString(log("primary"));
    }

    /** Where the image has it: two levels below the volume. */
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
