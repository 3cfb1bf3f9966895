package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.tidemark.Caller;
import io.tidemark.Freshness;
import io.tidemark.Reason;
import io.tidemark.assembly.FakeReplication;
import io.tidemark.assembly.ReplicationAssembly;
import io.tidemark.assembly.ReplicationPorts;
import io.tidemark.marks.FakeMarkStore;
import io.tidemark.marks.StoreUnavailable;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.Scopes.Binding;
import io.tidemark.wal.ClusterId;
import io.tidemark.wal.FakeServer;
import io.tidemark.wal.Lsn;
import io.tidemark.wal.Position;
import io.tidemark.wal.PrimaryWatch;
import io.tidemark.wal.ReplicaWatch;
import io.tidemark.wal.ServerFault;
import io.tidemark.writes.FakeBackends;
import io.tidemark.writes.FakeTransactions;
import io.tidemark.writes.PortablePosition;
import io.tidemark.writes.Write;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class ScopePropagationTest {

    private static final Duration WAIT = Duration.ofSeconds(10);
    private static final int TASKS = 10_000;

    private final AtomicLong time = new AtomicLong(Duration.ofHours(1).toNanos());
    private final FakeServer primaryServer = new FakeServer();
    private final FakeServer replicaServer = new FakeServer();
    private final FakeMarkStore marks = new FakeMarkStore();
    private final ReplicationAssembly assembly = FakeReplication.over(
            new ReplicationPorts(primaryServer, FakeReplication.one(replicaServer), marks, new FakeBackends()),
            WAIT,
            time::get);
    private final PrimaryWatch primary = assembly.primary();
    private final ReplicaWatch replica = assembly.replicas().watches().get(0);
    private final FakeTransactions transactions = new FakeTransactions();
    private final Scopes scopes = new Scopes();

    /** The caller according to the server, on every thread. */
    private Caller server = () -> Optional.of("mallory");

    private final Caller caller = new CurrentCaller(scopes, () -> server.name());
    private final Router router = new Router(
            scopes,
            caller,
            transactions,
            Optional.of(assembly.replication()),
            new RouterSettings(ReadPolicy.REPLICA, Duration.ZERO, Duration.ofSeconds(1), 1.25),
            time::get,
            new RouteCounters(),
            decision -> {});
    private final ScopePropagation contexts = new ScopePropagation(scopes, caller, router, Optional.of(primary));

    @BeforeEach
    void bothServersAreUpAndLevel() throws Exception {
        new Thread(primary).start();
        new Thread(replica).start();
        servers(1, 100, 100);
        for (String who : List.of("alice", "bob", "mallory")) {
            assertEquals(Reason.CAUGHT_UP, contexts.as(who).call(this::read));
        }
    }

    @AfterEach
    void end() {
        assembly.close();
    }

    private static Position at(int timeline, long bytes) {
        return new Position(timeline, new Lsn(bytes));
    }

    private static String text(ClusterId cluster, int timeline, long bytes) {
        return PortablePosition.of(cluster, at(timeline, bytes)).text();
    }

    private static String text(int timeline, long bytes) {
        return text(FakeServer.CLUSTER, timeline, bytes);
    }

    private void servers(int timeline, long primaryAt, long replicaAt) throws ServerFault {
        primaryServer.answers(at(timeline, primaryAt));
        replicaServer.answers(at(timeline, replicaAt));
        primary.positionAfterNow();
        replica.awaitPoll(WAIT);
    }

    private Reason read() {
        Binding bound = scopes.route(Freshness.READ_YOUR_WRITES);
        try {
            return router.routeRead().reason();
        } finally {
            bound.close();
        }
    }

    /** An auto-commit write, after which the primary is at that position. */
    private void write(long primaryThen) {
        Write write = router.beginWrite();
        primaryServer.answers(at(1, primaryThen));
        write.afterCommit();
    }

    @Test
    void aCallerThatIsGivenReadsItsWritesWhateverTheServerSays() throws Exception {
        contexts.as("alice").run(() -> write(200));
        assertEquals(Reason.REPLICA_BEHIND, contexts.as("alice").call(this::read));
        assertEquals(Reason.CAUGHT_UP, read(), "mallory did not write");
        assertEquals(Reason.CAUGHT_UP, contexts.as("bob").call(this::read));
        assertEquals(Optional.of("mallory"), contexts.caller());
        assertEquals(Optional.of("alice"), contexts.as("alice").call(contexts::caller));
    }

    @Test
    void whoWasRememberedIsTheCallerWhereTheServerKnowsNobody() {
        contexts.as("alice").run(() -> write(200));
        Binding request = scopes.carry(new Scope());
        server = () -> Optional.of("alice");
        contexts.rememberCaller();
        server = Optional::empty;
        contexts.rememberCaller();
        assertEquals(Optional.of("alice"), contexts.caller());
        assertEquals(Reason.REPLICA_BEHIND, read());
        server = () -> Optional.of("bob");
        assertEquals(Optional.of("bob"), contexts.caller(), "the server knows better");
        request.close();
        server = Optional::empty;
        assertEquals(Optional.empty(), contexts.caller());
        assertEquals(Reason.NO_CALLER, read());
    }

    @Test
    void theInnermostCallerHolds() throws Exception {
        contexts.as("bob").run(() -> {
            assertEquals(Optional.of("bob"), contexts.caller());
            contexts.as("alice").run(() -> assertEquals(Optional.of("alice"), contexts.caller()));
            assertEquals(Optional.of("bob"), contexts.caller());
        });
        assertEquals(
                Optional.of("alice"), contexts.current().as("bob").as("alice").call(contexts::caller));
    }

    @Test
    void aRequestHasItsOwnCallerAlsoOnAThreadThatHadAnother() {
        contexts.as("bob").run(() -> {
            Binding request = scopes.carry(new Scope());
            assertEquals(Optional.of("mallory"), contexts.caller());
            request.close();
        });
    }

    @Test
    void aBlankCallerIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> contexts.as(" "));
        assertThrows(IllegalArgumentException.class, () -> contexts.current().as(""));
    }

    @Test
    void whatIsHandedOverReadsWhatItsCallerWroteInBetweenElsewhere() throws Exception {
        Scopes.Binding request = scopes.carry(new Scope());
        assertEquals(Reason.CAUGHT_UP, read());
        onAnotherNode("mallory", 200);
        assertEquals(Reason.CAUGHT_UP, read(), "the request itself trusts its mark for a while");
        Callable<Reason> handedOver = contexts.current().contextual(this::read);
        assertEquals(Reason.REPLICA_BEHIND, handedOver.call());
        request.close();

        servers(1, 300, 300);
        assertEquals(Reason.CAUGHT_UP, handedOver.call(), "each execution decides anew");
        onAnotherNode("mallory", 400);
        assertEquals(Reason.REPLICA_BEHIND, handedOver.call(), "long after the request, without time having passed");
    }

    private void onAnotherNode(String who, long position) throws StoreUnavailable {
        primaryServer.answers(at(1, position));
        marks.raise(FakeServer.CLUSTER, who, at(1, position), Set.of());
    }

    @Test
    void thatSomethingWasWrittenIsSharedBothWays() throws Exception {
        server = Optional::empty;
        Scopes.Binding request = scopes.carry(new Scope());
        Callable<Reason> before = contexts.current().contextual(this::read);
        assertEquals(Reason.ANONYMOUS, before.call());
        contexts.current().contextual(() -> write(200)).run();
        assertEquals(Reason.WROTE, read(), "the request reads what the work wrote");
        assertEquals(Reason.WROTE, before.call(), "the work reads what other work wrote");
        request.close();
        Scopes.Binding another = scopes.carry(new Scope());
        assertEquals(Reason.ANONYMOUS, read());
        assertEquals(Reason.ANONYMOUS, contexts.current().call(this::read), "another request, another scope");
        another.close();
    }

    @Test
    void freshnessIsThatOfTheHandOver() throws Exception {
        Scopes.Binding request = scopes.carry(new Scope());
        assertEquals(Reason.NOT_ROUTED, contexts.current().call(() -> router.routeRead()
                .reason()));
        Scopes.Binding routed = scopes.route(Freshness.EVENTUAL);
        Callable<Reason> handedOver =
                contexts.current().contextual(() -> router.routeRead().reason());
        routed.close();
        assertEquals(Reason.EVENTUAL, handedOver.call());
        request.close();
        assertEquals(Reason.NOT_ROUTED, contexts.as("alice").call(() -> router.routeRead()
                .reason()));
    }

    @Test
    void aCallerThatCannotBeToldIsAskedAgainWhereTheWorkIsDone() throws Exception {
        server = () -> {
            throw new IllegalStateException("no request");
        };
        Callable<Reason> handedOver = contexts.current().contextual(this::read);
        assertThrows(IllegalStateException.class, handedOver::call);
        server = () -> Optional.of("alice");
        assertEquals(Reason.CAUGHT_UP, handedOver.call());
    }

    @Test
    void whereNothingIsBoundNothingIsTakenAlong() throws Exception {
        server = Optional::empty;
        WorkContext nothing = contexts.current();
        Scopes.Binding request = scopes.carry(new Scope());
        assertEquals(Optional.empty(), nothing.call(scopes::scope));
        Binding cleared = contexts.clear();
        assertEquals(Optional.empty(), scopes.scope());
        cleared.close();
        assertEquals(true, scopes.scope().isPresent());
        request.close();
    }

    @Test
    void eachExecutionIsAScopeOfItsOwn() throws Exception {
        Callable<Optional<Scope>> handedOver = contexts.as("alice").contextual(scopes::scope);
        assertNotSame(handedOver.call().orElseThrow(), handedOver.call().orElseThrow());
        contexts.as("alice").run(() -> write(200));
        assertEquals(Reason.CAUGHT_UP, contexts.as("bob").call(this::read), "nor is its write another's");
    }

    @Test
    void whoeverActsInATransactionIsMarkedWhenItWritesLater() throws Exception {
        transactions.begin();
        contexts.as("alice").run(() -> {});
        assertEquals(Reason.CAUGHT_UP, contexts.as("alice").call(this::read), "that does not touch the primary");
        router.beginWrite();
        primaryServer.answers(at(1, 200));
        transactions.commit();
        assertEquals(Reason.REPLICA_BEHIND, contexts.as("alice").call(this::read));
        assertEquals(Reason.CAUGHT_UP, contexts.as("bob").call(this::read));
    }

    @Test
    void whoeverActsInATransactionIsAnnouncedBeforeItCommits() {
        server = Optional::empty;
        transactions.begin();
        contexts.as("alice").run(() -> {});
        Write flush = router.beginWrite();
        flush.beforeStatement(FakeBackends.number(7));
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "alice"), "nobody is known to write, she may be meant");
        contexts.as("bob").run(() -> {});
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "bob"));
        transactions.completing();
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "bob"), "his entity may have been flushed");
        transactions.commit();
        assertEquals(0, marks.pending(FakeServer.CLUSTER, "alice") + marks.pending(FakeServer.CLUSTER, "bob"));
    }

    @Test
    void aCommitInTheTextIsAnnouncedForEveryoneWhoActed() {
        transactions.begin();
        contexts.as("alice").run(() -> {});
        Write text = router.beginWrite();
        text.beforeCommit();
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "alice"));
        assertEquals(1, marks.pending(FakeServer.CLUSTER, "mallory"));
        transactions.commit();
    }

    @Test
    void alsoInOneThatBeginsInTheWorkAndOutlivesIt() throws Exception {
        contexts.as("alice").run(transactions::begin);
        router.beginWrite();
        primaryServer.answers(at(1, 200));
        transactions.commit();
        assertEquals(Reason.REPLICA_BEHIND, contexts.as("alice").call(this::read));
    }

    @Test
    void whoeverActsInATransactionThatWritesNothingIsNotMarked() throws Exception {
        transactions.begin();
        contexts.as("alice").run(() -> {});
        primaryServer.answers(at(1, 200));
        transactions.commit();
        assertEquals(Reason.CAUGHT_UP, contexts.as("alice").call(this::read));
    }

    @Test
    void aPositionThatWasSentIsWaitedFor() throws Exception {
        server = Optional::empty;
        primaryServer.answers(at(1, 200));
        String sent = contexts.position();
        assertEquals(text(1, 200), sent);
        assertEquals(Reason.REPLICA_BEHIND, contexts.after(sent).call(this::read));
        assertEquals(Reason.REPLICA_BEHIND, contexts.as("alice").after(sent).call(this::read));
        assertEquals(
                Reason.REPLICA_BEHIND,
                contexts.after(sent).after(text(1, 50)).call(() -> contexts.current()
                        .call(this::read)),
                "also by what is handed over in turn");
        assertEquals(Reason.NO_CALLER, read());
        servers(1, 200, 200);
        assertEquals(Reason.CAUGHT_UP, contexts.after(sent).call(this::read));
    }

    @Test
    void aPositionThatIsKnownToThePrimaryCostsNoQuestion() throws Exception {
        int before = primaryServer.enquiries();
        assertEquals(Reason.CAUGHT_UP, contexts.after(text(1, 100)).call(this::read));
        assertEquals(before, primaryServer.enquiries());
    }

    @Test
    void aPositionAheadOfWhatIsKnownIsAskedFor() throws Exception {
        primaryServer.answers(at(1, 200));
        replicaServer.answers(at(1, 150));
        replica.awaitPoll(WAIT);
        assertEquals(Reason.REPLICA_BEHIND, contexts.after(text(1, 160)).call(this::read), "the primary has it");
        assertEquals(Reason.CAUGHT_UP, contexts.after(text(1, 150)).call(this::read));
    }

    @Test
    void whatThePrimaryNoLongerHasIsReplacedByWhereItIs() throws Exception {
        assertEquals(Reason.CAUGHT_UP, contexts.after(text(1, 5000)).call(this::read), "a crash lost it");
        servers(2, 200, 200);
        assertEquals(Reason.CAUGHT_UP, contexts.after(text(1, 5000)).call(this::read), "a promotion lost it");
        servers(2, 300, 150);
        assertEquals(Reason.REPLICA_BEHIND, contexts.after(text(1, 100)).call(this::read), "it may be in the rest");
        servers(2, 300, 250);
        assertEquals(Reason.CAUGHT_UP, contexts.after(text(1, 100)).call(this::read), "past where 2 was first seen");
    }

    @Test
    void aPositionOnANewerTimelineIsNotReplaced() throws Exception {
        assertEquals(Reason.PRIMARY_OUTDATED, contexts.after(text(2, 50)).call(this::read));
    }

    @Test
    void aPositionThatNobodyKnowsIsReadOnThePrimary() throws Exception {
        assertEquals(
                Reason.POSITION_UNKNOWN,
                contexts.after(text(new ClusterId(43), 1, 1)).call(this::read));
        assertEquals(Reason.POSITION_UNKNOWN, contexts.after("v1.primary").call(this::read));
    }

    @Test
    void aPrimaryThatDoesNotAnswerKnowsNothing() throws Exception {
        primaryServer.fails(ServerFault.Kind.UNREACHABLE, "down");
        assertEquals("v1.primary", contexts.position());
        assertEquals(Reason.REPLICA_BEHIND, contexts.after(text(1, 5000)).call(this::read));
    }

    @Test
    void whereNothingIsWatchedThePositionIsThePrimary() {
        assertEquals("v1.primary", new ScopePropagation(scopes, caller, router, Optional.empty()).position());
    }

    @Test
    void aPositionWithinATransactionIsRefused() {
        transactions.begin();
        assertThrows(IllegalStateException.class, contexts::position);
        transactions.commit();
        assertEquals(text(1, 100), contexts.position());
    }

    @Test
    void theRunningOnesAreThoseOfAnApplicationThatHasStartedAndNotEnded() {
        assertEquals(Optional.empty(), RunningScopePropagation.current());
        RunningScopePropagation.begin(contexts);
        assertSame(contexts, RunningScopePropagation.current().orElseThrow());
        RunningScopePropagation.end(new ScopePropagation(scopes, caller, router, Optional.empty()));
        assertSame(contexts, RunningScopePropagation.current().orElseThrow());
        RunningScopePropagation.end(contexts);
        assertEquals(Optional.empty(), RunningScopePropagation.current());
    }

    static Stream<ExecutorService> pools() throws ReflectiveOperationException {
        ExecutorService pooled = Executors.newFixedThreadPool(8);
        return Runtime.version().feature() < 21
                ? Stream.of(pooled)
                : Stream.of(pooled, (ExecutorService) Executors.class
                        .getMethod("newVirtualThreadPerTaskExecutor")
                        .invoke(null));
    }

    @ParameterizedTest
    @MethodSource("pools")
    void noThreadKeepsAScopeOrACaller(ExecutorService pool) throws Exception {
        Scopes.Binding request = scopes.carry(new Scope());
        WorkContext here = contexts.current();
        Callable<Optional<Scope>> leftBefore = () -> {
            Optional<Scope> left = scopes.scope();
            try {
                here.as("alice").call(() -> {
                    assertEquals(Reason.CAUGHT_UP, read());
                    throw new IllegalStateException("work that fails");
                });
            } catch (IllegalStateException expected) {
                return left.or(scopes::scope);
            }
            throw new AssertionError("the work did not fail");
        };
        List<Future<Optional<Scope>>> tasks = new ArrayList<>();
        for (int i = 0; i < TASKS; i++) {
            tasks.add(pool.submit(leftBefore));
        }
        long left = 0;
        for (Future<Optional<Scope>> task : tasks) {
            left += task.get().isPresent() ? 1 : 0;
        }
        pool.shutdown();
        request.close();
        assertEquals(0, left, "threads that were left with a scope");
    }
}
