package io.tidemark.servers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A client behind a load balancer: it writes at one node and reads at the next, again and again, until it is closed. A request
 * that fails or a stale read ends it, and closing it then throws.
 */
final class RollingClients implements AutoCloseable {

    private static final int MORE = 20;

    private final HttpClient client = HttpClient.newHttpClient();
    private final String user;
    private final String password;
    private final List<String> rotation;
    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    /** Fair: else the loop would take it again and again. */
    private final ReentrantLock rotating = new ReentrantLock(true);

    private final AtomicInteger done = new AtomicInteger();
    private final Future<?> loop;
    private int turn;

    RollingClients(List<String> nodes, String user, String password) {
        this.user = user;
        this.password = password;
        rotation = new ArrayList<>(nodes);
        loop = executor.submit(this::writeAndReadAgainAndAgain);
    }

    private Void writeAndReadAgainAndAgain() throws Exception {
        while (!executor.isShutdown()) {
            rotating.lock();
            try {
                writeAndRead();
            } finally {
                rotating.unlock();
            }
        }
        return null;
    }

    private void writeAndRead() throws Exception {
        String color = "blue-" + done;
        HttpResponse<String> written = client.send(
                request(next(), "/things", user, password, "{\"color\":\"" + color + "\"}"), BodyHandlers.ofString());
        assertEquals(201, written.statusCode(), written.body());
        String thing = URI.create(written.headers().firstValue("Location").orElseThrow())
                .getPath();
        HttpResponse<String> read = client.send(request(next(), thing, user, password, ""), BodyHandlers.ofString());
        assertEquals(200, read.statusCode(), read.body());
        assertTrue(read.body().contains(color), read.body());
        done.incrementAndGet();
    }

    private String next() {
        return rotation.get(turn++ % rotation.size());
    }

    /** No request is at the node when this returns. */
    void takeOut(String node) {
        rotating.lock();
        try {
            rotation.remove(node);
        } finally {
            rotating.unlock();
        }
    }

    void putBack(String node) throws Exception {
        rotating.lock();
        try {
            rotation.add(node);
        } finally {
            rotating.unlock();
        }
        awaitMore();
    }

    void awaitMore() throws Exception {
        int enough = done.get() + MORE;
        Await.until("more requests", Duration.ofMinutes(1), () -> done.get() >= enough || loop.isDone());
    }

    @Override
    public void close() throws ExecutionException, TimeoutException {
        executor.shutdown();
        try {
            loop.get(1, TimeUnit.MINUTES);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** A request as the demo's user; with a body it is a POST. */
    static HttpRequest request(String node, String path, String user, String password, String body) {
        String login = Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8));
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(node + path))
                .header("Authorization", "Basic " + login)
                .header("Content-Type", "application/json");
        return (body.isEmpty() ? request : request.POST(BodyPublishers.ofString(body))).build();
    }
}
