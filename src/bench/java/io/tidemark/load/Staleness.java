package io.tidemark.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Measures which share of the reads stays on the primary, and how many reads miss the user's own last write, for each policy
 * and replica lag.
 *
 * <p>Each of 200 users sends requests with pauses. One request in ten changes the user's thing, and the user reads it at once
 * after that, as a browser follows a redirect. The time per request is not of interest here, so one server runs all
 * applications.
 */
final class Staleness {

    static final String NOT_WAITING = "Tidemark without waiting";

    private static final int THINK_MILLIS = 500;
    private static final int THINK_TO_WARM_MILLIS = 200;
    private static final Duration TO_WARM_UP = Duration.ofSeconds(8);
    private static final List<Integer> LAGS = List.of(1, 20, 200, 2000);
    private static final Duration TO_SETTLE = Duration.ofSeconds(4);

    /** After this time, the users that have written within the pin are as many as later. */
    private static final Duration TO_SETTLE_PINS = Duration.ofSeconds(14);

    private final LoadOptions options;
    private final Generator generator;
    private final Site site;
    private final HttpClient client = HttpClient.newHttpClient();
    private final List<Point> points = new ArrayList<>();

    /**
     * A measurement.
     *
     * @param onPrimary the share of the reads on the primary, in percent
     * @param stale stale reads per million
     * @param reads the number of reads
     */
    record Point(String policy, int lagMillis, double onPrimary, double stale, Tally tally) {

        static Point of(String policy, int lagMillis, Tally tally) {
            double reads = Math.max(1, tally.reads());
            return new Point(policy, lagMillis, 100 * tally.onPrimary() / reads, 1e6 * tally.stale() / reads, tally);
        }
    }

    private Staleness(LoadOptions options, Generator generator, Site site) {
        this.options = options;
        this.generator = generator;
        this.site = site;
    }

    /** {@return the points} A point for which no time is left is missing. */
    static List<Point> run(LoadOptions options, long end) throws Exception {
        try (Site site = Site.start(options, "staleness");
                Generator generator = Generator.start(options.work(), Kind.USERS)) {
            Staleness staleness = new Staleness(options, generator, site);
            staleness.measure(end);
            return staleness.points;
        }
    }

    private void measure(long end) throws Exception {
        Wars wars = new Wars(options.checkout(), options.work().resolve("wars"));
        Report.say("starting the applications");
        Path without =
                wars.routed("without-waiting", Map.of("tidemark.replica.wait", "0ms", "tidemark.namespace", "w"));
        Path split = wars.split("split", "PRIMARY");
        Site.Node node = site.node(
                options.servers().get(0), wars.routed("waiting", Map.of()), Map.of("TIDEMARK_HEADERS", "true"));
        URI notWaiting = Site.deploy(node.server(), without);
        URI chosen = Site.deploy(node.server(), split);
        for (URI application : List.of(chosen, notWaiting, node.application())) {
            generator.start(new Phase(application.toString(), Kind.SESSION, Kind.USERS, THINK_TO_WARM_MILLIS));
            Thread.sleep(TO_WARM_UP.toMillis());
            generator.stop();
        }
        // The share of the primary does not depend on the lag.
        point("all on the primary", LAGS.get(LAGS.size() - 1), use(chosen, "primary"), TO_SETTLE, end);
        for (int lag : LAGS) {
            point("round robin", lag, use(chosen, "round-robin"), TO_SETTLE, end);
            point("all on the replica", lag, use(chosen, "replica"), TO_SETTLE, end);
            point("pin of 2 s", lag, use(chosen, "pin-2s"), TO_SETTLE, end);
            point("pin of 15 s", lag, use(chosen, "pin-15s"), TO_SETTLE_PINS, end);
            point("lag below 100 ms", lag, use(chosen, "lag-100ms"), TO_SETTLE, end);
            point(NOT_WAITING, lag, notWaiting, TO_SETTLE, end);
            point("Tidemark, waiting up to 50 ms", lag, node.application(), TO_SETTLE, end);
        }
    }

    /** Chooses the policy of the application, and returns its address. */
    private URI use(URI application, String policy) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(application.resolve("things/" + Kind.FIRST_ID))
                .header("Load-Policy", policy)
                .build();
        client.send(request, HttpResponse.BodyHandlers.discarding());
        return application;
    }

    private void point(String policy, int lag, URI application, Duration settling, long end) throws Exception {
        long needed = settling.plus(options.each()).plusMillis(lag).toNanos();
        if (end - System.nanoTime() < needed) {
            Report.say("no time is left for " + policy + ", " + lag + " ms");
            return;
        }
        site.lag(lag);
        generator.start(new Phase(application.toString(), Kind.SESSION, Kind.USERS, THINK_MILLIS));
        // The lengths are the measurement's own; there is no condition to await.
        Thread.sleep(settling.toMillis());
        generator.count();
        Thread.sleep(options.each().toMillis());
        Point point = Point.of(policy, lag, generator.stop());
        points.add(point);
        Report.say(row(point) + " " + point.tally().reasons());
    }

    /** {@return the points as a table} */
    static String table(List<Point> points) {
        StringBuilder text = new StringBuilder(
                """
                | policy | lag ms | reads on the primary % | stale per million | reads | p50 ms | p99 ms | failed |
                |---|---|---|---|---|---|---|---|
                """);
        points.forEach(point -> text.append(row(point)).append('\n'));
        return text.append('\n').toString();
    }

    private static String row(Point point) {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f | %.0f | %d | %.1f | %.1f | %d |",
                point.policy(),
                point.lagMillis(),
                point.onPrimary(),
                point.stale(),
                point.tally().reads(),
                point.tally().p50() / 1e3,
                point.tally().p99() / 1e3,
                point.tally().failed());
    }
}
