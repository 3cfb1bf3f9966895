package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

/**
 * The known state of the primary, and the only source of a position that is newer than an event.
 *
 * <p>One thread runs {@link #run} for the life of the application. Only this thread queries the server, at an interval
 * and whenever a position is requested. All other methods are for any thread.
 */
public final class PrimaryWatch implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PrimaryWatch.class.getName());

    /**
     * The state after the polls so far.
     *
     * @param last the last answer, of any age
     * @param problem the reason why the last poll failed; empty if it succeeded
     */
    public record State(Optional<PositionReading> last, Optional<String> problem) {}

    private static final State UNKNOWN = new State(Optional.empty(), Optional.of("It has not been asked yet."));

    /** The pause between two queries for the same commits. */
    private static final long AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    /** The permitted lag if none is given. */
    private static final Duration MAX_LAG = Duration.ofMinutes(30);

    private final Poller poller;
    private final Duration timeout;
    private final Duration longSilence;
    private final CurrentPrimary server;
    private final FlushPolicy flushPolicy;
    private final LagSamples samples = new LagSamples();
    private final TimelineStart timelineStart = new TimelineStart();
    private final PrimaryOutage outage;
    private final PresumedCluster presumed = new PresumedCluster();
    private final Ticker ticker;
    private final StateLog log;
    private volatile State state = UNKNOWN;
    private volatile long answeredAt;
    private volatile boolean lagBounded;
    private final List<Runnable> whenLagIsBounded = new CopyOnWriteArrayList<>();
    private volatile Optional<ClockBounds> clock = Optional.empty();

    /**
     * Prepares a watch; {@link #run} starts it.
     *
     * @param name the operator's name of the primary, without secrets, for messages
     * @param interval the interval at which the position is sampled
     * @param timeout the maximum wait of {@link #positionAfterNow}
     */
    public PrimaryWatch(String name, PositionSource primary, Duration interval, Duration timeout, Ticker ticker) {
        this(name, primary, interval, new Bounds(timeout, MAX_LAG), Traffic.steady(), ticker);
    }

    /**
     * The limits of a watch.
     *
     * @param timeout the maximum wait of {@link #positionAfterNow}
     * @param maxLag the permitted lag of a replica
     */
    public record Bounds(Duration timeout, Duration maxLag) {}

    /**
     * Prepares a watch; {@link #run} starts it.
     *
     * @param traffic by which the position is sampled less often
     */
    public PrimaryWatch(
            String name, PositionSource primary, Duration interval, Bounds bounds, Traffic traffic, Ticker ticker) {
        this.server = new CurrentPrimary(primary, ticker);
        this.timeout = bounds.timeout();
        this.longSilence = bounds.maxLag().dividedBy(2);
        this.ticker = ticker;
        this.outage = new PrimaryOutage(this::pollNow, ticker);
        this.flushPolicy = new FlushPolicy(ticker);
        this.log = new StateLog(LOG, "The primary", ticker);
        this.poller = new Poller(name, server, interval, () -> false, traffic, ticker, new Observed());
    }

    /** Polls until closed or interrupted. */
    @Override
    public void run() {
        poller.run();
    }

    public State state() {
        return state;
    }

    /** Whether the last poll was answered, or no poll has ended yet. */
    public boolean answers() {
        State known = state;
        return known.problem().isEmpty() || known.equals(UNKNOWN);
    }

    /** Returns the cluster of the last answer; empty before the first. */
    public Optional<ClusterId> cluster() {
        return state.last().map(PositionReading::cluster);
    }

    /** Returns the cluster of the last answer; before the first, the presumed one, if there is one. */
    public Optional<ClusterId> clusterOfReads() {
        Optional<ClusterId> known = cluster();
        return known.isPresent() ? known : presumed.cluster();
    }

    /**
     * Whether the primary has answered recently, so that each eligible replica has a known lag and every mark outlives it.
     * Otherwise, a caller without a mark may have had one.
     */
    public boolean boundsLag() {
        return lagBounded && silence().isEmpty();
    }

    /**
     * Registers an action that runs when the lag can be bounded again, before {@link #boundsLag} says so. It discards what was
     * found about a replica meanwhile.
     */
    void whenLagIsBounded(Runnable action) {
        whenLagIsBounded.add(action);
    }

    /**
     * Returns the time since the last answer if polls have failed since and the time is long: at least half the permitted
     * lag of a replica.
     */
    Optional<Duration> silence() {
        State known = state;
        if (known.last().isEmpty() || known.problem().isEmpty()) {
            return Optional.empty();
        }
        Duration since = Duration.ofNanos(ticker.nanos() - answeredAt);
        return since.compareTo(longSilence) >= 0 ? Optional.of(since) : Optional.empty();
    }

    /** Returns the cluster that replicas serve before the first answer. */
    public PresumedCluster presumed() {
        return presumed;
    }

    /** Returns the state of the primary for reads that no replica may serve. */
    public PrimaryOutage outage() {
        return outage;
    }

    /**
     * Notes that a connection of the application is about to write on this timeline. From now on, positions of a
     * timeline that it replaced are invalid, and {@link #positionAfterNow} fails instead of returning one.
     */
    public void writtenOn(Timeline timeline) {
        if (server.writtenOn(timeline)) {
            poller.wake();
        }
    }

    /** Whether this node has observed more than one primary. */
    public boolean sawAnother() {
        return server.sawAnother();
    }

    /** Whether another primary is known that has replaced the primary of this timeline. */
    public boolean isReplaced(Timeline timeline) {
        return server.isReplaced(timeline);
    }

    /**
     * Returns a position that was read by a query which started after this call. It covers every commit that the caller
     * knows of. Concurrent callers share one query.
     *
     * @throws ServerFault if there was no answer within the timeout
     */
    public PositionReading positionAfterNow() throws ServerFault {
        try {
            return poller.next().get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof ServerFault fault) {
                throw fault;
            }
            throw unreachable(String.valueOf(failed.getCause()), failed);
        } catch (TimeoutException | CancellationException late) {
            throw unreachable("The primary did not tell its position within " + timeout.toMillis() + " ms.", late);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw unreachable("Interrupted while waiting for the primary's position.", interrupted);
        }
    }

    /**
     * Returns the same for a read. Fails at once if the last poll was not answered, so that reads do not wait for the
     * timeout of a primary that is away.
     *
     * @throws ServerFault if there was no answer within the timeout, or the last poll failed
     */
    public PositionReading positionForRead() throws ServerFault {
        if (outage.isSuspected()) {
            retrySoon();
            throw new ServerFault(ServerFault.Kind.UNREACHABLE, state.problem().orElse("The primary does not answer."));
        }
        return positionAfterNow();
    }

    /**
     * Whether a standby may show a commit up to the required position before the primary does. This is the case with
     * synchronous replication. If the last answer lies before the position, synchronous replication may have been switched on
     * meanwhile.
     */
    public boolean mayHideCommits(Optional<Position> required) {
        Optional<PositionReading> last = state.last();
        return last.flatMap(PositionReading::synchronous).isPresent()
                || (last.isPresent()
                        && required.filter(position ->
                                        position.compareTo(last.get().position()) > 0)
                                .isPresent());
    }

    /**
     * Waits until a primary that {@link #mayHideCommits} shows everything that a standby has shown before this call. The gap
     * of some microseconds between the flush of a commit and its visibility is not covered.
     *
     * @return false if a commit still waits after this time
     * @throws ServerFault if the primary does not answer
     */
    public boolean awaitVisibleCommits(Duration wait) throws ServerFault {
        server.beginWaitingCommits();
        try {
            long end = ticker.nanos() + wait.toNanos();
            Set<Long> waiting = new HashSet<>(waitingNow());
            while (!waiting.isEmpty() && end - ticker.nanos() > 0) {
                LockSupport.parkNanos(AGAIN_NANOS);
                waiting.retainAll(waitingNow());
            }
            return waiting.isEmpty();
        } finally {
            server.endWaitingCommits();
        }
    }

    private Set<Long> waitingNow() throws ServerFault {
        return positionForRead()
                .synchronous()
                .map(PositionReading.Synchronous::waiting)
                .orElse(Set.of());
    }

    /**
     * Whether the primary is on a newer timeline than the position. Everything that survived of the older timeline lies
     * on the newer one.
     */
    public boolean hasLeft(Position position) {
        int known = state.last().map(last -> last.position().timeline()).orElse(0);
        return known > position.timeline();
    }

    /**
     * Whether the position is on a newer timeline than the last answer of the primary. If a new query confirms it, that
     * primary was replaced.
     */
    public boolean isOlderThan(Position position) {
        Optional<PositionReading> last = state.last();
        return last.isPresent() && last.get().position().timeline() < position.timeline();
    }

    /**
     * Returns the position that replaces a required one, without a query. If the primary has left its timeline, it is
     * the first known position of the newer timeline: that is past the branch, and the primary has no more of the older
     * timeline. Otherwise it is the required position itself.
     */
    public Position attainable(Position required) {
        return hasLeft(required) ? timelineStart.position().orElse(required) : required;
    }

    /**
     * Returns the position that replaces a required one, with a query if it is beyond the last answer of the primary.
     * If it is ahead of the new answer on the same timeline, a crash lost the rest, and the answer replaces it. A
     * position on a newer timeline than the primary's is never replaced, because another primary has it. While the primary is
     * away, there is no query.
     *
     * @throws ServerFault if the query failed
     */
    public Position attainableNow(Position required) throws ServerFault {
        Optional<PositionReading> last = state.last();
        if (last.isEmpty() || last.get().position().compareTo(required) >= 0 || outage.isSuspected()) {
            return attainable(required);
        }
        Position now = positionAfterNow().position();
        return now.timeline() == required.timeline() && now.compareTo(required) < 0 ? now : attainable(required);
    }

    /** Notes that a read waits for a replica to reach the position; see {@link FlushPolicy}. */
    public void waitFor(Position required) {
        flushPolicy.waitFor(required);
    }

    /**
     * Reports the primary as unavailable if a poll hangs. A poll may query twice, over the kept connection and a new one, so
     * that it is overdue after two timeouts. One thread calls this regularly.
     */
    public void reportOverduePoll() {
        poller.reportOverdue(timeout.multipliedBy(2));
    }

    /** Makes the next poll begin sooner, if the primary is unavailable. */
    public void retrySoon() {
        poller.retrySoon();
    }

    private void pollNow() {
        poller.wake();
    }

    private static ServerFault unreachable(String message, Throwable cause) {
        return new ServerFault(ServerFault.Kind.UNREACHABLE, message, cause);
    }

    /** Returns the bounds of the primary's wall clock; empty if it is unknown. */
    Optional<ClockBounds> clock() {
        return clock;
    }

    LagSamples samples() {
        return samples;
    }

    @Override
    public void close() {
        poller.close();
    }

    private final class Observed implements Poller.Observer {
        @Override
        public void answered(long asked, PositionReading reading) {
            long answered = ticker.nanos();
            samples.add(asked, answered, reading.position());
            noteClock(asked, answered, reading);
            timelineStart.note(reading);
            if (state.problem().isPresent()) {
                log.usable("answers: cluster " + reading.cluster() + ", position " + reading.position() + ".");
            }
            boolean judgedWithoutLag =
                    presumed.cluster().isPresent() || silence().isPresent();
            if (judgedWithoutLag) {
                lagBounded = false;
            }
            presumed.primaryAnswered(reading.cluster());
            answeredAt = asked;
            state = new State(Optional.of(reading), Optional.empty());
            if (judgedWithoutLag) {
                // A poll of a replica that began before now may not have seen this answer.
                whenLagIsBounded.forEach(Runnable::run);
            }
            lagBounded = true;
            outage.pollAnswered();
            if (flushPolicy.due(reading)) {
                flush();
            }
        }

        private void noteClock(long asked, long answered, PositionReading reading) {
            boolean another = state.last()
                    .filter(last -> last.server().equals(reading.server()))
                    .isEmpty();
            Optional<ClockBounds> before = another ? Optional.empty() : clock;
            Optional<ClockBounds> now = reading.clock().map(told -> ClockBounds.of(asked, told, answered));
            clock = before.isPresent() && now.isPresent()
                    ? Optional.of(before.get().then(now.get()))
                    : now;
        }

        private void flush() {
            try {
                server.flush();
            } catch (ServerFault fault) {
                LOG.log(System.Logger.Level.DEBUG, "The primary was not flushed: {0}", fault.getMessage());
            }
        }

        @Override
        public void failed(long asked, ServerFault fault) {
            State before = state;
            state = new State(before.last(), Optional.of(String.valueOf(fault.getMessage())));
            if (fault.kind() == ServerFault.Kind.UNFIT) {
                outage.pollAnswered();
            } else {
                outage.pollFailed(asked, String.valueOf(fault.getMessage()));
            }
            if (!before.problem().equals(state.problem())) {
                log.unusable(String.valueOf(fault.getMessage()));
            }
        }
    }
}
