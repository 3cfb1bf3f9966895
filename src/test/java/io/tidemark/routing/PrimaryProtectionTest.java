package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Freshness;
import io.tidemark.OverBudget;
import io.tidemark.ReadsUnavailable;
import io.tidemark.Reason;
import io.tidemark.routing.RouterSettings.ReadPolicy;
import io.tidemark.routing.Routing.ReplicaFault;
import io.tidemark.wal.ServerFault;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** Tests {@link PrimaryProtection} in a {@link Router}, with a budget of two reads at once. */
class PrimaryProtectionTest extends PrimaryAndReplica {

    private static final BorrowedConnections NONE_HELD = () -> true;
    private static final Duration LONG = Duration.ofSeconds(10);

    /** Does not wait for a replica by default. */
    private final Router limited = new Router(
            scopes,
            new CurrentCaller(scopes, () -> caller),
            transactions,
            replication,
            new RouterSettings(
                    ReadPolicy.REPLICA,
                    CallerShare.ALL,
                    Duration.ZERO,
                    Duration.ofSeconds(1),
                    1.25,
                    new BudgetSettings(OptionalInt.of(2), OptionalDouble.empty())),
            time::get,
            new RouteCounters(),
            decision -> {});

    private static ReadTerms terms(Duration wait, OverBudget policy) {
        return new ReadTerms(Freshness.READ_YOUR_WRITES, Optional.of(wait), policy);
    }

    /** Runs it within calls of these terms, the outermost first. */
    private <T> T within(Supplier<T> work, ReadTerms... nested) {
        if (nested.length == 0) {
            return work.get();
        }
        Scopes.Binding bound = scopes.route(nested[0]);
        try {
            return within(work, List.of(nested).subList(1, nested.length).toArray(ReadTerms[]::new));
        } finally {
            bound.close();
        }
    }

    private Admission admitRead() {
        return limited.admit(limited.routeRead(), NONE_HELD);
    }

    private Admission admitRead(Duration wait, OverBudget policy) {
        return within(this::admitRead, terms(wait, policy));
    }

    private int running() {
        return limited.budget().orElseThrow().running();
    }

    private void assertRefused(Supplier<?> read) {
        long before = limited.budget().orElseThrow().refused();
        ReadsUnavailable refused = assertThrows(ReadsUnavailable.class, read::get);
        assertEquals(1, refused.retryAfterSeconds());
        String message = String.valueOf(refused.getMessage());
        assertTrue(message.contains("tidemark.primary.budget.concurrent=2"), message);
        assertEquals(before + 1, limited.budget().orElseThrow().refused());
    }

    /** The replica lags behind a write of alice, and the budget is used up. */
    private List<Admission> usedUp() {
        writes("alice", 200);
        return List.of(admitRead(Duration.ZERO, OverBudget.REFUSE), admitRead(Duration.ZERO, OverBudget.REFUSE));
    }

    /**
     * Waits on another thread: within one scope, a read without a wait finds that the replica is behind, and then a read
     * waits for this time.
     */
    private CompletableFuture<Admission> waiting(Duration wait) {
        return CompletableFuture.supplyAsync(() -> within(
                () -> {
                    limited.routeRead();
                    return within(this::admitRead, terms(wait, OverBudget.REFUSE));
                },
                terms(Duration.ZERO, OverBudget.REFUSE)));
    }

    private void awaitWaiting() {
        long begun = System.nanoTime();
        while (limited.budget().orElseThrow().waiting() == 0) {
            assertTrue(System.nanoTime() - begun < LONG.toNanos(), "no read waits");
            Thread.onSpinWait();
        }
    }

    private static <T> T get(CompletableFuture<T> waiting) throws Exception {
        return waiting.get(LONG.toSeconds() / 2, TimeUnit.SECONDS);
    }

