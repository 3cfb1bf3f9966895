package io.tidemark.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.example.guestbook.Guest;
import com.example.kiosk.KioskServlet;
import com.example.kiosk.own.ClosedMapper;
import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Deployments;
import io.tidemark.it.support.Guestbook;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.OwnServers;
import io.tidemark.redis.RedisMarks;
import io.tidemark.redis.RedisSettings;
import io.tidemark.servers.DeploymentServer;
import io.tidemark.servers.Servers;
import io.tidemark.wal.ClusterId;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jboss.shrinkwrap.api.ShrinkWrap;
import org.jboss.shrinkwrap.api.asset.EmptyAsset;
import org.jboss.shrinkwrap.api.asset.StringAsset;
import org.jboss.shrinkwrap.api.spec.WebArchive;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/**
 * Tests two nodes without a primary, one of which starts meanwhile: the reads that need nothing from the primary succeed, the
 * others fail at once.
 */
@Tag("slow")
@Timeout(value = 240, unit = TimeUnit.SECONDS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PrimaryAwayIT {

    /** Much shorter than the timeouts of the pools, and longer than the wait for the result of a probe. */
    private static final long AT_ONCE_MILLIS = 1_000;

    private static final String COVERED = "covered";
    private static final String BEHIND = "behind";
    private static final String PENDING = "pending";
    private static final String READER = "reader";

    private final Servers servers = start();
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private DeploymentServer server;
    private Http running;

    private static Servers start() {
        try {
            return OwnServers.start("primary-away");
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @BeforeAll
    void startServer() throws Exception {
        servers.onPrimary(Guestbook.TABLE);
        server = DeploymentServer.ofBuild(servers, "server");
        server.start();
        running = deploy("running", kiosk());
    }

    @AfterAll
    void stopServers() throws Exception {
        threads.shutdownNow();
        server.stop();
        servers.close();
    }

    @AfterEach
    void thePrimaryReturns() throws Exception {
        servers.primary().thaw();
        if (!servers.primary().running()) {
            servers.primary().start();
        }
        servers.resumeReplay();
    }

    private static WebArchive kiosk() {
        return ShrinkWrap.create(WebArchive.class)
                .addPackage(KioskServlet.class.getPackage())
                .addClass(Guest.class)
                .addAsWebInfResource(EmptyAsset.INSTANCE, "beans.xml")
                .addAsResource(new StringAsset("tidemark.headers=true"), "META-INF/microprofile-config.properties")
                .addAsLibraries(Deployments.library())
                .addAsLibraries(Guestbook.libraries());
    }

    private Http deploy(String name, WebArchive archive) throws Exception {
        server.deploy(Deployments.exported(archive, name + ".war"));
        return new Http(server.uri(name));
    }

    private static Answer read(Http node, String path, String guest) {
        return node.send(
                guest.isEmpty()
                        ? node.request("", path).GET()
                        : node.request("", path).header("Guest", guest).GET());
    }

    private void write(String guest) {
        assertEquals(
                200,
                running.send(running.request("", "kiosk/papers")
                                .header("Guest", guest)
                                .POST(BodyPublishers.noBody()))
                        .status());
    }

    /** A read that succeeds while the primary is away, on both nodes. */
    private enum Served {
        EVENTUAL("kiosk/any", BEHIND),
        ANONYMOUS("kiosk/papers", ""),
        COVERED_CALLER("kiosk/papers", COVERED),
        IN_AN_EJB("kiosk/ejb", COVERED),
        IN_A_RESOURCE("api/papers", COVERED);

        private final String path;
        private final String guest;

        Served(String path, String guest) {
            this.path = path;
            this.guest = guest;
        }

        Answer by(Http node) {
            return read(node, path, guest);
        }
    }

    private void prepare() throws Exception {
        write(COVERED);
        Awaiting.until(
                "the covered caller on the replica",
                () -> read(running, "kiosk/papers", COVERED).route().equals(Optional.of("replica")));
        servers.pauseReplay();
        write(BEHIND);
        addPendingEntry();
    }

    /** As of a node that is writing, or has crashed at its commit. */
    private void addPendingEntry() throws Exception {
        ClusterId cluster = new ClusterId(
                Long.parseUnsignedLong(servers.primary().query("SELECT system_identifier FROM pg_control_system()")));
        RedisMarks marks = new RedisMarks(new RedisSettings(
                servers.redis().uri(),
                Duration.ofSeconds(5),
                2,
                "default",
                Duration.ofHours(1),
                OptionalInt.empty(),
                RedisSettings.Callers.PLAIN));
        marks.addPending(cluster, PENDING, "w1", Duration.ofMinutes(10));
        marks.close();
    }

    @Test
    void thePrimaryIsKilled() throws Exception {
        prepare();
        Map<Served, Long> counts = duringLoad(() -> {
            servers.primary().kill();
            awaitOutage(running);
            assertRefused(running, "kiosk/papers", BEHIND);
            assertRefused(running, "kiosk/papers", PENDING);
            assertRefused(running, "kiosk/ejb", BEHIND);
            assertRefused(running, "api/papers", BEHIND);
            assertEquals(200, read(running, "kiosk/papers", READER).status());
            aNodeStarts("started", () -> servers.primary().start());
        });
        report("killed", counts);
    }

    @Test
    void thePrimaryIsFrozen() throws Exception {
        prepare();
        Map<Served, Long> counts = duringLoad(() -> {
            servers.primary().freeze();
            awaitOutage(running);
            Future<Answer> probe = probe(running);
            assertRefused(running, "kiosk/papers", BEHIND);
            assertRefused(running, "kiosk/papers", PENDING);
            assertEquals(200, read(running, "kiosk/papers", READER).status());
            aNodeStarts("started-frozen", () -> servers.primary().thaw());
            // The pool may have given up its connection by then.
            assertTrue(Set.of(200, 503).contains(probe.get(1, TimeUnit.MINUTES).status()));
        });
        report("frozen", counts);
    }

    private static void awaitOutage(Http node) {
        Awaiting.until(
                "the failed poll", () -> read(node, "kiosk/primary", "").body().contains("ready=false"));
    }

    /** Returns the read that is the probe of a primary that hangs, or is the last one of a primary that refuses connections. */
    private Future<Answer> probe(Http node) throws Exception {
        Future<Answer> one = threads.submit(() -> read(node, "kiosk/papers", BEHIND));
        Future<Answer> other = threads.submit(() -> read(node, "kiosk/papers", BEHIND));
        Awaiting.until("one of two reads is refused", () -> one.isDone() || other.isDone());
        boolean first = one.isDone();
        assertEquals(503, (first ? one : other).get().status());
        return first ? other : one;
    }

    /** Asserts that all of several reads at the same time are refused at once. */
    private void assertRefused(Http node, String path, String guest) throws Exception {
        List<Future<Long>> reads = IntStream.range(0, 8)
                .mapToObj(i -> threads.submit(() -> {
                    long begun = System.nanoTime();
                    Answer answer = read(node, path, guest);
                    assertEquals(503, answer.status(), answer.toString());
                    assertEquals(Optional.of("2"), answer.retryAfter(), answer.toString());
                    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
                }))
                .toList();
        for (Future<Long> read : reads) {
            long took = read.get();
            assertTrue(took < AT_ONCE_MILLIS, path + " as " + guest + " took " + took + " ms");
        }
    }

    /** Starts another node, whose application maps the exception itself. Lets the primary return, and checks that both use it. */
    private void aNodeStarts(String name, Returning primary) throws Exception {
        Http started = deploy(name, kiosk().addPackage(ClosedMapper.class.getPackage()));
        try {
            for (Served kind : Served.values()) {
                Awaiting.until(kind + " on the new node", () -> kind.by(started).status() == 200);
            }
            String status = read(started, "kiosk/primary", "").body();
            assertTrue(status.contains("The primary has not answered yet; replicas of cluster"), status);
            Future<Answer> probe = probe(started);
            assertRefused(started, "kiosk/papers", BEHIND);
            assertRefused(started, "kiosk/papers", PENDING);
            // Its mark may have expired before the replica has replayed it.
            assertRefused(started, "kiosk/papers", READER);
            Answer mapped = read(started, "api/papers", BEHIND);
            assertEquals(503, mapped.status());
            assertEquals(Optional.of("62"), mapped.retryAfter());
            assertEquals("The kiosk is closed.", mapped.body());
            for (Served kind : Served.values()) {
                assertEquals(Optional.of("replica"), kind.by(started).route(), kind.toString());
            }
            primary.returns();
            assertTrue(
                    Set.of(200, 503).contains(probe.get().status()), probe.get().toString());
            for (Http node : List.of(running, started)) {
                for (String guest : List.of(COVERED, BEHIND, PENDING, READER)) {
                    Awaiting.until(
                            guest + " after the return",
                            () -> read(node, "kiosk/papers", guest).status() == 200);
                }
            }
        } finally {
            server.undeploy(name + ".war");
        }
    }

    private interface Returning {
        void returns() throws Exception;
    }

    private interface Incident {
        void happen() throws Exception;
    }

    /** Runs reads of all kinds that must succeed during an incident. Returns the number of reads of each kind. */
    private Map<Served, Long> duringLoad(Incident incident) throws Exception {
        AtomicBoolean going = new AtomicBoolean(true);
        Map<Served, LongAdder> counts = new ConcurrentHashMap<>();
        List<Future<List<Answer>>> load = new ArrayList<>();
        for (Served kind : Served.values()) {
            LongAdder count = new LongAdder();
            counts.put(kind, count);
            load.add(threads.submit(() -> {
                List<Answer> failed = new ArrayList<>();
                while (going.get()) {
                    Answer answer = kind.by(running);
                    count.increment();
                    if (answer.status() != 200) {
                        failed.add(answer);
                    }
                }
                return failed;
            }));
        }
        try {
            Awaiting.until("reads of each kind", () -> counts.values().stream().allMatch(count -> count.sum() > 20));
            incident.happen();
        } finally {
            going.set(false);
        }
        for (Future<List<Answer>> kind : load) {
            assertEquals(List.of(), kind.get());
        }
        Map<Served, Long> sums = new EnumMap<>(Served.class);
        counts.forEach((kind, count) -> sums.put(kind, count.sum()));
        return sums;
    }

    private static void report(String incident, Map<Served, Long> counts) {
        System.getLogger(PrimaryAwayIT.class.getName())
                .log(System.Logger.Level.INFO, "Reads while the primary was {0}, by kind: {1}", incident, counts);
    }
}
