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
import java.time.Duration;
import java.util.Map;

/** An application server with one application at the context root, beside a set of servers and stopped before them. */
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
     * A server that has not been started.
     *
     * @param servers the set that it uses
     * @param http where it listens
     * @param name of its log and its directory in the set's work directory
     */
    ApplicationServer(Servers servers, Product product, Port http, String name) {
        this.servers = servers;
        this.product = product;
        this.http = http;
        this.work = unpackable(servers.place().work().resolve(name));
        this.log = servers.place().work().resolve(name + ".log");
        this.process = servers.children().named(product.name(), log, Process::destroy);
    }

    /** Payara cannot read its schemas below a path with other letters: then it unpacks itself elsewhere. */
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

    /** Payara Micro, on the set's own port for HTTP. */
    public static ApplicationServer payaraMicro(
            Servers servers, PayaraMicro.Programs programs, Path application, String name) {
        PayaraMicro product =
                new PayaraMicro(servers.place().checkout(), programs, application, DataSources.AS_CONFIGURED);
        return new ApplicationServer(servers, product, servers.http(), name);
    }

    /**
     * Starts it, and waits until a request for the path is answered with 200.
     *
     * <p>If that fails it may still run: until it is stopped, or the set is.
     *
     * @param environment what it gets besides the addresses and passwords of the servers, or instead of them
     * @param path begins with a slash
     * @throws IllegalStateException with the end of its log, if it ends, or has started and answers otherwise
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
            // In this order: an answer that was asked for after the server had settled is final.
            boolean settled = product.settled(work, log);
            int status = status(request);
            if (settled && status != OK) {
                throw new Await.GivenUp(
                        product.name() + " has started, but answers " + status + " to " + request.uri());
            }
            return status == OK;
        });
    }

    /** Another server of the same tests may still be on its way out, and answer in the place of this one. */
    private void awaitPort() throws InterruptedException {
        Await.until("a free port " + http.number(), TO_FREE_PORT, () -> {
            http.requireFree();
            return true;
        });
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
        return http.uri();
    }

    /** Below which {@code health/ready} and {@code health/live} are. */
    public URI health() {
        return product.health(http);
    }

    /** Where its output goes. */
    public Path log() {
        return log;
    }
}
