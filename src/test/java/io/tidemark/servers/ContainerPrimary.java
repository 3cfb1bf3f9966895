package io.tidemark.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The primary of {@code docker-compose.yml} without a container: Debian's PostgreSQL, initialised as the image's entry
 * script does it, and then by {@code pg/initialise-primary.sh}. Closing stops it and the replicas made from it.
 */
final class ContainerPrimary implements AutoCloseable {

    private static final Duration TO_INITIALISE = Duration.ofMinutes(1);

    /** What the scripts must quote, in passwords. */
    private static final Logins LOGINS = new Logins(
            new Credentials("postgres", "su per"),
            new Credentials("tidemark", "a'b \\c\"d:e$f"),
            new Credentials("replicator", "g'h \\i\"j:k$l"),
            "unused");

    private final Children children = new Children();
    private final PostgresServer.Installation installation;
    private final Path work;
    private final Path place;
    private final PostgresServer server;

    private ContainerPrimary(Path checkout, Path work) throws IOException, InterruptedException {
        Unprivileged user = Unprivileged.choose();
        this.installation = new PostgresServer.Installation(PostgresBinaries.ofDebian(), user);
        this.work = work;
        this.place = user.reachable(work.resolve("volumes"));
        if (!place.startsWith(work)) {
            children.deleteAfterwards(place);
        }
        copy(checkout.resolve("pg"), configuration());
        user.give(place);
        this.server = new PostgresServer(
                installation,
                children,
                "Debian's primary",
                log("primary"),
                "primary.conf",
                place.resolve("primary"),
                Port.anyFree(),
                LOGINS);
    }

    /**
     * Makes it from nothing, and starts it.
     *
     * @param checkout the project's directory
     * @param work where data and logs go; what an earlier run left there is deleted
     */
    static ContainerPrimary start(Path checkout, Path work) throws Exception {
        Directories.delete(work);
        ContainerPrimary primary = new ContainerPrimary(checkout, work);
        try {
            primary.initialise();
            return primary;
        } catch (Throwable failed) {
            primary.close();
            throw failed;
        }
    }

    private void initialise() throws IOException, SQLException, InterruptedException {
        Path data = place.resolve("primary");
        Path password = place.resolve("password");
        Files.writeString(password, LOGINS.superuser().password());
        installation.user().give(place);
        run(
                "initdb",
                installation.command(
                        "initdb",
                        List.of(
                                "--pgdata=" + data,
                                "--username=postgres",
                                "--pwfile=" + password,
                                "--auth=scram-sha-256",
                                "--encoding=UTF8",
                                "--locale=C",
                                "--no-sync")));
        copy(configuration(), data);
        installation.user().give(data);
        server.start();
        server.execute("postgres", Map.of(), "CREATE DATABASE " + Logins.DATABASE);
        run("initialise-primary", initialisation());
    }

    private ProcessBuilder initialisation() {
        ProcessBuilder script = script("initialise-primary.sh", List.of());
        script.environment()
                .putAll(Map.of(
                        "PGHOST", "127.0.0.1",
                        "PGPORT", String.valueOf(server.port()),
                        "PGPASSWORD", LOGINS.superuser().password(),
                        "POSTGRES_USER", LOGINS.superuser().user(),
                        "POSTGRES_DB", Logins.DATABASE,
                        "DATABASE_PASSWORD", LOGINS.application().password(),
                        "REPLICATION_PASSWORD", LOGINS.replication().password(),
                        "CONFIGURATION", configuration().toString()));
        return script;
    }

    private void run(String name, ProcessBuilder command) throws IOException, InterruptedException {
        children.named(name, log(name), Process::destroy).runToEnd(command, TO_INITIALISE);
    }

    /** A replica that has never been started, with a volume of its own. */
    ContainerReplica replica(String name) throws IOException, InterruptedException {
        Path volume = directory(name);
        installation.user().give(volume);
        return new ContainerReplica(this, volume, log(name), Port.anyFree());
    }

    /** A directory that the scripts can reach. */
    Path directory(String name) throws IOException {
        return Files.createDirectories(place.resolve(name));
    }

    /** How a script of {@code pg/} is run, with PostgreSQL's programs on its path. */
    ProcessBuilder script(String name, List<String> arguments) {
        List<String> command = Stream.concat(
                        Stream.of(configuration().resolve(name).toString()), arguments.stream())
                .toList();
        ProcessBuilder builder = new ProcessBuilder(installation.user().command(command));
        builder.environment().put("LC_ALL", "C");
        builder.environment().merge("PATH", programs().toString(), (path, first) -> first + ":" + path);
        return builder;
    }

    Path programs() {
        return installation.binaries().home().resolve("bin");
    }

    PostgresServer server() {
        return server;
    }

    Logins logins() {
        return LOGINS;
    }

    Children children() {
        return children;
    }

    private Path configuration() {
        return place.resolve("pg");
    }

    private Path log(String name) {
        return work.resolve(name + ".log");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                Files.copy(
                        file,
                        to.resolve(from.relativize(file)),
                        StandardCopyOption.REPLACE_EXISTING,
                        StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    @Override
    public void close() {
        children.close();
    }
}
