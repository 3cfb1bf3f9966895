package io.tidemark.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * An application server for deployments and undeployments at run time. It is the product that the build has chosen, uses a set
 * of servers, and is stopped before them.
 */
public final class DeploymentServer {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration TO_DEPLOY = Duration.ofMinutes(2);

    private final Servers servers;
    private final ServerKind kind;
    private final Path work;
    private final Path log;
    private final Path applications;
    private final ServerKind.Start start;
    private final Child process;

    private DeploymentServer(Servers servers, ServerKind kind, String name, ServerKind.Start start) {
        this.servers = servers;
        this.kind = kind;
        this.work = servers.place().work().resolve(name);
        this.log = servers.place().work().resolve(name + ".log");
        this.applications = work.resolve("deployments");
        this.start = start;
        this.process = servers.children().named(kind.toString(), log, Process::destroy);
    }

    /**
     * {@return a server that has not been started}
     *
     * @param name the name of its log and of its directory in the set's work directory
     */
    public static DeploymentServer ofBuild(Servers servers, String name) throws IOException {
        return ofBuild(servers, name, DataSources.AS_CONFIGURED);
    }

    /**
     * {@return a server with several kinds of data sources, which has not been started}
     *
     * @param name the name of its log and of its directory in the set's work directory
     * @param usual the kind with the usual names
     * @param more the kinds whose names have a {@linkplain DataSources#suffix suffix}
     */
    public static DeploymentServer ofBuild(Servers servers, String name, DataSources usual, DataSources... more)
            throws IOException {
        ServerKind.Start start =
                new ServerKind.Start(Port.anyFree(), Port.anyFree(), usual, List.of(more), ServerKind.Start.FOR_TESTS);
        return new DeploymentServer(servers, ServerKind.ofBuild(), name, start);
    }

    /**
     * {@return a server of a kind with the data sources of the set's replicas, which has not been started}
     *
     * @param kind the qualifier of the kind in {@code arquillian.xml}
     * @param name the name of its log and of its directory in the set's work directory
     * @param jvm options of the JVM
     */
    public static DeploymentServer of(Servers servers, String kind, String name, List<String> jvm) throws IOException {
        ServerKind.Start start =
                new ServerKind.Start(Port.anyFree(), Port.anyFree(), DataSources.of(servers), List.of(), jvm);
        return new DeploymentServer(servers, ServerKind.named(kind), name, start);
    }

    /**
     * Starts the server without applications, and waits until it is ready.
     *
     * @param without variables of the tests' environment to omit
     */
    public void start(String... without) throws IOException, InterruptedException {
        start(Map.of(), without);
    }

    /**
     * Starts the server without applications, and waits until it is ready.
     *
     * @param environment variables in addition to those of the tests, or replacing them
     * @param without variables of the tests' environment to omit
     */
    public void start(Map<String, String> environment, String... without) throws IOException, InterruptedException {
        Files.createDirectories(applications);
        ProcessBuilder builder = new ProcessBuilder(kind.command(servers.place(), work, start));
        builder.environment().putAll(servers.environment());
        builder.environment().putAll(environment);
        List.of(without).forEach(builder.environment()::remove);
        process.start(builder);
        process.awaitReady(TO_START, () -> Files.readString(log).contains(kind.ready()));
    }

    /**
     * Deploys an archive under its file's name.
     *
     * @throws IllegalStateException with the end of the server's log, if the deployment fails
     */
    public void deploy(Path archive) throws IOException, InterruptedException {
        if (!tryToDeploy(archive)) {
            throw new IllegalStateException("Deploying " + archive.getFileName() + " failed" + process.tail());
        }
    }

    /** {@return whether the archive, which is deployed under its file name, could be deployed} */
    public boolean tryToDeploy(Path archive) throws IOException, InterruptedException {
        String name = archive.getFileName().toString();
        // One atomic step, since the server may scan at any time.
        Path whole = Files.copy(archive, work.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        Files.deleteIfExists(mark(name, ".undeployed"));
        Files.deleteIfExists(mark(name, ".failed"));
        Files.move(whole, applications.resolve(name), StandardCopyOption.ATOMIC_MOVE);
        Await.until("deploying " + name, TO_DEPLOY, () -> marked(name, ".deployed") || marked(name, ".failed"));
        if (marked(name, ".deployed")) {
            return true;
        }
        Files.delete(applications.resolve(name));
        return false;
    }

    /**
     * Undeploys the archive with a file name.
     *
     * @throws IllegalStateException with the end of the server's log, if that takes too long; or if it is not deployed
     */
    public void undeploy(String name) throws IOException, InterruptedException {
        if (!Files.exists(applications.resolve(name))) {
            throw new IllegalStateException(name + " is not deployed");
        }
        try {
            Await.until("undeploying " + name, TO_DEPLOY, () -> {
                // Each time, since a scan that is running may write it again.
                Files.deleteIfExists(mark(name, ".deployed"));
                return marked(name, ".undeployed");
            });
        } catch (IllegalStateException late) {
            throw new IllegalStateException(late.getMessage() + process.tail(), late);
        }
        Files.delete(applications.resolve(name));
    }

    /**
     * Adds the data source of another replica, as an operator would. Its address comes from the server's environment, for
     * example from {@code REPLICA_3_PORT}.
     *
     * @param number the number at the end of its JNDI name
     */
    public void addReplica(int number) throws IOException, InterruptedException {
        kind.administer(kind.toAddReplica(servers.place().checkout(), number), work, start);
    }

    /** Removes the data source of a replica, as an operator would. */
    public void removeReplica(int number) throws IOException, InterruptedException {
        kind.administer(kind.toRemoveReplica(number), work, start);
    }

    /** Runs commands of the server's own language, as an operator would. */
    public void administer(List<String> commands) throws IOException, InterruptedException {
        kind.administer(commands, work, start);
    }

    private boolean marked(String name, String mark) {
        return Files.exists(mark(name, mark));
    }

    private Path mark(String name, String mark) {
        return applications.resolve(name + mark);
    }

    /** {@return the address of an application, with a slash at the end} */
    public URI uri(String application) {
        return URI.create("http://127.0.0.1:" + start.http() + "/" + application + "/");
    }

    /** {@return the parent address of {@code health/ready} and {@code health/live}} */
    public URI health() {
        return URI.create("http://127.0.0.1:" + kind.health(start) + "/");
    }

    /** {@return the process id of its JVM} */
    public long pid() {
        return process.pid();
    }

    /** {@return the log so far} */
    public String log() {
        try {
            return Files.readString(log);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Stops the server. Has no effect if it is not running. */
    public void stop() throws InterruptedException {
        process.stop();
    }
}
