package io.tidemark.wal;

import io.tidemark.time.Ticker;
import io.tidemark.time.Turns;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Asks one server for its position, at an interval and at once when somebody needs a newer answer than the last. While the
 * server is away, it is asked less often, see {@link Backoff}.
 *
 * <p>One thread runs {@link #run} until {@link #close}; no other thread ever asks the server. All who called
 * {@link #next} before an enquiry began share its answer, so that one enquiry serves any number of them. Thread-safe.
 */
final class Poller implements Runnable, AutoCloseable {

    /** Is told of every enquiry, on the polling thread, before those who wait. */
    interface Observer {
        /**
         * The server answered.
         *
         * @param asked the ticker's time before the enquiry was sent
         */
        void answered(long asked, PositionReading reading);

        /** The server did not answer, or is unfit. */
        void failed(long asked, ServerFault fault);
    }

    private final String name;
    private final PositionSource server;
    private final Backoff backoff;
    private final Ticker ticker;
    private final Observer observer;

    private final Turns turns;

    private CompletableFuture<PositionReading> next = new CompletableFuture<>();

    /**
     * Polls once it is run.
     *
     * @param name begins the message of each fault: how an operator knows the server, without secrets
     */
    Poller(String name, PositionSource server, Duration interval, Ticker ticker, Observer observer) {
        this.name = name;
        this.server = server;
        this.backoff = new Backoff(interval);
        this.ticker = ticker;
        this.observer = observer;
        // Real time: a test whose clock stands still polls nevertheless.
        this.turns = new Turns(Ticker.SYSTEM, backoff::pauseNanos);
        turns.request();
    }

    /** The answer to an enquiry that begins after this call, or its {@link ServerFault}. */
    synchronized CompletableFuture<PositionReading> next() {
        wake();
        return next;
    }

    /** Makes an enquiry begin as soon as the one that is under way is over. */
    void wake() {
        turns.request();
    }

    /** Somebody would use the server: while it is away, the next enquiry comes sooner. */
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

    /** Whoever ended this thread without asking us leaves a server that nobody asks any more. */
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
        try {
            PositionReading reading = server.read();
            backoff.succeeded();
            observer.answered(asked, reading);
            asking.complete(reading);
        } catch (ServerFault fault) {
            fail(asking, asked, named(fault.kind(), fault.getMessage(), fault));
        } catch (Throwable unexpected) {
            // Whatever a pool or driver throws, an Error too, must not end the polling: nobody would start it again.
            fail(
                    asking,
                    asked,
                    named(
                            ServerFault.Kind.UNREACHABLE,
                            FailureMessage.withRoot(unexpected.toString(), unexpected),
                            unexpected));
        }
    }

    private ServerFault named(ServerFault.Kind kind, @Nullable String message, Throwable cause) {
        return new ServerFault(kind, name + ": " + message, cause);
    }

    private void fail(CompletableFuture<PositionReading> asking, long asked, ServerFault fault) {
        note(fault.kind());
        try {
            observer.failed(asked, fault);
        } catch (Throwable unexpected) {
            // Out of memory, say: the next enquiry tells its outcome again.
            fault.addSuppressed(unexpected);
        } finally {
            asking.completeExceptionally(fault);
        }
    }

    private void note(ServerFault.Kind kind) {
        switch (kind) {
            case UNREACHABLE -> backoff.failed(ticker.nanos(), Backoff.Failure.AWAY);
            case REFUSED -> backoff.failed(ticker.nanos(), Backoff.Failure.REFUSED);
            // It answers.
            case UNFIT -> backoff.succeeded();
        }
    }

    private synchronized CompletableFuture<PositionReading> take() {
        CompletableFuture<PositionReading> taken = next;
        next = new CompletableFuture<>();
        turns.begin();
        return taken;
    }

    /** Ends {@link #run} after the enquiry that is under way, and refuses those who wait. */
    @Override
    public synchronized void close() {
        turns.close();
        next.completeExceptionally(new CancellationException("Polling has ended"));
    }
}
