package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A client behind a load balancer, which repeatedly writes at one node and reads at the next. A failed request or a stale read
 * ends it; {@link #close} then throws.
 */
final class BalancedClient implements AutoCloseable {

    private static final int MORE = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String user;
    private final String password;
    private final List<String> rotation;
    private final ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger done = new AtomicInteger();
    private final Future<?> loop;
    private int turn;

    BalancedClient(List<String> nodes, String user, String password) {
        this.user = user;
        this.password = password;
        rotation = new CopyOnWriteArrayList<>(nodes);
        // A shorter period would take the processor from the node that starts.
        loop = executor.scheduleWithFixedDelay(this::writeAndRead, 0, 20, TimeUnit.MILLISECONDS);
    }

    private void writeAndRead() {
        String color = "blue-" + done;
        HttpResponse<String> written = answer(next(), "/things", "{\"color\":\"" + color + "\"}");
        assertEquals(201, written.statusCode(), written.body());
        String thing = URI.create(written.headers().firstValue("Location").orElseThrow())
                .getPath();
        HttpResponse<String> read = answer(next(), thing, "");
        assertEquals(200, read.statusCode(), read.body());
        assertTrue(read.body().contains(color), read.body());
        done.incrementAndGet();
    }

    private HttpResponse<String> answer(String node, String path, String body) {
        try {
            return client.send(request(node, path, user, password, body), BodyHandlers.ofString());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        }
    }

    private String next() {
        List<String> nodes = List.copyOf(rotation);
        return nodes.get(turn++ % nodes.size());
    }

    /** Stops sending requests to the node, and returns when its in-flight requests are answered. */
    void takeOut(String node) throws Exception {
        rotation.remove(node);
        awaitMore();
    }

    /** Resumes sending requests to the node, and returns when some are answered. */
    void putBack(String node) throws Exception {
        rotation.add(node);
        awaitMore();
    }

    /** Waits for further writes and reads, or for a failure of the client, which {@link #close} throws. */
    private void awaitMore() throws Exception {
        int enough = done.get() + MORE;
        Await.until("more requests", Duration.ofMinutes(1), () -> done.get() >= enough || loop.isDone());
    }

    @Override
    public void close() throws ExecutionException {
        executor.shutdown();
        try {
            if (!executor.awaitTermination(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("A request has no answer within a minute");
            }
            // The shutdown cancels a client that still runs. A failed one has ended before.
            if (!loop.isCancelled()) {
                loop.get();
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** {@return a request with the credentials of a user; with a body it is a POST} */
    static HttpRequest request(String node, String path, String user, String password, String body) {
        String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node + path))
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "application/json");
        return (body.isEmpty() ? request : request.POST(BodyPublishers.ofString(body))).build();
    }
}
