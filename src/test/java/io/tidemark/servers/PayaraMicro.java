package io.tidemark.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** Payara Micro with one application at the context root, beside a set of servers and stopped before them. */
public final class PayaraMicro {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration TO_FREE_PORT = Duration.ofSeconds(20);
    private static final Duration TO_ANSWER = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TO_ANSWER).build();
    private final Servers servers;
    private final Programs programs;
    private final Application application;
    private final Path work;
    private final Path log;
    private final Child process;

    /**
     * What it consists of.
     *
     * @param server {@code payara-micro.jar}
     * @param driver PostgreSQL's JDBC driver
     */
    public record Programs(Path server, Path driver) {}

    /**
     * What runs on it.
     *
     * @param unpacked the WAR's content
     * @param resources the commands that make its data sources
     */
    public record Application(Path unpacked, Path resources) {}

    /**
     * A server that has not been started.
     *
     * @param servers the set that it uses
     * @param name of its log and its directory in the set's work directory
     */
    public PayaraMicro(Servers servers, Programs programs, Application application, String name) {
        this.servers = servers;
        this.programs = programs;
        this.application = application;
        this.work = servers.place().work().resolve(name);
        this.log = servers.place().work().resolve(name + ".log");
        this.process = servers.children().named("Payara Micro", log, Process::destroy);
    }

    /**
     * Starts it, and waits until a request for the path is answered with 200.
     *
     * <p>If that fails it may still run: until it is stopped, or the set is.
     *
     * @param environment what it gets besides the addresses and passwords of the servers
     * @param path begins with a slash
     * @throws IllegalStateException with the end of its log, if it ends, or calls itself ready and answers otherwise
     */
    public void start(Map<String, String> environment, String path) throws IOException, InterruptedException {
        awaitPort();
        Files.createDirectories(work);
        ProcessBuilder builder = new ProcessBuilder(command());
        builder.environment().putAll(servers.environment());
        builder.environment().putAll(environment);
        process.start(builder);
        HttpRequest request =
                HttpRequest.newBuilder(uri().resolve(path)).timeout(TO_ANSWER).build();
        process.awaitReady(TO_START, () -> {
            // In this order: an answer that was asked for after the server called itself ready is final.
            boolean started = Files.readString(log).contains(" ready in ");
            int status = status(request);
            if (started && status != OK) {
                throw new Await.GivenUp("Payara Micro is ready, but answers " + status + " to " + request.uri());
            }
            return status == OK;
        });
    }

    /** Another server of the same tests may still be on its way out, and answer in the place of this one. */
    private void awaitPort() throws InterruptedException {
        Await.until("a free port " + servers.http().number(), TO_FREE_PORT, () -> {
            servers.http().requireFree();
            return true;
        });
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It starts in half the time so, and runs well enough for a demonstration.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                // It unpacks itself there.
                "-Djava.io.tmpdir=" + work,
                "-jar",
                programs.server().toString(),
                "--nocluster",
                "--disablephonehome",
                "--port",
                String.valueOf(servers.http().number()),
                "--addLibs",
                programs.driver().toString(),
                "--prebootcommandfile",
                servers.place()
                        .checkout()
                        .resolve("server-config/payara/preboot.asadmin")
                        .toString(),
                "--postbootcommandfile",
                application.resources().toString(),
                "--deploy",
                application.unpacked().toString(),
                "--contextroot",
                "/");
    }

    /** The answer's status; 0 if there is none yet. */
    private int status(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** Stops it. Does nothing if it is not running. */
    public void stop() throws InterruptedException {
        process.stop();
    }

    /** Whether its process exists. */
    public boolean running() {
        return process.running();
    }

    /** Where the application is. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + servers.http().number() + "/");
    }

    /** Where its output goes. */
    public Path log() {
        return log;
    }
}
