package io.tidemark.wal;

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
    public record State(Optional<Reading> last, Optional<String> problem) {}

    private static final State UNKNOWN = new State(Optional.empty(), Optional.of("It has not been asked yet."));

    private final Poller poller;
    private final Duration timeout;
    private final LagSamples samples = new LagSamples();
    private volatile State state = UNKNOWN;

    /**
     * Watches the primary, once it is run.
     *
     * @param interval how often the position is sampled
     * @param timeout how long {@link #positionAfterNow} waits
     */
    public PrimaryWatch(Server primary, Duration interval, Duration timeout, Ticker ticker) {
        this.timeout = timeout;
        this.poller = new Poller(primary, interval, ticker, new Observed());
    }

    /** Polls until closed or interrupted. */
    @Override
    public void run() {
        poller.run();
    }

    public State state() {
        return state;
    }

    /** The cluster of the last answer; empty before the first. */
    public Optional<ClusterId> cluster() {
        return state.last().map(Reading::cluster);
    }

    /**
     * A position that was read by a query which started after this call: it covers every commit that the caller knows
     * of. Callers that wait at the same time share one query.
     *
     * @throws ServerFault if there was no answer within the time-out
     */
    public Reading positionAfterNow() throws ServerFault {
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

    private static ServerFault unreachable(String message, Throwable cause) {
        return new ServerFault(ServerFault.Kind.UNREACHABLE, message, cause);
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
        public void answered(long asked, Reading reading) {
            samples.add(asked, reading.position());
            if (state.problem().isPresent()) {
                LOG.log(
                        System.Logger.Level.INFO,
                        "The primary answers: cluster {0}, position {1}.",
                        reading.cluster(),
                        reading.position());
            }
            state = new State(Optional.of(reading), Optional.empty());
        }

        @Override
        public void failed(long asked, ServerFault fault) {
            State before = state;
            state = new State(before.last(), Optional.of(String.valueOf(fault.getMessage())));
            if (!before.problem().equals(state.problem())) {
                LOG.log(System.Logger.Level.WARNING, "The primary cannot be used: {0}", fault.getMessage());
            }
        }
    }
}
