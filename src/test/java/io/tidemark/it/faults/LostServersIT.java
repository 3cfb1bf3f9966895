package io.tidemark.it.faults;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.it.support.Awaiting;
import io.tidemark.it.support.Http;
import io.tidemark.it.support.Http.Answer;
import io.tidemark.it.support.LogEntries;
import io.tidemark.it.support.OwnServers;
import io.tidemark.servers.ApplicationServer;
import io.tidemark.servers.Await;
import io.tidemark.servers.DataSources;
import io.tidemark.servers.PostgresServer;
import io.tidemark.servers.Servers;
import io.tidemark.servers.TcpProxy;
import io.tidemark.servers.TestServers;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the answers and the log of an application server that loses its PostgreSQL servers. */
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
        OwnServers.startDemo(server, own, Map.of("PRIMARY_PORT", String.valueOf(primary.port())));
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
        Awaiting.until("writes on all connections of the primary's pool", this::threadsCanWrite);
    }

    /** Whether no thread gets a connection that an earlier test has cut: the pool finds out only when it hands it out. */
    private boolean threadsCanWrite() {
        List<CompletableFuture<Integer>> writes = IntStream.range(0, THREADS)
                .mapToObj(i -> CompletableFuture.supplyAsync(
                        () -> http.post("alice", "things", Http.color("red")).status()))
                .toList();
        return writes.stream().allMatch(write -> write.join() == 201);
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

    /** By a client that closes its connection, or only its own half of it, or resets it, in the middle of a body. */
    @ParameterizedTest
    @ValueSource(strings = {"closed", "half", "reset", "chunk"})
    void aBodyThatBreaksOffIsTheClientsFaultAndLeavesNoError(String way) throws Exception {
        LogEntries entries = LogEntries.from(server);
        for (int i = 0; i < 10; i++) {
            try (Socket client = partOfARequest(way.equals("chunk"))) {
                if (way.equals("reset")) {
                    client.setSoLinger(true, 0);
                } else if (!way.equals("closed")) {
                    client.shutdownOutput();
                    String answer = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
                    assertTrue(answer.isEmpty() || answer.startsWith("HTTP/1.1 400 "), answer);
                }
            }
        }
        assertEquals(200, http.get("bob", "things?limit=1").status());
        awaitQuiet();
        String log = String.join("\n", entries.all());
        assertFalse(log.contains("\n\tat ") || log.contains("urn:uuid"), log);
    }

    /** Requests that are broken off are worked on after their connections are closed. */
    private void awaitQuiet() throws InterruptedException {
        AtomicLong length = new AtomicLong(-1);
        AtomicInteger same = new AtomicInteger();
        Await.until("a log that does not grow", Duration.ofSeconds(30), () -> {
            long now = Files.size(server.log());
            return length.getAndSet(now) == now ? same.incrementAndGet() >= 20 : same.getAndSet(0) < 0;
        });
    }

    /** A server waits for the rest of a body for 10 s, as {@code server-config} has it, and not for half a minute. */
    @Test
    void aBodyThatStopsHoldsItsThreadForTenSecondsAtMost() throws Exception {
        LogEntries log = LogEntries.from(server);
        try (Socket stopped = partOfARequest(false);
                Socket dripping = partOfARequest(false)) {
            long begun = System.nanoTime();
            dripping.setSoTimeout(1000);
            String late = "";
            while (late.isEmpty()
                    && System.nanoTime() - begun < Duration.ofSeconds(60).toNanos()) {
                dripping.getOutputStream().write(' ');
                try {
                    late = new String(dripping.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
                } catch (SocketTimeoutException notYet) {
                    assertEquals("", late);
                }
            }
            assertEquals("HTTP/1.1 408", late);
            stopped.setSoTimeout(20_000);
            String answer = new String(stopped.getInputStream().readNBytes(12), StandardCharsets.ISO_8859_1);
            // WildFly closes the connection without an answer.
            assertTrue(answer.isEmpty() || answer.equals("HTTP/1.1 408"), answer);
        }
        assertEquals(List.of(), traces(log));
    }

    private Socket partOfARequest(boolean chunked) throws IOException {
        Socket client = new Socket(server.uri().getHost(), server.uri().getPort());
        String credentials = Base64.getEncoder().encodeToString("alice:alice".getBytes(StandardCharsets.US_ASCII));
        client.getOutputStream()
                .write(
                        ("POST /things HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Basic "
                                        + credentials + "\r\n"
                                        + (chunked
                                                ? "Transfer-Encoding: chunked\r\n\r\n5\r\n{\"c"
                                                : "Content-Length: 100\r\n\r\n{\"c"))
                                .getBytes(StandardCharsets.US_ASCII));
        return client;
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
