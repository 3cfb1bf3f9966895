package io.tidemark.chaos;

import io.tidemark.chaos.Operation.Kind;
import io.tidemark.chaos.Operation.Outcome;
import io.tidemark.chaos.Operation.Seen;
import java.io.IOException;
import java.net.ConnectException;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.regex.Pattern;

/** A client that keeps its cookies, as a browser does, and records what it sends and gets. For one thread. */
final class ChaosClient {

    /** More than the bound of the checker, so that it is the checker that finds a late answer. */
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private static final Pattern THING =
            Pattern.compile("\\{\"id\":(\\d+),\"color\":\"([^\"]*)\",\"version\":(\\d+)\\}");

    private static final Set<Integer> SUCCESS = Set.of(200, 201, 204);

    /** The statuses of a write that has had no effect for sure. */
    private static final Set<Integer> WITHOUT_EFFECT = Set.of(400, 401, 404, 409);

    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(TIMEOUT)
            .cookieHandler(new CookieManager(null, CookiePolicy.ACCEPT_ALL))
            .build();
    private final String name;
    private final Optional<String> user;
    private final Recorder recorder;
    private final ReadPath reads;
    private int writes;

    /**
     * An application server of the run.
     *
     * @param serving false while it starts: a load balancer would send it no request until it is ready
     */
    record Node(String name, URI uri, AtomicBoolean serving) {}

    /** @param user the user, whose password equals the name; empty for an anonymous client */
    ChaosClient(String name, Optional<String> user, Recorder recorder, ReadPath reads) {
        this.name = name;
        this.user = user;
        this.recorder = recorder;
        this.reads = reads;
    }

    /** Changes a thing through the demo's API, which refuses anonymous clients: these change it by JDBC. */
    Operation writeByEntity(Node node, long object) {
        if (user.isEmpty()) {
            return writeByJdbc(node, object);
        }
        return write(
                node, object, "things/" + object, value -> BodyPublishers.ofString("{\"color\":\"" + value + "\"}"));
    }

    /** Changes a thing by JDBC in auto-commit. */
    Operation writeByJdbc(Node node, long object) {
        return write(node, object, "chaos/" + object, value -> BodyPublishers.ofString(value));
    }

    /** Changes a thing in a transaction that is rolled back. */
    Operation writeAndUndo(Node node, long object) {
        return write(node, object, "chaos/" + object + "/undone", value -> BodyPublishers.ofString(value));
    }

    private Operation write(Node node, long object, String path, Function<String, BodyPublisher> body) {
        writes++;
        String value = name + "-" + writes;
        HttpRequest.Builder put = request(node, path).PUT(body.apply(value));
        return send(put.header("Content-Type", "application/json"), node, Kind.WRITE, object, value);
    }

    /** Reads a thing under the default freshness. */
    Operation read(Node node, Kind kind, long object) {
        return send(request(node, reads.of(object)), node, kind, object, "");
    }

    Operation monotonicRead(Node node, long object) {
        return send(request(node, "chaos/" + object + "/monotonic"), node, Kind.MONOTONIC_READ, object, "");
    }

    /** Reads from any replica, whatever its position, and records it as a read under the default freshness. */
    Operation eventualRead(Node node, long object) {
        return send(request(node, "chaos/" + object + "/eventual"), node, Kind.READ, object, "");
    }

    /** Lists all things through the demo's API. */
    Operation list(Node node) {
        return send(request(node, "things?limit=1000"), node, Kind.LIST, 0, "");
    }

    private HttpRequest.Builder request(Node node, String path) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(node.uri().resolve(path)).timeout(TIMEOUT);
        return user.map(known -> request.header("Authorization", "Basic " + encoded(known + ":" + known)))
                .orElse(request);
    }

    private static String encoded(String credentials) {
        return Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8));
    }

    /** An answer, or none. */
    private record Answer(int status, String body, String route, String reason, Outcome outcome) {}

    private Operation send(HttpRequest.Builder request, Node node, Kind kind, long object, String value) {
        long number = recorder.number();
        long start = recorder.now();
        Answer answer = answer(request.build(), kind);
        long end = recorder.now();
        List<Seen> seen = SUCCESS.contains(answer.status()) ? seen(answer.body()) : List.of();
        return recorder.add(new Operation(
                number,
                start,
                end,
                name,
                user.orElse("cookies of " + name),
                node.name(),
                kind,
                object,
                value,
                seen,
                answer.outcome(),
                answer.status(),
                answer.route(),
                answer.reason()));
    }

    private Answer answer(HttpRequest request, Kind kind) {
        Outcome unclear = kind == Kind.WRITE ? Outcome.UNKNOWN : Outcome.FAILED;
        try {
            HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
            int status = response.statusCode();
            Outcome outcome =
                    SUCCESS.contains(status) ? Outcome.OK : WITHOUT_EFFECT.contains(status) ? Outcome.FAILED : unclear;
            return new Answer(
                    status,
                    response.body(),
                    response.headers().firstValue("Tidemark-Route").orElse(""),
                    response.headers().firstValue("Tidemark-Reason").orElse(""),
                    outcome);
        } catch (ConnectException refused) {
            return new Answer(0, "", "", refused.toString(), Outcome.FAILED);
        } catch (IOException lost) {
            return new Answer(0, "", "", lost.toString(), unclear);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted during a request", interrupted);
        }
    }

    /** {@return the things in an answer of either API} */
    private static List<Seen> seen(String body) {
        return THING.matcher(body)
                .results()
                .map(thing -> new Seen(Long.parseLong(thing.group(1)), Long.parseLong(thing.group(3)), thing.group(2)))
                .toList();
    }
}
