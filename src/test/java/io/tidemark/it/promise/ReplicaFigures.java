package io.tidemark.it.promise;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tidemark.it.monotonic.SeenResource;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TestServers;
import java.net.CookieManager;
import java.net.CookiePolicy;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jboss.shrinkwrap.api.exporter.ZipExporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Prints how many reads replicas of random lag serve, and what waiting and monotonic reads cost. It asserts only that no read is
 * stale. The build does not run it; {@code -Dit.test=ReplicaFigures} does.
 */
@Timeout(600)
class ReplicaFigures {

    private static final int CLIENTS = 20;
    private static final Duration EACH = Duration.ofSeconds(20);
    private static final int SHORTEST_MILLIS = 5;
    private static final int LONGEST_MILLIS = 500;
    private static final int LONGEST_THINKING_MILLIS = 100;
    private static final int BLOCK = 300;

    private record Read(Optional<String> route, Optional<String> reason, long nanos) {}

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void replicas(int count) throws Exception {
        Path war = Path.of(System.getProperty("it.directory"), "figures.war");
        Deployments.asBuilt()
                .addPackage(SeenResource.class.getPackage())
                .as(ZipExporter.class)
                .exportTo(war.toFile(), true);
        ApplicationServer server = TestServers.applicationServer("figures-" + count, DataSources.AS_CONFIGURED, war);
        try (Servers own = OwnServers.start("figures-" + count, count)) {
            OwnServers.startDemo(
                    server,
                    own,
                    Map.of(
                            "TIDEMARK_REPLICA_JNDI", count == 1 ? "jdbc/replica" : "jdbc/replica, jdbc/replica-2",
                            "TIDEMARK_CALLER", "session",
                            "TIDEMARK_HEADERS", "true"));
            own.onPrimary("INSERT INTO things (id, color) SELECT n, 'old' FROM generate_series(1001, 1100) n");
            Http anyone = new Http(server.uri());
            Awaiting.until(
                    "the replicas",
                    () -> anyone.get("", "seen/1001/default").reason().equals(Optional.of("ANONYMOUS")));
            costOfMonotonic(server, count);
            for (int round = 0; round < 2; round++) {
                for (String kind : List.of("without-waiting", "default")) {
                    withLag(server, own, count, kind);
                }
            }
        } finally {
            server.stop();
        }
    }

    private static void costOfMonotonic(ApplicationServer server, int count) {
        Http client = client(server);
        send(client, 1001, "painted");
        for (int round = 0; round < 4; round++) {
            for (String kind : List.of("default", "monotonic")) {
                List<Long> times = new ArrayList<>();
                for (int i = 0; i < BLOCK; i++) {
                    times.add(timed(client, 1001, kind, "painted").nanos());
                }
                System.out.printf(
                        Locale.ROOT, "%d replicas, no lag, %s: p50 %.2f ms%n", count, kind, percentile(times, 50));
            }
        }
    }

    private static Http client(ApplicationServer server) {
        return new Http(server.uri(), new CookieManager(null, CookiePolicy.ACCEPT_ALL));
    }

    private static void send(Http client, long id, String color) {
        Answer painted =
                client.send(client.request("", "seen/" + id + "/" + color).PUT(BodyPublishers.noBody()));
        assertEquals(204, painted.status());
    }

    private static Read timed(Http client, long id, String kind, String expected) {
        long begun = System.nanoTime();
        Answer read = client.get("", "seen/" + id + "/" + kind);
        long nanos = System.nanoTime() - begun;
        assertEquals(expected, read.body());
        return new Read(read.route(), read.reason(), nanos);
    }

    private static void withLag(ApplicationServer server, Servers own, int count, String kind) throws Exception {
        ConcurrentLinkedQueue<Read> reads = new ConcurrentLinkedQueue<>();
        ExecutorService clients = Executors.newFixedThreadPool(CLIENTS);
        long end = System.nanoTime() + EACH.toNanos();
        List<Future<?>> all = new ArrayList<>();
        for (int i = 0; i < CLIENTS; i++) {
            int number = i;
            all.add(clients.submit(() -> {
                use(client(server), 1001 + number, kind, end, reads);
                return null;
            }));
        }
        Random random = new Random(1);
        while (end - System.nanoTime() > 0) {
            for (PostgresServer replica : own.postgres().replicas()) {
                int lag = SHORTEST_MILLIS + random.nextInt(LONGEST_MILLIS - SHORTEST_MILLIS);
                replica.execute("ALTER SYSTEM SET recovery_min_apply_delay = " + lag);
                replica.execute("SELECT pg_reload_conf()");
            }
            Thread.sleep(1000);
        }
        for (Future<?> each : all) {
            each.get();
        }
        clients.shutdown();
        for (PostgresServer replica : own.postgres().replicas()) {
            replica.execute("ALTER SYSTEM RESET recovery_min_apply_delay");
            replica.execute("SELECT pg_reload_conf()");
        }
        List<Long> times = reads.stream().map(Read::nanos).toList();
        long onReplica = reads.stream()
                .filter(read -> read.reason().equals(Optional.of("CAUGHT_UP")))
                .count();
        System.out.printf(
                Locale.ROOT,
                "%d replicas, lag %d to %d ms, %s: %d reads, %.1f %% on replicas, p50 %.1f ms, p99 %.1f ms%n",
                count,
                SHORTEST_MILLIS,
                LONGEST_MILLIS,
                kind,
                reads.size(),
                100.0 * onReplica / reads.size(),
                percentile(times, 50),
                percentile(times, 99));
    }

    /** One write, then four reads, with pauses in between. */
    private static void use(Http client, long id, String kind, long end, ConcurrentLinkedQueue<Read> reads)
            throws Exception {
        Random random = new Random(id);
        for (int i = 0; end - System.nanoTime() > 0; i++) {
            send(client, id, "color-" + i);
            for (int j = 0; j < 4; j++) {
                Thread.sleep(random.nextInt(LONGEST_THINKING_MILLIS));
                reads.add(timed(client, id, kind, "color-" + i));
            }
        }
    }

    private static double percentile(List<Long> times, int percent) {
        List<Long> sorted = times.stream().sorted().toList();
        return sorted.get(Math.min(sorted.size() - 1, sorted.size() * percent / 100)) / 1e6;
    }
}
