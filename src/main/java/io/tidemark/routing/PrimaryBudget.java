package io.tidemark.routing;

import io.tidemark.ReadsUnavailable;
import io.tidemark.Reason;
import io.tidemark.Route;
import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;

/**
 * The budget of this node for reads that run on the primary because no replica can serve them. Thread-safe.
 *
 * <p>Two limits apply: the number of such reads that run at once, and their share of the routed reads of the last ten
 * seconds. A read counts as running from its admission to the end of its execution, so also while it waits for the
 * primary's pool.
 */
public final class PrimaryBudget {

    /** The time after which the client of a refused read should retry. The replicas may need longer; a retry is cheap. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final BudgetSettings limits;
    private final Optional<DivertedShare> share;
    private final RefusalLog refusals;
    private final LongAdder refused = new LongAdder();

    // Guarded by this.
    private final Deque<Turn> queue = new ArrayDeque<>();
    private int running;

    /** @param log receives a WARNING when refusals begin */
    PrimaryBudget(BudgetSettings limits, System.Logger log, Ticker ticker) {
        this.limits = limits;
        this.share = limits.share().isPresent()
                ? Optional.of(new DivertedShare(limits.share().getAsDouble(), ticker))
                : Optional.empty();
        this.refusals = new RefusalLog(log, limits, ticker);
    }

    /** The place of a waiting read in the queue. Its thread calls {@link #await} or {@link #leave} at the end. */
    final class Turn {

        private final CompletableFuture<Void> begun = new CompletableFuture<>();

        /** Completed when the read may begin. It counts as running then. */
        CompletableFuture<Void> begun() {
            return begun;
        }

        /**
         * Waits until the read may begin.
         *
         * @param nanos the maximum time to wait
         * @return whether the read has begun; false also if the thread was interrupted, whose interrupt status is then
         *     set
         */
        boolean await(long nanos) {
            try {
                begun.get(nanos, TimeUnit.NANOSECONDS);
                return true;
            } catch (TimeoutException | ExecutionException over) {
                return beginsNow(this);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return false;
            }
        }

        /** Gives up the place. If the read may begin already, it ends. */
        void leave() {
            withdraw(this);
        }
    }

    /** Counts a read that was routed by the state of the replicas, for the share. */
    void routed(Decision decision) {
        if (share.isPresent()
                && (decision.route() == Route.REPLICA || decision.reason().isDiverted())) {
            share.get().routed();
        }
    }

    /** Begins a read, whatever the limits. */
    synchronized void begin() {
        running++;
        if (share.isPresent()) {
            share.get().diverted();
        }
    }

    /** Begins a read if the limits admit it now, after those that wait. */
    synchronized boolean tryBegin() {
        beginWaiting();
        boolean admitted = queue.isEmpty() && admits();
        if (admitted) {
            begin();
        }
        return admitted;
    }

    private boolean admits() {
        return (limits.concurrent().isEmpty() || running < limits.concurrent().getAsInt())
                && (share.isEmpty() || share.get().admits());
    }

    /** Ends a read, and begins waiting ones. */
    synchronized void end() {
        running--;
        beginWaiting();
    }

    private void beginWaiting() {
        while (!queue.isEmpty() && admits()) {
            Turn next = queue.remove();
            begin();
            next.begun.complete(null);
        }
    }

    /** Adds a read to the end of the queue. */
    synchronized Turn queue() {
        Turn turn = new Turn();
        queue.add(turn);
        beginWaiting();
        return turn;
    }

    /** Begins a read whose time is over, if the limits admit it by now. The share grows without an event. */
    private synchronized boolean beginsNow(Turn turn) {
        beginWaiting();
        return turn.begun.isDone();
    }

    private synchronized void withdraw(Turn turn) {
        if (!queue.remove(turn)) {
            end();
        }
    }

    /** Counts a refusal, and returns its exception. */
    ReadsUnavailable refuse(Reason reason) {
        refused.increment();
        refusals.refused(reason, refused.sum());
        return new ReadsUnavailable(
                "No replica can serve the read (" + reason + "), and the primary's budget for such reads is used up ("
                        + limits + "). Retry later",
                RETRY_AFTER);
    }

    /** Returns the limits. */
    public BudgetSettings limits() {
        return limits;
    }

    /** Returns the number of reads that run now. */
    public synchronized int running() {
        return running;
    }

    /** Returns the number of reads that wait for their turn. */
    synchronized int waiting() {
        return queue.size();
    }

    /** Returns the number of reads that were refused so far. */
    public long refused() {
        return refused.sum();
    }
}
