package io.tidemark.wal;

import io.tidemark.time.Ticker;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * What is known of the primary, and the one way to a position of it that is newer than an event.
 *
 * <p>{@link #run} is run by one thread for the life of the application; it alone asks the server, at an interval and
 * whenever a position is awaited. Everything else may be called by any thread.
 */
public final class PrimaryWatch implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PrimaryWatch.class.getName());

    /**
     * What the polls so far have shown.
     *
     * @param last the last answer, however old
     * @param problem why the last poll failed; empty if it did not
     */
    public record State(Optional<PositionReading> last, Optional<String> problem) {}

    private static final State UNKNOWN = new State(Optional.empty(), Optional.of("It has not been asked yet."));

    private final Poller poller;
    private final Duration timeout;
    private final CurrentPrimary server;
    private final FlushPolicy flushPolicy;
    private final LagSamples samples = new LagSamples();
    private final TimelineStart timelineStart = new TimelineStart();
    private final Ticker ticker;
    private final StateLog log;
    private volatile State state = UNKNOWN;
    private volatile Optional<ClockBounds> clock = Optional.empty();

    /**
     * Watches the primary, once it is run.
     *
     * @param name how an operator knows it, without secrets; begins the messages about it
     * @param interval how often the position is sampled
     * @param timeout how long {@link #positionAfterNow} waits
     */
    public PrimaryWatch(String name, PositionSource primary, Duration interval, Duration timeout, Ticker ticker) {
        this.server = new CurrentPrimary(primary, ticker);
        this.timeout = timeout;
        this.ticker = ticker;
        this.flushPolicy = new FlushPolicy(ticker);
        this.log = new StateLog(LOG, "The primary", ticker);
        this.poller = new Poller(name, server, interval, ticker, new Observed());
    }

    /** Polls until closed or interrupted. */
    @Override
    public void run() {
        poller.run();
    }

    public State state() {
        return state;
    }

    /** The last poll was answered, or there was none yet. */
    public boolean answers() {
        State known = state;
        return known.problem().isEmpty() || known.equals(UNKNOWN);
    }

    /** The cluster of the last answer; empty before the first. */
    public Optional<ClusterId> cluster() {
        return state.last().map(PositionReading::cluster);
    }

    /**
     * Something is about to be written on that timeline, over a connection of the application's. A position of one that it
     * has replaced is none of the primary's from now on: {@link #positionAfterNow} fails rather than give it.
     */
    public void writtenOn(Timeline timeline) {
        if (server.writtenOn(timeline)) {
            poller.wake();
        }
    }

    /** Whether this node has come to know more than one primary. */
    public boolean sawAnother() {
        return server.sawAnother();
    }

    /** Whether another primary is known now, which has taken the place of the one on that timeline. */
    public boolean isReplaced(Timeline timeline) {
        return server.isReplaced(timeline);
    }

    /**
     * A position that was read by a query which started after this call: it covers every commit that the caller knows
     * of. Callers that wait at the same time share one query.
     *
     * @throws ServerFault if there was no answer within the time-out
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

    /** Whether the primary is on a newer timeline than that position: whatever of it has survived lies on the newer one. */
    public boolean hasLeft(Position position) {
        int known = state.last().map(last -> last.position().timeline()).orElse(0);
        return known > position.timeline();
    }

    /** Whether the position is of a newer timeline than the primary's, which was replaced then, if it is asked afresh. */
    public boolean isOlderThan(Position position) {
        Optional<PositionReading> last = state.last();
        return last.isPresent() && last.get().position().timeline() < position.timeline();
    }

    /**
     * What a requirement comes down to, as far as is known without asking: one of a timeline that the primary has left is
     * met where the newer timeline was first seen, since that is past the branch, and the primary has no more of the
     * older one. Every other stays as it is.
     */
    public Position attainable(Position required) {
        return hasLeft(required) ? timelineStart.position().orElse(required) : required;
    }

    /**
     * What a requirement comes down to that is beyond what is known of the primary: if it is ahead of a position that is
     * read now, on the same timeline, a crash lost the rest, and that position takes its place. One of a newer timeline
     * than the primary's is never replaced: another primary has it.
     *
     * @throws ServerFault if the primary had to be asked and did not answer
     */
    public Position attainableNow(Position required) throws ServerFault {
        Optional<PositionReading> last = state.last();
        if (last.isEmpty() || last.get().position().compareTo(required) >= 0) {
            return attainable(required);
        }
        Position now = positionAfterNow().position();
        return now.timeline() == required.timeline() && now.compareTo(required) < 0 ? now : attainable(required);
    }

    /** A read would go to a replica if that had the position; see {@link FlushPolicy}. */
    public void waitFor(Position required) {
        flushPolicy.waitFor(required);
    }

    /** Somebody has use for it, or asks how it is: while it is away, it is tried sooner. */
    public void retrySoon() {
        poller.retrySoon();
    }

    private static ServerFault unreachable(String message, Throwable cause) {
        return new ServerFault(ServerFault.Kind.UNREACHABLE, message, cause);
    }

    /** Bounds of the primary's wall clock; empty if it is not known. */
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
            state = new State(Optional.of(reading), Optional.empty());
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
            if (!before.problem().equals(state.problem())) {
                log.unusable(String.valueOf(fault.getMessage()));
            }
        }
    }
}
