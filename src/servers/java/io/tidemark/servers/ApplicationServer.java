package io.tidemark.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;

/** An application server with one application at the context root. It uses a set of servers and is stopped before them. */
public final class ApplicationServer {

    private static final Duration TO_START = Duration.ofMinutes(3);
    private static final Duration TO_FREE_PORT = Duration.ofSeconds(20);
    private static final Duration TO_ANSWER = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(TO_ANSWER).build();
    private final Servers servers;
    private final Product product;
    private final Port http;
    private final Path work;
    private final Path log;
    private final Child process;

    /**
     * Describes a server that has not been started.
     *
     * @param servers the set that it uses
     * @param http the port for HTTP
     * @param name the name of its log and of its directory in the set's work directory
     */
    ApplicationServer(Servers servers, Product product, Port http, String name) {
        this.servers = servers;
        this.product = product;
        this.http = http;
        this.work = unpackable(servers.place().work().resolve(name));
        this.log = servers.place().work().resolve(name + ".log");
        this.process = servers.children().named(product.name(), log, Process::destroy);
    }

    /** {@return a directory with an ASCII path} Payara cannot read its schemas below a path with other letters. */
    private Path unpackable(Path wanted) {
        if (StandardCharsets.US_ASCII.newEncoder().canEncode(wanted.toString())) {
            return wanted;
        }
        try {
            Path temporary = Files.createTempDirectory("tidemark-");
            servers.children().deleteAfterwards(temporary);
            return temporary;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** {@return Payara Micro on the set's port for HTTP} */
    public static ApplicationServer payaraMicro(
            Servers servers, PayaraMicro.Programs programs, Path application, String name) {
        DataSources dataSources = DataSources.of(servers);
        PayaraMicro product = new PayaraMicro(servers.place().checkout(), programs, application, dataSources);
        return new ApplicationServer(servers, product, servers.http(), name);
    }

    /**
     * Starts the server and waits until a request for the path is answered with 200.
     *
     * <p>After a failure the server may still run, until it or the set is stopped.
     *
     * @param environment variables in addition to the addresses and passwords of the servers, or replacing them
     * @param path a path that begins with a slash
     * @throws IllegalStateException with the end of the log, if the server ends, or has started and answers otherwise
     */
    public void start(Map<String, String> environment, String path) throws IOException, InterruptedException {
        awaitPort();
        Directories.delete(work);
        Files.createDirectories(work);
        ProcessBuilder builder = product.command(work, http);
        builder.environment().putAll(servers.environment());
        builder.environment().putAll(environment);
        process.start(builder);
        HttpRequest request =
                HttpRequest.newBuilder(uri().resolve(path)).timeout(TO_ANSWER).build();
        process.awaitReady(TO_START, () -> {
            // The order matters: the answer to a request is final if the server had settled before the request.
            boolean settled = product.settled(work, log);
            int status = status(request);
            if (settled && status != OK) {
                throw new Await.GivenUp(
                        product.name() + " has started, but answers " + status + " to " + request.uri());
            }
            return status == OK;
        });
    }

    /** Waits until the port is free. Another server of the same tests may still be stopping and would answer instead. */
    private void awaitPort() throws InterruptedException {
        Await.until("a free port " + http.number(), TO_FREE_PORT, () -> {
            http.requireFree();
            return true;
        });
    }

    /** {@return the status of the answer; 0 if there is no answer yet} */
    private int status(HttpRequest request) throws InterruptedException {
        try {
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException notYet) {
            return 0;
        }
    }

    /** Stops the server. Has no effect if it is not running. */
    public void stop() throws InterruptedException {
        process.stop();
    }

    /** Kills the server as a crash would, and sets its log aside. Has no effect if it is not running. */
    public void kill() throws IOException, InterruptedException {
        if (!running()) {
            return;
        }
        process.killAll();
        // The readiness of the next start is read in a log of its own.
        Path aside = log.resolveSibling(log.getFileName() + ".killed");
        Files.write(aside, Files.readAllBytes(log), StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        Files.delete(log);
    }

    /** {@return whether the process exists} */
    public boolean running() {
        return process.running();
    }

    /** {@return the process id of its JVM} A product's script or launcher may have started it. */
    public long pid() {
        ProcessHandle started = ProcessHandle.of(process.pid()).orElseThrow();
        return started.descendants()
                .filter(each -> each.children().findAny().isEmpty())
                .findFirst()
                .orElse(started)
                .pid();
    }

    /** {@return the address of the application} */
    public URI uri() {
        return http.uri();
    }

    /** {@return the parent address of {@code health/ready} and {@code health/live}} */
    public URI health() {
        return product.health(http);
    }

    /** {@return the file with the output} */
    public Path log() {
        return log;
    }
}
