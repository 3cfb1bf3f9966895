package io.tidemark.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tidemark.Reason;
import io.tidemark.wal.KeptLog;
import io.tidemark.wal.Position;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests {@link PrimaryBudget}: its limits, its queue and its log. */
@Timeout(30)
class PrimaryBudgetTest {

    private final AtomicLong time = new AtomicLong(-Duration.ofHours(1).toNanos());
    private final KeptLog log = new KeptLog();

    private PrimaryBudget concurrent(int limit) {
        return new PrimaryBudget(new BudgetSettings(OptionalInt.of(limit), OptionalDouble.empty()), log, time::get);
    }

    private PrimaryBudget share(double limit) {
        return new PrimaryBudget(new BudgetSettings(OptionalInt.empty(), OptionalDouble.of(limit)), log, time::get);
    }

    private static void routed(PrimaryBudget budget, int reads) {
        Decision decision = new Decision(Reason.CAUGHT_UP, Optional.<Position>empty(), Optional.empty());
        for (int i = 0; i < reads; i++) {
            budget.routed(decision);
        }
    }

    /** Begins and ends as many reads as the budget admits. */
    private static int admitted(PrimaryBudget budget) {
        int admitted = 0;
        while (admitted < 10_000 && budget.tryBegin()) {
            budget.end();
            admitted++;
        }
        return admitted;
    }

    @Test
    void noMoreRunAtOnceThanTheLimit() {
        PrimaryBudget budget = concurrent(2);
        assertTrue(budget.tryBegin());
        assertTrue(budget.tryBegin());
        assertFalse(budget.tryBegin());
        budget.end();
        assertTrue(budget.tryBegin());
        assertEquals(2, budget.running());
    }

    @Test
    void waitingReadsBeginInTheOrderOfArrival() {
        PrimaryBudget budget = concurrent(1);
        assertTrue(budget.tryBegin());
        PrimaryBudget.Turn first = budget.queue();
        PrimaryBudget.Turn second = budget.queue();
        budget.end();
        assertTrue(first.begun().isDone());
        assertFalse(second.begun().isDone());
        assertFalse(budget.tryBegin(), "nobody overtakes those that wait");
        budget.end();
        assertTrue(second.await(0));
        assertEquals(1, budget.running());
    }

    @Test
    void aReadThatLeavesTheQueueTakesNothingAlsoIfItsTurnHasCome() {
        PrimaryBudget budget = concurrent(1);
        assertTrue(budget.tryBegin());
        PrimaryBudget.Turn first = budget.queue();
        PrimaryBudget.Turn second = budget.queue();
        first.leave();
        budget.end();
        assertTrue(second.begun().isDone());
        second.leave();
        assertEquals(0, budget.running());
        assertTrue(budget.tryBegin());
    }

    @Test
    void whatRunsBeyondTheLimitCounts() {
        PrimaryBudget budget = concurrent(1);
        budget.begin();
        budget.begin();
        assertEquals(2, budget.running());
        budget.end();
        assertFalse(budget.tryBegin());
        budget.end();
        assertTrue(budget.tryBegin());
    }

    @Test
    void threadsNeverExceedTheLimitAndLeaveNothingBehind() throws Exception {
        PrimaryBudget budget = concurrent(3);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(16);
        for (int i = 0; i < 16; i++) {
            threads.execute(() -> {
                for (int read = 0; read < 500; read++) {
                    PrimaryBudget.Turn turn = budget.queue();
                    if (turn.await(TimeUnit.MICROSECONDS.toNanos(read % 50))) {
                        most.accumulateAndGet(now.incrementAndGet(), Math::max);
                        Thread.onSpinWait();
                        now.decrementAndGet();
                        budget.end();
                    } else {
                        turn.leave();
                    }
                }
            });
        }
        threads.shutdown();
        assertTrue(threads.awaitTermination(20, TimeUnit.SECONDS));
        assertTrue(most.get() <= 3, most + " at once");
        assertEquals(0, budget.running());
        assertTrue(budget.tryBegin());
    }

    @Test
    void aShareOfTheReadsOfTheLastTenSecondsIsAdmitted() {
        PrimaryBudget budget = share(0.2);
        for (int second = 0; second < 10; second++) {
            routed(budget, 100);
            time.addAndGet(Duration.ofSeconds(second < 9 ? 1 : 0).toNanos());
        }
        assertEquals(200, admitted(budget));
        time.addAndGet(Duration.ofSeconds(5).toNanos());
        routed(budget, 500);
        assertEquals(0, admitted(budget), "they still count");
        time.addAndGet(Duration.ofSeconds(5).toNanos());
        routed(budget, 1000);
        assertEquals(300, admitted(budget), "those of before are forgotten");
    }

    @Test
    void onlyReadsThatReplicasMayServeAreRouted() {
        PrimaryBudget budget = share(0.5);
        for (Reason reason : Reason.values()) {
            for (int i = 0; i < 100; i++) {
                budget.routed(Decision.of(reason));
            }
        }
        // Three reasons on a replica, and ten for which no replica would do.
        assertEquals(13 * 100 / 2, admitted(budget));
    }

    @Test
    void aNodeWithFewReadsIsNotRefused() {
        PrimaryBudget budget = share(0.01);
        routed(budget, 3);
        assertEquals(DivertedShare.MINIMUM, admitted(budget));
        time.addAndGet(Duration.ofSeconds(10).toNanos());
        assertEquals(DivertedShare.MINIMUM, admitted(budget));
    }

    @Test
    void aWaitingReadBeginsWhenTheShareHasGrown() {
        PrimaryBudget budget = share(0.1);
        assertEquals(DivertedShare.MINIMUM, admitted(budget));
        PrimaryBudget.Turn turn = budget.queue();
        assertFalse(turn.begun().isDone());
        routed(budget, 2000);
        assertTrue(turn.await(0));
    }

    @Test
    void aWarningIsLoggedWhenRefusalsBegin() {
        PrimaryBudget budget = concurrent(4);
        for (int i = 0; i < 100; i++) {
            budget.refuse(Reason.REPLICA_BEHIND);
            time.addAndGet(Duration.ofSeconds(9).toNanos());
        }
        String first = "WARNING Reads are refused, because no replica can serve them (REPLICA_BEHIND) and the primary's"
                + " budget is used up (tidemark.primary.budget.concurrent=4); 1 in total since the start";
        assertEquals(List.of(first), log.lines());
        time.addAndGet(Duration.ofSeconds(1).toNanos());
        budget.refuse(Reason.REPLICA_UNAVAILABLE);
        assertEquals(2, log.lines().size());
        assertEquals(101, budget.refused());
    }
}
