package io.tidemark.wal;

import io.tidemark.telemetry.Telemetry;
import io.tidemark.time.Ticker;
import io.tidemark.wal.ReplicaState.Fitness;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The known states of the servers that the replica data source leads to.
 *
 * <p>One thread runs {@link #run} for the life of the application. It polls the server to which its own connection
 * leads, at an interval and whenever a read needs a newer position. Usually that is the only server. A load balancer
 * may lead other connections elsewhere. Each connection is therefore identified before it serves reads ({@link
 * #identified}), and again when the known state of its server does not cover a position.
 *
 * <p>A known position may be older than the current one, which only costs a read on the primary. All positions are
 * forgotten when a poll fails or a connection is lost. All methods but {@link #run} are for any thread.
 */
public final class ReplicaWatch implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ReplicaWatch.class.getName());

    private static final ReplicaState UNKNOWN = ReplicaState.without(Fitness.UNAVAILABLE, "It has not been asked yet.");

    /** The number of intervals for which the state of a server counts for reads. */
    private static final int FRESH_INTERVALS = 10;

    /**
     * The objects that the watches of all replicas share.
     *
     * @param waited the positions that threads wait for
     * @param polled receives the servers that polls reach
     * @param traffic by which they are polled less often
     * @param telemetry receives the quarantines
     */
    record Shared(WaitedPositions waited, PolledServers polled, Traffic traffic, Telemetry telemetry) {}

    private final ReplicaName name;
    private final double weight;
    private final Poller poller;
    private final WaitedPositions waited;
    private final PolledServers polledServers;
    private final Telemetry telemetry;
    private final InFlight inFlight = new InFlight();
    private final ReplicaEligibility eligibility;
    private final KnownServers servers;
    private final KnownCollations collations;
    private final CollationRule rule;
    private final ClockComparison clocks;
    private final PresumedCluster presumed;
    private final Ticker ticker;

    /** Guarded by this, like the log. */
    private final Quarantine quarantine;

    private final ReplicaLog log;

    private volatile ReplicaState state = UNKNOWN;
    private volatile Optional<ServerId> polled = Optional.empty();

    /** True from the beginning of a quarantine until a probe succeeds. */
    private volatile boolean onProbation;

    private volatile boolean drained;
    private long suspectedAt;

    /** Written under the lock. */
    private volatile long incarnation;

    private int pollingConnection;

    /** Whether the last poll found it eligible; empty before the first one. */
    private Optional<Boolean> eligibleByPoll = Optional.empty();

    /**
     * Prepares a watch; {@link #run} starts it.
     *
     * @param source the replica; messages begin with its label
     * @param shared the objects that the watches of all replicas share
     */
    ReplicaWatch(
            ReplicaSource source, PrimaryWatch primary, ReplicaWatchSettings settings, Shared shared, Ticker ticker) {
        this.name = source.name();
        this.weight = source.weight();
        this.eligibility =
                new ReplicaEligibility(name.label(), primary, settings.maxLag(), settings.collations(), ticker);
        this.quarantine = new Quarantine(name.label());
        this.log = new ReplicaLog(new StateLog(LOG, "Replica " + name, ticker), ticker);
        this.collations = new KnownCollations(ticker);
        this.rule = settings.collations();
        this.clocks = new ClockComparison(name.label(), primary, ticker);
        this.servers = new KnownServers(
                ticker,
                settings.interval().multipliedBy(FRESH_INTERVALS).toNanos(),
                settings.maxLag().toNanos());
        this.waited = shared.waited();
        this.polledServers = shared.polled();
        this.telemetry = shared.telemetry();
        this.ticker = ticker;
        this.suspectedAt = ticker.nanos();
        this.poller = new Poller(
                name.label(),
                source.server(),
                settings.interval(),
                this::isWaitedFor,
                shared.traffic(),
                ticker,
                new Observed());
        this.presumed = primary.presumed();
        presumed.onConfirmation(this::pollNow);
        primary.whenLagIsBounded(this::judgeAgain);
        presumed.onContradiction(() -> suspect("The primary has answered, and belongs to another cluster."));
    }

    /**
     * Prepares the watch of a single replica; {@link #run} starts it.
     *
     * @param source the replica; messages begin with its label
     */
    public ReplicaWatch(ReplicaSource source, PrimaryWatch primary, ReplicaWatchSettings settings, Ticker ticker) {
        this(
                source,
                primary,
                settings,
                new Shared(new WaitedPositions(() -> {}), new PolledServers(LOG), Traffic.steady(), Telemetry.NONE),
                ticker);
    }

    /** Polls until closed or interrupted. */
    @Override
    public void run() {
        poller.run();
    }

    /** Whether a read waits for a position that this replica may reach. */
    private boolean isWaitedFor() {
        return waited.any() && state.eligible() && acceptsScopes();
    }

    /** Returns the operator's name of the replica. */
    public ReplicaName name() {
        return name;
    }

    /** Returns the share of callers that it serves first, relative to the other weights. */
    public double weight() {
        return weight;
    }

    /** Returns the number of reads of this node that use it now. */
    public InFlight inFlight() {
        return inFlight;
    }

    /** Returns the state of the polled server after the last poll. */
    public ReplicaState state() {
        return state;
    }

    /** Returns the state of a server that covers the position; otherwise that of the polled server. */
    public ReplicaState best(Optional<Position> required) {
        ReplicaState now = state;
        return now.covers(required) || now.fitness() == Fitness.UNAVAILABLE
                ? now
                : servers.covering(required).orElse(now);
    }

    /** Whether a server behind it is eligible and covers the position, if there is one. */
    public boolean covers(Optional<Position> required) {
        return best(required).covers(required);
    }

    /** Returns the state of this server if it is recent enough for a read. */
    public Optional<ReplicaState> of(ServerId server) {
        return servers.of(server);
    }

    /**
     * Whether connections are known to lead to other servers too. One of them may cover a position although none is
     * known to. Its connection must be queried.
     */
    public boolean leadsElsewhere() {
        Optional<ServerId> known = polled;
        return known.isPresent() && state.fitness() != Fitness.UNAVAILABLE && servers.otherThan(known.get());
    }

    /**
     * Notes the identity and position of a server, read on a connection that is about to serve reads.
     *
     * @param asked the ticker's time before the query was sent
     * @return the state of the server
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

    /** Whether the next {@link PositionReading} of this server must include the versions of its collations. */
    public boolean needsCollations(ServerId server) {
        return rule == CollationRule.REQUIRE_SAME && collations.isNeeded(server);
    }

    /**
     * Whether a replica in this state may serve a read that depends on the time and must include the position. False if
     * one of the clocks is unknown. Does not check that the replica covers the position.
     */
    public boolean permitsClock(ReplicaState replica, Position required) {
        return clocks.permits(replica, required);
    }

    /** Returns the lead of the polled server's clock over the primary's; empty if it is unknown. */
    public Optional<ClockOffset> clockOffset() {
        return clocks.offset(state);
    }

    /** Returns the ticker's time, for {@link #identified}. */
    public long now() {
        return ticker.nanos();
    }

    /**
     * Returns the state after a poll that starts after this call, or the known state when the wait is over. Concurrent
     * callers share one poll.
     */
    public ReplicaState awaitPoll(Duration wait) {
        try {
            poller.next().get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException known) {
            // The state is valid after a failed poll too.
            return state;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        return state;
    }

    /**
     * Returns a number that changes when the replica may show an older state than before: its polling connection was lost
     * or replaced, or a poll has failed, or has found a lower position or another server.
     */
    public long incarnation() {
        return incarnation;
    }

    /**
     * Returns the position of a poll that starts after this call. It covers every read that was sent to this incarnation
     * before. Concurrent callers share one poll.
     *
     * @param of the {@link #incarnation} before the reads
     * @return empty if there is no answer within the time, if the incarnation may be over, or if reads may use another server
     *     than the poll
     */
    public Optional<Position> positionAfterNow(long of, Duration wait) {
        try {
            poller.next().get(wait.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException | TimeoutException | CancellationException unanswered) {
            return Optional.empty();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
        Optional<Position> replayed = state.replayed();
        // After the position, so that a change meanwhile counts.
        return incarnation == of && !leadsElsewhere() ? replayed : Optional.empty();
    }

    /** Reports it as unavailable if a poll takes longer than this. */
    void reportOverduePoll(Duration most) {
        poller.reportOverdue(most);
    }

    /** Makes the next poll begin as soon as the current one is over. */
    void pollNow() {
        poller.wake();
    }

    /** Makes the next poll begin sooner, if the replica is unavailable. */
    public void retrySoon() {
        poller.retrySoon();
    }

    /** Stops using all servers until a poll, which starts at once, succeeds. Forgets the known positions. */
    public void suspect(String why) {
        synchronized (this) {
            suspectedAt = ticker.nanos();
            forgetAll();
            change(ReplicaState.without(Fitness.UNAVAILABLE, why));
        }
        poller.wake();
    }

    /** Discards what was found without the primary, when its lag may have been too large. A poll starts at once. */
    private void judgeAgain() {
        synchronized (this) {
            suspectedAt = ticker.nanos();
            forgetAll();
            change(ReplicaState.without(
                    Fitness.LAG_UNKNOWN, name.label() + ": The primary answers again. The lag is not known yet."));
        }
        poller.wake();
    }

    /**
     * Notes a read that failed on the replica because of its server, and succeeded elsewhere. After repeated failures
     * the replica is quarantined, whatever polls find.
     */
    public synchronized void failed(String why) {
        if (quarantine.failed(ticker.nanos(), why)) {
            beginQuarantine();
        }
    }

    private synchronized void forgetAll() {
        servers.forgetAll();
        incarnation++;
    }

    private void beginQuarantine() {
        onProbation = true;
        forgetAll();
        change(quarantined(state, ticker.nanos()));
        telemetry.quarantined(name.text(), quarantine.cause());
    }

    private synchronized ReplicaState quarantined(ReplicaState found, long now) {
        Optional<String> why = quarantine.pausedAt(now);
        return why.isPresent() && found.eligible()
                ? new ReplicaState(Fitness.INELIGIBLE, found.replayed(), found.lag(), why, found.clock())
                : found;
    }

    /** Notes that a read failed on it, whatever the cause. If the read was the probe, another read may be the next one. */
    public synchronized void readFailed() {
        quarantine.endProbe();
    }

    /** Notes that a read has succeeded on it. If it is on probation after a quarantine, it is back in use. */
    public void readSucceeded() {
        if (onProbation) {
            endProbation();
        }
    }

    private synchronized void endProbation() {
        if (quarantine.succeeded(ticker.nanos())) {
            onProbation = false;
        }
    }

    /** Whether new scopes may use it: it is not drained, and not on probation after a quarantine. */
    public boolean acceptsScopes() {
        return !drained && !onProbation;
    }

    /** Whether it is quarantined, or has not yet served a read since. */
    public boolean isOnProbation() {
        return onProbation;
    }

    /** Whether a new scope may use it, perhaps as the probe after a quarantine. */
    public boolean mayAcceptScopes() {
        return !drained && (!onProbation || probeIsDue());
    }

    private synchronized boolean probeIsDue() {
        return quarantine.probeIsDue(ticker.nanos());
    }

    /** Returns true if it is on probation after a quarantine, and the caller's read is the probe. */
    public boolean beginProbe() {
        return onProbation && !drained && beginProbeNow();
    }

    private synchronized boolean beginProbeNow() {
        return state.eligible() && quarantine.beginProbe(ticker.nanos());
    }

    /** Returns the reason why new scopes do not use it although it is eligible. */
    public synchronized Optional<String> notAccepting() {
        if (drained) {
            return Optional.of(name.label() + ": It is drained: scopes that use it end there, and no others begin.");
        }
        return quarantine.reason();
    }

    /** Makes new scopes use other servers. Scopes that use it already may go on. */
    public void drain() {
        drained = true;
    }

    /** Ends {@link #drain}. */
    public void resume() {
        drained = false;
    }

    /** Whether it is drained. */
    public boolean isDrained() {
        return drained;
    }

    @Override
    public void close() {
        poller.close();
    }

    private synchronized void pollSucceeded(long asked, PositionReading reading) {
        if (asked - suspectedAt < 0) {
            return;
        }
        // Another server answers only after the connection to the previous one was lost, so that its incarnation may be
        // over.
        polled.filter(before -> !before.equals(reading.server())).ifPresent(servers::forget);
        if (!polled.equals(Optional.of(reading.server()))) {
            polledServers.reached(name, reading.server());
        }
        if (isAnother(reading)) {
            incarnation++;
        }
        polled = Optional.of(reading.server());
        pollingConnection = reading.connection();
        presumed.polled(name, reading.cluster());
        ReplicaState found = judged(asked, reading);
        servers.put(reading.server(), found, asked);
        change(found);
        clocks.report(found);
        if (found.fitness() == Fitness.ELIGIBLE || found.fitness() == Fitness.INELIGIBLE) {
            noteChange(found.eligible() || quarantine.pausedAt(ticker.nanos()).isPresent());
        }
    }

    private boolean isAnother(PositionReading reading) {
        boolean lower = state.replayed().isPresent()
                && !reading.position().covers(state.replayed().get());
        return lower || reading.connection() != pollingConnection || !polled.equals(Optional.of(reading.server()));
    }

    /** Counts the changes that polls find. A lost connection of a pool alone is no change. */
    private void noteChange(boolean eligible) {
        boolean changed = eligibleByPoll.isPresent() && eligibleByPoll.get() != eligible;
        eligibleByPoll = Optional.of(eligible);
        if (changed && quarantine.changed(ticker.nanos())) {
            beginQuarantine();
        }
    }

    private synchronized void pollFailed(long asked, ReplicaState found) {
        if (asked - suspectedAt >= 0) {
            forgetAll();
            change(found);
            noteChange(false);
        }
    }

    private void change(ReplicaState found) {
        ReplicaState before = state;
        state = found;
        log.changed(before, found);
        if (acceptsScopes()) {
            waited.reached(name, found);
        }
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
