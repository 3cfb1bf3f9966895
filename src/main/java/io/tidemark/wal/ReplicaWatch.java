package io.tidemark.wal;

import io.tidemark.wal.ReplicaState.Fitness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is known of one replica: whether it may be used, and how far it has replayed.
 *
 * <p>{@link #run} is run by one thread for the life of the application; it alone asks the server, at an interval and
 * whenever a read needs a newer position. A position that is known may be older than the truth, which only costs a read
 * on the primary. It is forgotten at the first poll that fails, since a replica that restarts may show an older state.
 */
public final class ReplicaWatch implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ReplicaWatch.class.getName());

    private static final ReplicaState UNKNOWN = ReplicaState.without(Fitness.UNAVAILABLE, "It has not been asked yet.");

    private final Poller poller;
    private final String name;
    private final PrimaryWatch primary;
    private final Duration maxLag;
    private final Ticker ticker;

    private volatile ReplicaState state = UNKNOWN;
    private long suspectedAt;

    /**
     * Watches a replica, once it is run.
     *
     * @param interval how often it is polled
     * @param maxLag the lag from which on it is not eligible
     */
    public ReplicaWatch(Server replica, PrimaryWatch primary, Duration interval, Duration maxLag, Ticker ticker) {
        this.name = replica.name();
        this.primary = primary;
        this.maxLag = maxLag;
        this.ticker = ticker;
        this.suspectedAt = ticker.nanos();
        this.poller = new Poller(replica, interval, ticker, new Observed());
    }

    /** Polls until closed or interrupted. */
    @Override
    public void run() {
        poller.run();
    }

    public ReplicaState state() {
        return state;
    }

    /**
     * What a poll that starts after this call shows, or what is known once the wait is over. Callers that wait at the
     * same time share one poll.
     */
    public ReplicaState fresh(Duration wait) {
        try {
            poller.next().get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException known) {
            // The state says what is known, also after a failed poll.
            return state;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return state;
    }

    /** Takes the replica out of use until a poll that starts after this call finds it well. */
    public void suspect(String why) {
        synchronized (this) {
            suspectedAt = ticker.nanos();
            change(ReplicaState.without(Fitness.UNAVAILABLE, why));
        }
    }

    @Override
    public void close() {
        poller.close();
    }

    private synchronized void conclude(long asked, ReplicaState found) {
        if (asked - suspectedAt >= 0) {
            change(found);
        }
    }

    private void change(ReplicaState found) {
        ReplicaState before = state;
        state = found;
        if (before.eligible() && !found.eligible()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The replica cannot be used: {0}",
                    found.problem().orElse(""));
        } else if (!before.eligible() && found.eligible()) {
            LOG.log(
                    System.Logger.Level.INFO,
                    "The replica can be used; replayed {0}.",
                    found.replayed().map(Position::toString).orElse(""));
        } else if (isNews(before, found)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The replica still cannot be used: {0}",
                    found.problem().orElse(""));
        }
    }

    private static boolean isNews(ReplicaState before, ReplicaState found) {
        // A lag is another one at each poll; it alone comes with a position.
        boolean lags = before.replayed().isPresent() && found.replayed().isPresent();
        return before.fitness() != found.fitness()
                || (!lags && !before.problem().equals(found.problem()));
    }

    private ReplicaState judge(Reading reading) {
        Optional<ClusterId> cluster = primary.cluster();
        if (cluster.isEmpty()) {
            return ReplicaState.without(Fitness.PRIMARY_UNKNOWN, "The primary has not answered yet.");
        }
        if (!cluster.get().equals(reading.cluster())) {
            return ReplicaState.without(
                    Fitness.INELIGIBLE,
                    name + ": It belongs to cluster " + reading.cluster() + ", the primary to " + cluster.get()
                            + "; expected a streaming replica of this primary.");
        }
        Position replayed = reading.position();
        Optional<Duration> lag = primary.samples().lag(replayed, ticker.nanos());
        if (lag.isEmpty() || lag.get().compareTo(maxLag) >= 0) {
            String howMuch = lag.map(l -> "is " + l.toMillis() + " ms").orElse("is not known yet");
            return new ReplicaState(
                    Fitness.INELIGIBLE,
                    Optional.of(replayed),
                    lag,
                    Optional.of(name + ": Its lag " + howMuch + "; it must be below " + maxLag.toMillis()
                            + " ms, half the horizon."));
        }
        return new ReplicaState(Fitness.ELIGIBLE, Optional.of(replayed), lag, Optional.empty());
    }

    private final class Observed implements Poller.Observer {
        @Override
        public void answered(long asked, Reading reading) {
            conclude(asked, judge(reading));
        }

        @Override
        public void failed(long asked, ServerFault fault) {
            Fitness fitness = fault.kind() == ServerFault.Kind.UNFIT ? Fitness.INELIGIBLE : Fitness.UNAVAILABLE;
            conclude(asked, ReplicaState.without(fitness, String.valueOf(fault.getMessage())));
        }
    }
}
