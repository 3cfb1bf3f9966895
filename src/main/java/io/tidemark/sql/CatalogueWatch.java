package io.tidemark.sql;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Keeps a {@link Classifier} up to date with the database: reads the catalogue at an interval, and earlier when a statement
 * has a name that is not in it, at most every few seconds.
 *
 * <p>One thread runs {@link #run} until {@link #close}; no other ever asks the database. Until the first answer, and when
 * there is none any more, the classifier goes by what it knows.
 */
public final class CatalogueWatch implements Runnable, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(CatalogueWatch.class.getName());

    /**
     * When the catalogue is read.
     *
     * @param interval how long it is trusted
     * @param atLeast how long it is trusted although a name is missing, or the database did not answer
     */
    public record Rhythm(Duration interval, Duration atLeast) {

        private static final Duration SOON = Duration.ofSeconds(10);

        /** With what is usual for the second. */
        public static Rhythm of(Duration interval) {
            return new Rhythm(interval, interval.compareTo(SOON) < 0 ? interval : SOON);
        }
    }

    private final CatalogueSource source;
    private final FunctionPolicy policy;
    private final Classifier classifier;
    private final Rhythm rhythm;
    private final LongSupplier nanos;

    private boolean wanted;
    private boolean closed;
    private boolean failing;

    /**
     * Watches once it is run.
     *
     * @param nanos a monotonic time in nanoseconds
     */
    public CatalogueWatch(
            CatalogueSource source, FunctionPolicy policy, Classifier classifier, Rhythm rhythm, LongSupplier nanos) {
        this.source = source;
        this.policy = policy;
        this.classifier = classifier;
        this.rhythm = rhythm;
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

    private void refresh() {
        CatalogueBuilder builder = new CatalogueBuilder(policy);
        synchronized (this) {
            // A name that is met from now on may be newer than what is read.
            wanted = false;
        }
        try {
            source.read(builder);
            classifier.learn(builder.build());
            note();
        } catch (CatalogueSource.Unavailable | RuntimeException failed) {
            // A pool or driver that throws what JDBC does not foresee must not end the watching.
            want();
            if (!failing) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "The catalogue of the database cannot be read: {0}",
                        failed.getMessage());
            }
            failing = true;
        }
    }

    private void note() {
        if (failing) {
            LOG.log(System.Logger.Level.INFO, "The catalogue of the database can be read again.");
        }
        failing = false;
    }

    private synchronized void want() {
        wanted = true;
        notifyAll();
    }

    /** Waits until it is time; false once closed. */
    private synchronized boolean awaitTurn() throws InterruptedException {
        long begun = nanos.getAsLong();
        while (!closed) {
            Duration trusted = wanted ? rhythm.atLeast() : rhythm.interval();
            long left = begun + trusted.toNanos() - nanos.getAsLong();
            if (left <= 0) {
                return true;
            }
            // Rounded up: waiting 0 ms would be waiting for ever.
            wait(left / 1_000_000 + 1);
        }
        return false;
    }

    /** Ends {@link #run} after the question that is under way. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }
}
