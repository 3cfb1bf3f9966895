package io.tidemark.wal;

import io.tidemark.time.Ticker;
import io.tidemark.wal.ReplicaState.Fitness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is known of the servers that the replica data source leads to: whether they may be used, and how far they have
 * replayed.
 *
 * <p>{@link #run} is run by one thread for the life of the application, which polls one of them, at an interval and
 * whenever a read needs a newer position: the one to which its own connection leads. In most set-ups that is the only one.
 * A balancer may lead other connections elsewhere; each is asked who it leads to before it serves ({@link #identified}), and
 * again when more must be known of that server than is.
 *
 * <p>A position that is known may be older than the truth, which only costs a read on the primary. All are forgotten when
 * a poll fails or a connection is lost. Everything but {@link #run} may be called by any thread.
 */
public final class ReplicaWatch implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ReplicaWatch.class.getName());

    private static final ReplicaState UNKNOWN = ReplicaState.without(Fitness.UNAVAILABLE, "It has not been asked yet.");

    /** For how many intervals a server may be read from that nobody has asked since. */
    private static final int FRESH_INTERVALS = 10;

    private final Poller poller;
    private final ReplicaEligibility eligibility;
    private final KnownServers servers;
    private final KnownCollations collations;
    private final CollationRule rule;
    private final ClockComparison clocks;
    private final Ticker ticker;

    /** Guarded by this, and so is the log. */
    private final Quarantine quarantine;

    private final ReplicaLog log;

    private volatile ReplicaState state = UNKNOWN;
    private volatile Optional<ServerId> polled = Optional.empty();
    private long suspectedAt;

    /**
     * Watches a replica, once it is run.
     *
     * @param name how an operator knows it, without secrets; begins the messages about it
     * @param interval how often it is polled
     * @param maxLag the lag from which on it is not eligible
     */
    public ReplicaWatch(
            String name,
            PositionSource replica,
            PrimaryWatch primary,
            Duration interval,
            Duration maxLag,
            Ticker ticker) {
        this(name, replica, primary, interval, maxLag, CollationRule.REQUIRE_SAME, ticker);
    }

    /**
     * The same with a rule of its own about collations.
     *
     * @param rule what is required of its collations
     */
    public ReplicaWatch(
            String name,
            PositionSource replica,
            PrimaryWatch primary,
            Duration interval,
            Duration maxLag,
            CollationRule rule,
            Ticker ticker) {
        this.eligibility = new ReplicaEligibility(name, primary, maxLag, rule, ticker);
        this.quarantine = new Quarantine(name);
        this.log = new ReplicaLog(new StateLog(LOG, "The replica", ticker), ticker);
        this.collations = new KnownCollations(ticker);
        this.rule = rule;
        this.clocks = new ClockComparison(name, primary, ticker);
        this.servers =
                new KnownServers(ticker, interval.multipliedBy(FRESH_INTERVALS).toNanos(), maxLag.toNanos());
        this.ticker = ticker;
        this.suspectedAt = ticker.nanos();
        this.poller = new Poller(name, replica, interval, ticker, new Observed());
    }

    /** Polls until closed or interrupted. */
    @Override
    public void run() {
        poller.run();
    }

    /** What the last poll has shown of the server that is polled. */
    public ReplicaState state() {
        return state;
    }

    /** A server that is known to satisfy a read that must include that position; else the one that is polled. */
    public ReplicaState best(Optional<Position> required) {
        ReplicaState now = state;
        return now.covers(required) || now.fitness() == Fitness.UNAVAILABLE
                ? now
                : servers.covering(required).orElse(now);
    }

    /** What is known of that server, and is recent enough for a read. */
    public Optional<ReplicaState> of(ServerId server) {
        return servers.of(server);
    }

    /**
     * Whether connections are known to lead to other servers too, which may satisfy a read although none is known to: to
     * be asked on a connection.
     */
    public boolean leadsElsewhere() {
        Optional<ServerId> known = polled;
        return known.isPresent() && state.fitness() != Fitness.UNAVAILABLE && servers.otherThan(known.get());
    }

    /**
     * A server answered on a connection that is about to serve reads.
     *
     * @param asked the ticker's time before the question was sent
     * @return what is known of the server now
     */
    public ReplicaState identified(long asked, PositionReading reading) {
        ReplicaState found = judged(asked, reading);
        synchronized (this) {
            if (asked - suspectedAt >= 0) {
                servers.put(reading.server(), found, asked);
            }
        }
        return found;
    }

    private ReplicaState judged(long asked, PositionReading reading) {
        Optional<ClockBounds> clock = servers.clock(asked, reading);
        return quarantined(
                eligibility.of(servers.followed(collations.complete(reading))).with(clock), ticker.nanos());
    }

    /** Whether a server must be asked for the versions of its collations, for its next {@link PositionReading}. */
    public boolean needsCollations(ServerId server) {
        return rule == CollationRule.REQUIRE_SAME && collations.isNeeded(server);
    }

    /**
     * Whether a replica in this state may answer a read that asks for the time and must include that position. False if
     * one of the clocks is not known. That it has replayed the position is another question.
     */
    public boolean permitsClock(ReplicaState replica, Position required) {
        return clocks.permits(replica, required);
    }

    /** How far the clock of the server that is polled is ahead of the primary's; empty if it is not known. */
    public Optional<ClockOffset> clockOffset() {
        return clocks.offset(state);
    }

    /** The ticker's time, for {@link #identified}. */
    public long now() {
        return ticker.nanos();
    }

    /**
     * What a poll that starts after this call shows, or what is known once the wait is over. Callers that wait at the
     * same time share one poll.
     */
    public ReplicaState awaitPoll(Duration wait) {
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

    /** Somebody would read from it, or asks how it is: while it is away, it is tried sooner. */
    public void retrySoon() {
        poller.retrySoon();
    }

    /** Takes all of it out of use until a poll, which starts at once, finds it well. What was known is forgotten. */
    public void suspect(String why) {
        synchronized (this) {
            suspectedAt = ticker.nanos();
            servers.forgetAll();
            change(ReplicaState.without(Fitness.UNAVAILABLE, why));
        }
        poller.wake();
    }

    /**
     * A read failed on it that the primary then ran, for a reason that lies in the server. Once that has happened again and
     * again it is not used for a while, whatever polls find.
     */
    public synchronized void failed(String why) {
        long now = ticker.nanos();
        if (quarantine.failed(now, why)) {
            servers.forgetAll();
            change(quarantined(state, now));
        }
    }

    private synchronized ReplicaState quarantined(ReplicaState found, long now) {
        Optional<String> why = quarantine.reasonAt(now);
        return why.isPresent() && found.eligible()
                ? new ReplicaState(Fitness.INELIGIBLE, found.replayed(), found.lag(), why, found.clock())
                : found;
    }

    @Override
    public void close() {
        poller.close();
    }

    private synchronized void pollSucceeded(long asked, PositionReading reading) {
        if (asked - suspectedAt < 0) {
            return;
        }
        // Another one answers only when the connection to the one before is lost: its incarnation may be over.
        polled.filter(before -> !before.equals(reading.server())).ifPresent(servers::forget);
        polled = Optional.of(reading.server());
        ReplicaState found = judged(asked, reading);
        servers.put(reading.server(), found, asked);
        change(found);
        clocks.report(found);
    }

    private synchronized void pollFailed(long asked, ReplicaState found) {
        if (asked - suspectedAt >= 0) {
            servers.forgetAll();
            change(found);
        }
    }

    private void change(ReplicaState found) {
        ReplicaState before = state;
        state = found;
        log.changed(before, found);
    }

    private final class Observed implements Poller.Observer {
        @Override
        public void answered(long asked, PositionReading reading) {
            pollSucceeded(asked, reading);
        }

        @Override
        public void failed(long asked, ServerFault fault) {
            Fitness fitness = fault.kind() == ServerFault.Kind.UNFIT ? Fitness.INELIGIBLE : Fitness.UNAVAILABLE;
            pollFailed(asked, ReplicaState.without(fitness, String.valueOf(fault.getMessage())));
        }
    }
}