    @Test
    void beyondTheBudgetAReadIsRefusedUntilAnotherOneEnds() {
        List<Admission> running = usedUp();
        assertRefused(() -> admitRead(Duration.ZERO, OverBudget.REFUSE));
        running.get(0).close();
        admitRead(Duration.ZERO, OverBudget.REFUSE).close();
        assertEquals(1, running());
    }

    @Test
    void readsThatBelongOnThePrimaryAreNeitherCountedNorRefused() {
        Set<Reason> diverted = EnumSet.of(
                Reason.REPLICA_BEHIND,
                Reason.REPLICA_CLOCK,
                Reason.REPLICA_UNAVAILABLE,
                Reason.REPLICA_CONFLICT,
                Reason.REPLICA_FAILED,
                Reason.REPLICA_INELIGIBLE,
                Reason.STORE_UNAVAILABLE,
                Reason.PRIMARY_UNKNOWN,
                Reason.POSITION_UNKNOWN,
                Reason.PRIMARY_OUTDATED);
        usedUp();
        for (Reason reason : Reason.values()) {
            if (diverted.contains(reason)) {
                assertRefused(() -> limited.admit(Decision.of(reason), () -> false));
            } else {
                assertSame(Admission.UNLIMITED, limited.admit(Decision.of(reason), NONE_HELD), reason.name());
            }
        }
        assertEquals(2, running());
    }

    @Test
    void aReadPassesIfItsTermsSaySoAndOthersSeeIt() {
        List<Admission> running = usedUp();
        Admission passed = admitRead(Duration.ZERO, OverBudget.PASS);
        assertEquals(3, running());
        running.get(0).close();
        assertRefused(() -> admitRead(Duration.ZERO, OverBudget.REFUSE));
        passed.close();
        assertEquals(1, running());
    }

    @Test
    void theInnermostTermsDecide() {
        usedUp();
        ReadTerms pass = terms(Duration.ZERO, OverBudget.PASS);
        ReadTerms refuse = terms(Duration.ZERO, OverBudget.REFUSE);
        within(this::admitRead, refuse, pass);
        assertRefused(() -> within(this::admitRead, pass, refuse));
        assertRefused(() -> within(this::admitRead, pass, ReadTerms.of(Freshness.READ_YOUR_WRITES)));
    }

    @Test
    void aRouteThatAScopeHoldsDoesNotEscapeTheBudget() {
        writes("alice", 200);
        within(
                () -> {
                    admitRead();
                    admitRead();
                    assertEquals(2, running());
                    assertRefused(this::admitRead);
                    return running();
                },
                terms(Duration.ZERO, OverBudget.REFUSE));
    }

    @Test
    void aWaitEndsWhenAnotherReadEnds() throws Exception {
        List<Admission> running = usedUp();
        CompletableFuture<Admission> waiting = waiting(LONG);
        awaitWaiting();
        running.get(1).close();
        Admission admitted = get(waiting);
        assertEquals(Optional.empty(), admitted.instead());
        assertEquals(2, running());
        admitted.close();
        assertEquals(1, running());
    }

    @Test
    void aWaitEndsWhenAReplicaCoversThePosition() throws Exception {
        usedUp();
        CompletableFuture<Admission> waiting = CompletableFuture.supplyAsync(() -> within(
                () -> {
                    limited.routeRead();
                    Admission admission = within(this::admitRead, terms(LONG, OverBudget.REFUSE));
                    assertEquals(Reason.CAUGHT_UP, limited.routeRead().reason(), "the scope stays on the replica");
                    return admission;
                },
                terms(Duration.ZERO, OverBudget.REFUSE)));
        awaitWaiting();
        replicaServer.answers(at(200));
        Decision instead = get(waiting).instead().orElseThrow();
        assertEquals(Reason.CAUGHT_UP, instead.reason());
        assertEquals(Optional.of(replica.name()), instead.replica());
        assertEquals(Optional.of(at(200)), instead.required());
        assertEquals(2, running(), "it takes nothing of the budget");
    }

