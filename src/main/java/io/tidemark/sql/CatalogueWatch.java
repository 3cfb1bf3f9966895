package io.tidemark.sql;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Keeps a {@link Classifier} up to date with the database: asks at an interval whether the catalogue has changed, and reads
 * it if so; earlier when a statement has a name that is not in it, at most every few seconds.
 *
 * <p>A change is known one interval and one reading after its commit at the latest, as long as the database answers. After a
 * failure the next attempt comes soon; the pause doubles with each further one, up to the interval. Meanwhile the
 * classifier uses what was last read. Until the first reading it proves next to nothing, see {@link NamesBeforeCatalogue}.
 *
 * <p>One thread runs {@link #run} until {@link #close}; no other ever asks the database. {@link #problem} is for any thread.
 */
public final class CatalogueWatch implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CatalogueWatch.class.getName());

    /** Ten seconds are then longer than the longest interval. */
    private static final int MOST_DOUBLINGS = 14;

    /**
     * When the catalogue is read.
     *
     * @param interval how long it is trusted
     * @param atLeast how long it is trusted although a name is missing, or the database did not answer
     */
    public record Schedule(Duration interval, Duration atLeast) {

        private static final Duration SOON = Duration.ofSeconds(10);

        /** With what is usual for the second. */
        public static Schedule of(Duration interval) {
            return new Schedule(interval, interval.compareTo(SOON) < 0 ? interval : SOON);
        }
    }

    private final CatalogueSource source;
    private final FunctionPolicy policy;
    private final Classifier classifier;
    private final Schedule schedule;
    private final LongSupplier nanos;

    private final CountDownLatch tried = new CountDownLatch(1);
    private boolean wanted;
    private boolean closed;
    private boolean known;
    private int failures;
    private volatile Optional<String> problem = Optional.empty();

    /**
     * Watches once it is run.
     *
     * @param nanos a monotonic time in nanoseconds
     */
    public CatalogueWatch(
            CatalogueSource source,
            FunctionPolicy policy,
            Classifier classifier,
            Schedule schedule,
            LongSupplier nanos) {
        this.source = source;
        this.policy = policy;
        this.classifier = classifier;
        this.schedule = schedule;
        this.nanos = nanos;
    }

    @Override
    public void run() {
        classifier.onUnknownName(this::want);
        try {
            do {
                refresh();
            } while (awaitTurn());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Waits until the first reading has succeeded or failed. An application that starts before that would have its reads
     * counted as writes.
     *
     * @param most how long to wait; a server that froze must not hold up the start of the application for longer
     */
    public void awaitFirstReading(Duration most) {
        try {
            tried.await(most.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Why the catalogue cannot be read, with the effect, as of the last attempt. */
    public Optional<String> problem() {
        return problem;
    }

    private void refresh() {
        synchronized (this) {
            // A name that is met from now on may be newer than what is read.
            wanted = false;
        }
        try {
            if (!known || source.hasChanged()) {
                read();
            }
            succeeded();
        } catch (CatalogueUnavailable | RuntimeException failed) {
            // A pool or driver that throws what JDBC does not foresee must not end the watching.
            failed(failed);
        } finally {
            tried.countDown();
        }
    }

    private void read() throws CatalogueUnavailable {
        CatalogueBuilder builder = new CatalogueBuilder(policy);
        source.read(builder);
        classifier.learn(builder.build());
        known = true;
    }

    private void failed(Exception failed) {
        String effect = known
                ? "The catalogue that was read last is still used."
                : "It was never read, so nearly every statement runs on the primary as a write.";
        String told = "The catalogue of the database cannot be read: " + failed.getMessage() + ". " + effect;
        problem = Optional.of(told);
        if (failures == 0) {
            LOG.log(System.Logger.Level.WARNING, told);
        }
        failures++;
    }

    private void succeeded() {
        if (failures > 0) {
            LOG.log(System.Logger.Level.INFO, "The catalogue of the database can be read again.");
        }
        failures = 0;
        problem = Optional.empty();
    }

    private synchronized void want() {
        wanted = true;
        notifyAll();
    }

    /** Waits until it is time; false once closed. */
    private synchronized boolean awaitTurn() throws InterruptedException {
        long begun = nanos.getAsLong();
        while (!closed) {
            long left = begun + pause().toNanos() - nanos.getAsLong();
            if (left <= 0) {
                return true;
            }
            // Rounded up: waiting 0 ms would be waiting for ever.
            wait(left / 1_000_000 + 1);
        }
        return false;
    }

    private Duration pause() {
        if (failures == 0) {
            return wanted ? schedule.atLeast() : schedule.interval();
        }
        Duration doubled = schedule.atLeast().multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        return doubled.compareTo(schedule.interval()) < 0 ? doubled : schedule.interval();
    }

    /** Ends {@link #run} after the question that is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
