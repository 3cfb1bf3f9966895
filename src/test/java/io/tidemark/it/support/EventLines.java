package io.tidemark.it.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** A client of an event stream, as {@code EventSource} is one. For one thread. */
public final class EventLines implements AutoCloseable {

    /** As a browser without TLS: each stream has a connection of its own. */
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final InputStream body;
    private final BufferedReader lines;
    private long id;

    private EventLines(InputStream body) {
        this.body = body;
        this.lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
    }

    /** Work beside the stream. */
    public interface Work {
        void run() throws Exception;
    }

    /** Opens a stream, which must exist. */
    public static EventLines open(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = CLIENT.send(request, BodyHandlers.ofInputStream());
        if (response.statusCode() != 200) {
            try (InputStream refusal = response.body()) {
                throw new AssertionError("The stream answers " + response.statusCode() + ": "
                        + new String(refusal.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        return new EventLines(response.body());
    }

    /** {@return the data of the next event of a name} */
    public String next(String name) throws IOException {
        boolean wanted = false;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith("event: ")) {
                wanted = line.equals("event: " + name);
            } else if (line.startsWith("id: ")) {
                id = Long.parseLong(line.substring("id: ".length()));
            } else if (wanted && line.startsWith("data: ")) {
                return line.substring("data: ".length());
            }
        }
        throw new AssertionError("The stream has ended before " + name);
    }

    /** {@return the data of the next second that contains a text, while some work is repeated each second} */
    public String awaitData(String text, Work work) throws Exception {
        long deadline = System.nanoTime() + LONGEST.toNanos();
        String data = "";
        while (!data.contains(text)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("There was no " + text + "; at last: " + data);
            }
            work.run();
            data = next("second");
        }
        return data;
    }

    /** {@return the number of the last event} */
    public long id() {
        return id;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