    @Test
    void aWaitEndsAfterItsTime() {
        List<Admission> running = usedUp();
        long begun = System.nanoTime();
        assertRefused(() -> within(
                () -> {
                    limited.routeRead();
                    return within(this::admitRead, terms(Duration.ofMillis(100), OverBudget.REFUSE));
                },
                terms(Duration.ZERO, OverBudget.REFUSE)));
        assertTrue(System.nanoTime() - begun >= Duration.ofMillis(100).toNanos());
        running.forEach(Admission::close);
        assertEquals(0, running());
    }

    @Test
    void theTimeThatAReadHasWaitedForAReplicaCounts() {
        usedUp();
        Duration wait = Duration.ofMillis(500);
        within(
                () -> {
                    Decision decision = limited.routeRead();
                    long begun = System.nanoTime();
                    assertRefused(() -> limited.admit(decision, NONE_HELD));
                    assertTrue(System.nanoTime() - begun < wait.dividedBy(2).toNanos(), "it waited again");
                    return decision;
                },
                terms(wait, OverBudget.REFUSE));
    }

    @Test
    void aThreadThatHoldsAConnectionDoesNotWait() {
        usedUp();
        within(
                () -> {
                    Decision decision = limited.routeRead();
                    return within(
                            () -> {
                                assertRefused(() -> limited.admit(decision, () -> false));
                                return decision;
                            },
                            terms(Duration.ofHours(1), OverBudget.REFUSE));
                },
                terms(Duration.ZERO, OverBudget.REFUSE));
    }

    @Test
    void anInterruptEndsTheWaitAndIsKept() {
        List<Admission> running = usedUp();
        within(
                () -> {
                    Decision decision = limited.routeRead();
                    return within(
                            () -> {
                                Thread.currentThread().interrupt();
                                assertRefused(() -> limited.admit(decision, NONE_HELD));
                                return assertInterrupted();
                            },
                            terms(Duration.ofHours(1), OverBudget.REFUSE));
                },
                terms(Duration.ZERO, OverBudget.REFUSE));
        running.forEach(Admission::close);
        assertEquals(0, running());
    }

    private static boolean assertInterrupted() {
        boolean interrupted = Thread.interrupted();
        assertTrue(interrupted);
        return interrupted;
    }

    @Test
    void aReadThatAsksForTheTimeDoesNotMoveToAReplicaWhoseClockIsUnknown() throws ServerFault {
        usedUp();
        within(
                () -> {
                    Decision decision = limited.routeReadByClock();
                    assertEquals(Reason.REPLICA_BEHIND, decision.reason());
                    replicaServer.answers(at(200));
                    replica.awaitPoll(WAIT);
                    return within(
                            () -> {
                                assertRefused(() -> limited.admit(decision, NONE_HELD));
                                return decision;
                            },
                            terms(Duration.ofMillis(50), OverBudget.REFUSE));
                },
                terms(Duration.ZERO, OverBudget.REFUSE));
    }

    @Test
    void aReadDoesNotReturnToTheReplicaOnWhichItFailed() throws ServerFault {
        usedUp();
        servers(200, 200);
        within(
                () -> {
                    Decision failed = limited.routeRead();
                    assertEquals(Reason.CAUGHT_UP, failed.reason());
                    Decision elsewhere =
                            limited.reroute(failed, List.of(replica.name()), ReplicaFault.BEHIND, "another server");
                    assertEquals(Reason.REPLICA_BEHIND, elsewhere.reason());
                    assertRefused(() -> limited.admit(elsewhere, NONE_HELD));
                    return failed;
                },
                terms(Duration.ofMillis(50), OverBudget.REFUSE));
    }

    @Test
    void withoutABudgetNothingIsCounted() {
        writes("alice", 200);
        assertEquals(Optional.empty(), router.budget());
        assertSame(Admission.UNLIMITED, router.admit(Decision.of(Reason.REPLICA_BEHIND), NONE_HELD));
    }
}
