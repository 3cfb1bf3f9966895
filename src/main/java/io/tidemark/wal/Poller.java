package io.tidemark.wal;

import io.tidemark.time.Ticker;
import io.tidemark.time.Turns;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Polls one server for its position, at an interval and at once on request. While the server is unavailable, it polls
 * less often: see {@link Backoff}. Thread-safe.
 *
 * <p>One thread runs {@link #run} until {@link #close}, and only this thread queries the server. All callers of {@link
 * #next} before a poll began share its answer, so one poll serves any number of them.
 */
final class Poller implements Runnable, AutoCloseable {

    /** Receives the result of each poll, on the polling thread, before the callers that wait. */
    interface Observer {
        /**
         * The server answered.
         *
         * @param asked the ticker's time before the query was sent
         */
        void answered(long asked, PositionReading reading);

        /** The server did not answer, or is unfit for its role. */
        void failed(long asked, ServerFault fault);
    }

    /** The pause between polls while threads wait for a position: short compared with the default bound of such waits. */
    private static final long QUICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final String name;
    private final PositionSource server;
    private final Backoff backoff;
    private final Ticker ticker;
    private final Observer observer;

    private final Turns turns;

    private CompletableFuture<PositionReading> next = new CompletableFuture<>();

    /** Guards the begin of the poll in flight, and the order of the reports. */
    private final ReentrantLock reports = new ReentrantLock();

    private Optional<Long> inFlightSince = Optional.empty();

    /**
     * Prepares a poller; {@link #run} starts it.
     *
     * @param name the operator's name of the server, without secrets, for the messages of its faults
     */
    Poller(String name, PositionSource server, Duration interval, Ticker ticker, Observer observer) {
        this(name, server, interval, () -> false, Traffic.steady(), ticker, observer);
    }

    /**
     * Prepares a poller; {@link #run} starts it.
     *
     * @param name the operator's name of the server, without secrets, for the messages of its faults
     * @param urgent true while threads wait for a position; then it polls every few milliseconds, if the server answers
     * @param traffic determines the least pause otherwise
     */
    Poller(
            String name,
            PositionSource server,
            Duration interval,
            BooleanSupplier urgent,
            Traffic traffic,
            Ticker ticker,
            Observer observer) {
        this.name = name;
        this.server = server;
        this.backoff = new Backoff(interval);
        this.ticker = ticker;
        this.observer = observer;
        // Real time: a test whose clock stands still polls nevertheless.
        this.turns = new Turns(
                Ticker.SYSTEM,
                () -> urgent.getAsBoolean()
                        ? backoff.pauseNanos(QUICK_NANOS)
                        : Math.max(backoff.pauseNanos(), traffic.leastPauseNanos()));
        traffic.whenResumed(this::wake);
        turns.request();
    }

    /** Returns the future result of a poll that begins after this call: its answer, or its {@link ServerFault}. */
    synchronized CompletableFuture<PositionReading> next() {
        wake();
        return next;
    }

    /** Makes the next poll begin as soon as the current one is over. */
    void wake() {
        turns.request();
    }

    /** Makes the next poll begin sooner, if the server is unavailable. */
    void retrySoon() {
        if (backoff.retrySoon()) {
            turns.reconsider();
        }
    }

    @Override
    public void run() {
        try (server) {
            while (turns.await()) {
                enquire(take());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } finally {
            ended();
        }
    }

    /**
     * Reports the end of the thread, if another cause than {@link #close} ended it: no thread polls the server any
     * more.
     */
    private void ended() {
        boolean unasked;
        synchronized (this) {
            unasked = !turns.isClosed();
            close();
        }
        if (unasked) {
            observer.failed(
                    ticker.nanos(),
                    new ServerFault(ServerFault.Kind.UNREACHABLE, "The thread that asked for its position was ended."));
        }
    }

    private void enquire(CompletableFuture<PositionReading> asking) {
        long asked = ticker.nanos();
        inFlight(Optional.of(asked));
        try {
            PositionReading reading = server.read();
            backoff.succeeded();
            reports.lock();
            try {
                inFlightSince = Optional.empty();
                observer.answered(asked, reading);
            } finally {
                reports.unlock();
            }
            asking.complete(reading);
        } catch (ServerFault fault) {
            fail(asking, asked, named(fault.kind(), fault.getMessage(), fault));
        } catch (Throwable unexpected) {
            // An unexpected exception or Error of a pool or driver must not end the polling, which nothing would
            // restart.
            fail(
                    asking,
                    asked,
                    named(
                            ServerFault.Kind.UNREACHABLE,
                            FailureMessage.withRoot(unexpected.toString(), unexpected),
                            unexpected));
        }
    }

    private void inFlight(Optional<Long> since) {
        reports.lock();
        try {
            inFlightSince = since;
        } finally {
            reports.unlock();
        }
    }

    /**
     * Reports a poll that takes longer than this as failed, and goes on waiting for its answer. A pool may hang for any
     * time while it validates a connection to a server that hangs. Does not block. For another thread than that of the
     * polls.
     */
    void reportOverdue(Duration most) {
        if (!reports.tryLock()) {
            return;
        }
        try {
            if (inFlightSince.isPresent() && ticker.nanos() - inFlightSince.get() >= most.toNanos()) {
                long asked = inFlightSince.get();
                inFlightSince = Optional.empty();
                String message = name + ": No answer within " + most.toMillis() + " ms.";
                observer.failed(asked, new ServerFault(ServerFault.Kind.UNREACHABLE, message));
            }
        } finally {
            reports.unlock();
        }
    }

    private ServerFault named(ServerFault.Kind kind, @Nullable String message, Throwable cause) {
        return new ServerFault(kind, name + ": " + message, cause);
    }

    private void fail(CompletableFuture<PositionReading> asking, long asked, ServerFault fault) {
        note(fault.kind());
        try {
            inFlight(Optional.empty());
            observer.failed(asked, fault);
        } catch (Throwable unexpected) {
            // For example out of memory: the next poll reports its result again.
            fault.addSuppressed(unexpected);
        } finally {
            asking.completeExceptionally(fault);
        }
    }

    private void note(ServerFault.Kind kind) {
        switch (kind) {
            case UNREACHABLE -> backoff.failed(ticker.nanos(), Backoff.Failure.AWAY);
            case REFUSED -> backoff.failed(ticker.nanos(), Backoff.Failure.REFUSED);
            // No pool and no server logs such a poll.
            case UNFIT, ABSENT -> backoff.succeeded();
        }
    }

    private synchronized CompletableFuture<PositionReading> take() {
        CompletableFuture<PositionReading> taken = next;
        next = new CompletableFuture<>();
        turns.begin();
        return taken;
    }

    /** Ends {@link #run} after the current poll, and cancels the pending results. */
    @Override
    public synchronized void close() {
        turns.close();
        next.completeExceptionally(new CancellationException("Polling has ended"));
    }
}
