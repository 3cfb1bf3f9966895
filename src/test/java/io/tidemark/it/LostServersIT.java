package io.tidemark.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.tidemark.it.Http.Answer;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Await;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TcpProxy;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The answers and the log of an application server whose PostgreSQL servers are lost. */
@Tag("slow")
@Timeout(240)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class LostServersIT {

    private static final int THREADS = 8;
    private static final int MORE = 100;
    private static final int ATTEMPTS = 50;
    private static final int BAD_REQUEST = 400;

    private static final Pattern OF_THE_TRANSACTION_MANAGER = Pattern.compile("\\A.*com\\.sun\\.enterprise\\.resource");

    private final ApplicationServer server = TestServers.applicationServer("lost-servers", DataSources.AS_CONFIGURED);
    private final Servers own = start();
    private final TcpProxy primary = proxy();
    private Http http;
    private String logOfStart = "";

    private static Servers start() {
        try {
            return OwnServers.start("lost-servers");
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    private TcpProxy proxy() {
        try {
            return new TcpProxy(own.primary().port());
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
    }

    @BeforeAll
    void startServer() throws Exception {
        Map<String, String> environment = new HashMap<>(own.environment());
        environment.put("PRIMARY_PORT", String.valueOf(primary.port()));
        environment.put("THINGS_STATUS_OPEN", "true");
        server.start(environment, "/tidemark/status");
        logOfStart = Files.readString(server.log());
        http = new Http(server.uri());
    }

    @AfterAll
    void stopServers() throws Exception {
        server.stop();
        primary.close();
        own.close();
    }

    @BeforeEach
    void replicaInUse() throws Exception {
        primary.cutNothing();
        own.resumeReplay();
        Awaiting.until(
                "a reader on the replica",
                () -> http.get("bob", "things?limit=1").route().equals(Optional.of("replica")));
    }

    @Test
    void aWriteThatLosesThePrimaryAtItsCommitIsToldToTryAgain() {
        assertUnavailable(() -> http.post("alice", "things", Http.color("red")));
    }

    @Test
    void aReadThatLosesThePrimaryAtItsCommitIsToldToTryAgain() throws Exception {
        own.pauseReplay();
        // The pool may still have connections of before the primary was killed.
        Awaiting.until(
                "a write", () -> http.post("alice", "things", Http.color("red")).status() == 201);
        assertUnavailable(() -> http.get("alice", "things?limit=1"));
    }

    /** Cuts connections at a commit until it was the request's, and not one of the pool's own. */
    private void assertUnavailable(Supplier<Answer> request) {
        for (int i = 0; i < ATTEMPTS; i++) {
            BooleanSupplier cut = primary.cutAtAnswer("COMMIT");
            Answer answer = request.get();
            if (cut.getAsBoolean() && answer.status() >= BAD_REQUEST) {
                assertEquals(503, answer.status(), answer.body());
                assertEquals(Optional.of("2"), answer.retryAfter());
                assertEquals(Optional.of("application/problem+json"), answer.type());
                return;
            }
        }
        throw new AssertionError("No request has failed at its commit in " + ATTEMPTS + " attempts");
    }

    /** While CDI starts, a server hands tasks over, and its thread context providers are called. */
    @Test
    void theStartLeavesNoTraceWithTheLibraryInIt() {
        assertEquals(
                List.of(),
                logOfStart
                        .lines()
                        .filter(line -> line.contains("at io.tidemark."))
                        .toList());
    }

    @Test
    void theLoggingOfJedisHasAProvider() throws Exception {
        assertFalse(Files.readString(server.log()).contains("SLF4J"));
    }

    @Test
    void aReplicaThatIsLostLeavesNoTrace() throws Exception {
        assertNoTraces(own.replica(), () -> http.get("bob", "things?limit=1"), Set.of(200));
    }

    @Test
    void aPrimaryThatIsLostLeavesNoTrace() throws Exception {
        assertNoTraces(own.primary(), () -> http.post("alice", "things", Http.color("red")), Set.of(201, 503));
    }

    private void assertNoTraces(PostgresServer lost, Supplier<Answer> request, Set<Integer> expected) throws Exception {
        LogEntries log = LogEntries.from(server);
        Set<Integer> seen = new TreeSet<>();
        AtomicBoolean going = new AtomicBoolean(true);
        AtomicInteger answers = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<Set<Integer>>> load = IntStream.range(0, THREADS)
                    .mapToObj(i -> threads.submit(() -> {
                        Set<Integer> statuses = new TreeSet<>();
                        while (going.get()) {
                            statuses.add(request.get().status());
                            answers.incrementAndGet();
                        }
                        return statuses;
                    }))
                    .toList();
            awaitMore(answers);
            lost.kill();
            awaitMore(answers);
            lost.start();
            awaitMore(answers);
            going.set(false);
            for (Future<Set<Integer>> one : load) {
                seen.addAll(one.get());
            }
        } finally {
            going.set(false);
            threads.shutdownNow();
        }
        assertEquals(expected, seen);
        replicaInUse();
        assertEquals(List.of(), traces(log));
    }

    /** The stack traces of errors, without those of Payara's transaction manager, which any use of its pool leaves. */
    private static List<String> traces(LogEntries log) {
        return log.errors().stream()
                .filter(entry -> entry.contains("\n\tat "))
                .filter(entry -> !OF_THE_TRANSACTION_MANAGER.matcher(entry).find())
                .toList();
    }

    private static void awaitMore(AtomicInteger answers) throws InterruptedException {
        int enough = answers.get() + MORE;
        Await.until(MORE + " more answers", Duration.ofMinutes(1), () -> answers.get() >= enough);
    }
}
